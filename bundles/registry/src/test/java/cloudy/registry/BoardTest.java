// SPDX-License-Identifier: Apache-2.0
package cloudy.registry;

import static org.assertj.core.api.Assertions.assertThat;

import cloudy.api.Audience;
import cloudy.api.Health;
import cloudy.api.Offer;
import cloudy.api.Txt;
import cloudy.api.form.Texts;
import cloudy.api.network.Outcome;
import cloudy.api.registry.LocalService;
import cloudy.api.registry.LocalService.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BoardTest {

    private final Bench bench = new Bench();
    private final FakePublisher mdns = bench.publisher(new FakePublisher("mdns", Audience.LAN).willing());

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void checksAtOnceAndAnnouncesWhatIsUp() {
        bench.add(new FakeService("pads"));

        LocalService pads = bench.until("pads", Run.UP);

        assertThat(pads.bundle()).isEqualTo("org.example");
        assertThat(pads.offers())
                .extracting(LocalService.Announced::offer)
                .containsExactly(Offer.of("pads", "Service pads", 9001));
        bench.untilWanted(mdns, "org.example/pads/pads");
        bench.await(() -> Outcome.announced().equals(bench.outcome("pads", "mdns")));
    }

    @Test
    void asksEveryThirtySecondsOrSo() {
        var pads = new FakeService("pads");
        bench.add(pads);
        bench.until("pads", Run.UP);

        bench.pass(26);
        assertThat(pads.rounds).hasValue(1);
        bench.pass(7);
        assertThat(pads.rounds).hasValue(2);
        bench.pass(3_000 - 33);
        assertThat(pads.rounds).as("27 to 33 s each").satisfies(all -> assertThat(all.get())
                .isBetween(91, 112));
    }

    @Test
    void withdrawsAfterThreeFailuresAndAnnouncesOnRecovery() {
        var healthy = new AtomicInteger(1);
        var pads = new FakeService("pads")
                .checking(() -> healthy.get() > 0 ? Health.up() : Health.down("the disk is full"));
        bench.add(pads);
        bench.until("pads", Run.UP);
        bench.untilWanted(mdns, "org.example/pads/pads");

        healthy.set(0);
        for (int round = 2; round <= 3; round++) {
            bench.pass(33);
            bench.untilRounds(pads, round);
            bench.until("pads", Run.FAILING);
            assertThat(mdns.calls).isEmpty();
        }
        bench.pass(33);
        assertThat(bench.until("pads", Run.DOWN).reason()).isEqualTo("the disk is full");
        bench.untilWanted(mdns);
        assertThat(bench.outcome("pads", "mdns").reason()).isEqualTo("it is not up");

        healthy.set(1);
        bench.pass(33);
        bench.until("pads", Run.UP);
        bench.untilWanted(mdns, "org.example/pads/pads");
    }

    @Test
    void followsWhatAServiceOffers() {
        var count = new AtomicInteger(2);
        var shares = new FakeService("shares").offering(described -> {
            List<Offer> offers = new ArrayList<>();
            for (int i = 0; i < count.get(); i++) {
                offers.add(Offer.of("webdav", "Share " + i, 80).withKey("s" + i));
            }
            return offers;
        });
        bench.add(shares);
        bench.untilWanted(mdns, "org.example/shares/s0", "org.example/shares/s1");

        count.set(0);
        bench.pass(33);
        bench.untilWanted(mdns);
        assertThat(bench.until("shares", Run.UP).offers()).isEmpty();

        count.set(3);
        bench.pass(33);
        bench.untilWanted(mdns, "org.example/shares/s0", "org.example/shares/s1", "org.example/shares/s2");
    }

    @Test
    void announcesTheFactsOfACheck() {
        bench.add(new FakeService("sync").checking(() -> Health.up().with("node_id", "MFZ")));

        bench.untilWanted(mdns, "org.example/sync/sync");

        assertThat(bench.last(mdns).wanted().get(0).offer().txt()).isEqualTo(Txt.parse("node_id=MFZ"));
    }

    @Test
    void listsAServiceThatIsOffAndAsksItNothing() {
        var pads = new FakeService("pads").with("cloudy.enabled", "false");
        bench.add(pads);

        LocalService off = bench.until("pads", Run.OFF);

        bench.pass(100);
        assertThat(pads.rounds).hasValue(0);
        assertThat(pads.held).hasValue(0);
        assertThat(off.wish().enabled()).isFalse();
        assertThat(bench.outcome("pads", "mdns").reason()).isEqualTo("it is switched off");
    }

    @Test
    void switchingOffWithdrawsAtOnceAndOnBringsItBack() {
        var pads = new FakeService("pads");
        Object reference = bench.add(pads);
        bench.untilWanted(mdns, "org.example/pads/pads");

        pads.properties.put("cloudy.enabled", false);
        bench.board.modified(reference);
        bench.until("pads", Run.OFF);
        bench.untilWanted(mdns);
        int rounds = pads.rounds.get();
        bench.pass(100);
        assertThat(pads.rounds).hasValue(rounds);

        pads.properties.put("cloudy.enabled", true);
        bench.board.modified(reference);
        bench.until("pads", Run.UP);
        bench.untilWanted(mdns, "org.example/pads/pads");
    }

    @Test
    void checksButDoesNotAnnounceWhatShallNotBePublished() {
        bench.add(new FakeService("pads").with("cloudy.publish", "false"));

        bench.until("pads", Run.UP);

        bench.pass(1);
        assertThat(bench.last(mdns).ids()).isEmpty();
        assertThat(bench.outcome("pads", "mdns").reason()).isEqualTo("its settings say not to announce it");
    }

    @Test
    void theOperatorNarrowsTheAudienceOfEveryOffer() {
        FakePublisher serf = bench.publisher(new FakePublisher("serf", Audience.COMMUNITY).willing());
        var pads = new FakeService("pads")
                .with("cloudy.audience", "LAN")
                .offering(described -> List.of(Offer.of("a", "A", 1), Offer.of("b", "B", 2)));
        Object reference = bench.add(pads);
        bench.untilWanted(mdns, "org.example/pads/a", "org.example/pads/b");
        assertThat(bench.last(serf).ids()).isEmpty();
        assertThat(bench.outcome("pads", "serf").reason()).isEqualTo("it is meant for the LAN only");
        assertThat(bench.service("pads").offers()).allMatch(each -> each.offer().audience() == Audience.LAN);

        bench.pass(1);
        pads.properties.put("cloudy.audience", "community");
        pads.offering(described ->
                List.of(Offer.of("a", "A", 1), Offer.of("b", "B", 2).to(Audience.LAN)));
        bench.board.modified(reference);

        bench.untilWanted(serf, "org.example/pads/a");
    }

    @Test
    void isMisconfiguredWithABadSetting() {
        var pads = new FakeService("pads").with("cloudy.port", "80a");
        Object reference = bench.add(pads);

        assertThat(bench.until("pads", Run.MISCONFIGURED).reason())
                .isEqualTo("cloudy.port: must be a number, not \"80a\"");
        assertThat(pads.rounds).hasValue(0);

        pads.properties.put("cloudy.port", "9002");
        bench.board.modified(reference);
        bench.until("pads", Run.UP);
        bench.untilWanted(mdns, "org.example/pads/pads");
        assertThat(bench.last(mdns).wanted().get(0).offer().port()).isEqualTo(9002);
    }

    @Test
    void changedPropertiesAreFollowedAtOnce() {
        var pads = new FakeService("pads");
        Object reference = bench.add(pads);
        bench.untilWanted(mdns, "org.example/pads/pads");
        bench.pass(1);

        pads.properties.put("cloudy.description", "Pads for all");
        bench.board.modified(reference);

        bench.untilRounds(pads, 2);
        bench.await(() -> bench.last(mdns).wanted().get(0).offer().description().equals("Pads for all"));
    }

    @Test
    void aCheckThatChangesItsOwnPropertiesDoesNotSpin() {
        var pads = new FakeService("pads");
        var reference = new Object[1];
        pads.checking(() -> {
            bench.board.modified(reference[0]);
            assertThat(bench.board.all()).isNotNull();
            return Health.up();
        });
        reference[0] = bench.add(pads);

        bench.until("pads", Run.UP);
        bench.pass(10);

        assertThat(pads.rounds).hasValueLessThanOrEqualTo(22);
        assertThat(bench.service("pads").run()).isEqualTo(Run.UP);
    }

    @Test
    void coalescesABurst() {
        for (int i = 0; i < 50; i++) {
            bench.add(new FakeService("s" + i));
        }
        bench.pass(1);

        bench.await(() -> bench.last(mdns).wanted().size() == 50);
        assertThat(bench.calls).as("one for none, one for all").isEqualTo(2);
    }

    @Test
    void aSlowPublisherHarmsNoOther() {
        var blocked = new java.util.concurrent.CountDownLatch(1);
        var slow = new FakePublisher("slow", Audience.LAN);
        slow.manner = call -> {
            try {
                blocked.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
        var broken = new FakePublisher("broken", Audience.LAN);
        broken.manner = call -> {
            throw new IllegalStateException("out of sockets");
        };
        bench.publisher(slow);
        bench.publisher(broken);

        bench.add(new FakeService("pads"));

        bench.untilWanted(mdns, "org.example/pads/pads");
        bench.await(() -> bench.outcomes("pads").size() == 2);
        assertThat(bench.outcome("pads", "mdns")).isEqualTo(Outcome.announced());
        assertThat(bench.outcome("pads", "broken").reason()).isEqualTo("the carrier failed: out of sockets");
        blocked.countDown();
    }

    @Test
    void aPublisherThatComesLaterGetsAll() {
        bench.add(new FakeService("pads"));
        bench.untilWanted(mdns, "org.example/pads/pads");

        FakePublisher late = bench.publisher(new FakePublisher("late", Audience.LAN));

        bench.untilWanted(late, "org.example/pads/pads");
    }

    @Test
    void aPublisherThatGoesIsNotListed() {
        bench.add(new FakeService("pads"));
        bench.until("pads", Run.UP);
        bench.await(() -> bench.outcomes("pads").containsValue(Outcome.announced()));

        bench.board.removeOutlet(mdns);
        bench.board.removeOutlet(mdns);
        bench.pass(1);

        assertThat(bench.outcomes("pads")).isEmpty();
    }

    @Test
    void theRevisionGrowsWithEveryDifference() {
        long empty = bench.board.revision();
        bench.add(new FakeService("pads"));
        bench.until("pads", Run.UP);
        long up = bench.board.revision();
        assertThat(up).isGreaterThan(empty);

        bench.await(() -> bench.outcomes("pads").containsValue(Outcome.announced()));
        long announced = bench.board.revision();
        bench.pass(200);

        assertThat(announced).isGreaterThan(up);
        assertThat(bench.board.revision()).as("the same again and again").isEqualTo(announced);
    }

    @Test
    void listsWhatCannotStart() {
        Map<String, Object> off = Map.of("cloudy.enabled", "false");
        bench.board.lack(List.of(
                new Lacking("b", "org.b", Texts.of("it needs x.Y, which nobody provides"), Map.of(), Map.of()),
                new Lacking("a", "org.a", Texts.of("it needs its settings: etc/a.cfg"), off, off)));
        bench.loop.run();

        assertThat(bench.board.all()).extracting(LocalService::id).containsExactly("a", "b");
        assertThat(bench.board.all()).extracting(LocalService::run).containsExactly(Run.OFF, Run.MISCONFIGURED);
        LocalService b = bench.board.all().get(1);

        bench.pass(60);
        bench.board.lack(List.of(
                new Lacking("b", "org.b", Texts.of("it needs x.Y, which nobody provides"), Map.of(), Map.of())));
        bench.loop.run();
        assertThat(bench.board.all()).as("since then").containsExactly(b);

        bench.board.lack(List.of());
        bench.loop.run();
        assertThat(bench.board.all()).isEmpty();
    }

    @Test
    void whatIsRegisteredIsNotLacking() {
        bench.add(new FakeService("pads"));
        bench.until("pads", Run.UP);

        bench.board.lack(List.of(new Lacking("org.example/pads", "org.example", Texts.of("x"), Map.of(), Map.of())));
        bench.loop.run();

        assertThat(bench.service("pads").run()).isEqualTo(Run.UP);
    }

    @Test
    void aNewIntervalHoldsFromNowOn() {
        var pads = new FakeService("pads");
        bench.add(pads);
        bench.until("pads", Run.UP);
        bench.pass(1);

        bench.board.configure(5);
        bench.untilRounds(pads, 2);

        bench.pass(6);
        bench.untilRounds(pads, 3);
    }

    @Test
    void anIntervalOutOfBoundsIsTheNearestOne() {
        var pads = new FakeService("pads");
        bench.add(pads);
        bench.until("pads", Run.UP);
        bench.pass(1);
        bench.board.configure(-7);
        bench.untilRounds(pads, 2);

        bench.pass(4);
        assertThat(pads.rounds).hasValue(2);
        bench.pass(2);
        bench.untilRounds(pads, 3);
    }

    @Test
    void itsEndWithdrawsEverythingAndLetsGo() {
        var pads = new FakeService("pads");
        bench.add(pads);
        bench.untilWanted(mdns, "org.example/pads/pads");

        bench.board.close();
        bench.loop.run();

        assertThat(mdns.next().wanted()).isEmpty();
        org.awaitility.Awaitility.await().until(() -> pads.held.get() == 0);
        assertThat(bench.ended).isTrue();
    }
}
