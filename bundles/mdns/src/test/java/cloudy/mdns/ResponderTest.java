// SPDX-License-Identifier: Apache-2.0
package cloudy.mdns;

import static org.assertj.core.api.Assertions.assertThat;

import cloudy.mdns.wire.Message;
import cloudy.mdns.wire.Name;
import cloudy.mdns.wire.Question;
import cloudy.mdns.wire.Rdata;
import cloudy.mdns.wire.RecordType;
import cloudy.mdns.wire.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ResponderTest {

    private static final Name HOST = Say.host("alpha");
    private static final Entry NODE = Entry.host(HOST, Say.address("10.0.0.1"));
    private static final Entry WEB = Entry.service("Web @alpha", Say.type("web"), HOST, 80, List.of("a=1"));

    private final VirtualTime time = new VirtualTime();
    private final RecordingWire wire = new RecordingWire();
    private final List<Name> announced = new ArrayList<>();
    private final List<Name> taken = new ArrayList<>();
    private final Responder responder = responder(wire);

    private Responder responder(Wire on) {
        var listener = new Responder.Listener() {
            @Override
            public void announced(Name owner) {
                announced.add(owner);
            }

            @Override
            public void taken(Name owner) {
                taken.add(owner);
            }
        };
        var reach = new Replies.Reach(Say.PORT, address -> true);
        var own = Say.address("10.0.0.1");
        return new Responder(time, on, new Random(1), own::equals, listener, reach);
    }

    @Test
    void asksThreeTimesBeforeItAnnounces() {
        responder.want(List.of(NODE, WEB));

        time.pass(720);
        List<Message> probes = wire.multicasts();
        assertThat(probes).hasSize(3);
        assertThat(probes).allSatisfy(probe -> {
            assertThat(probe.response()).isFalse();
            assertThat(probe.questions())
                    .containsExactly(
                            Question.of(NODE.owner(), RecordType.ANY), Question.of(WEB.owner(), RecordType.ANY));
            assertThat(probe.authorities()).extracting(Resource::fact).containsExactlyElementsOf(facts(NODE, WEB));
        });
        assertThat(announced).isEmpty();

        time.pass(280);
        assertThat(announced).containsExactly(NODE.owner(), WEB.owner());
        assertThat(wire.told()).containsExactlyInAnyOrderElementsOf(records(NODE, WEB));
    }

    @Test
    void isOnTheWireWithinOneSecondWhateverChanceSays() {
        for (int seed = 0; seed < 200; seed++) {
            var link = new RecordingWire();
            var reach = new Replies.Reach(Say.PORT, address -> true);
            var listener = new Responder.Listener() {
                @Override
                public void announced(Name owner) {}

                @Override
                public void taken(Name owner) {}
            };
            new Responder(time, link, new Random(seed), address -> false, listener, reach).want(List.of(WEB));
            time.pass(960);
            assertThat(link.told()).isNotEmpty();
        }
    }

    @Test
    void announcesThreeTimesAndThenIsQuiet() {
        responder.want(List.of(WEB));
        time.pass(10_000);

        assertThat(wire.multicasts().stream().filter(Message::response)).hasSize(3);
        time.pass(3_600_000);
        assertThat(wire.multicasts()).isEmpty();
        assertThat(time.waiting()).isZero();
    }

    @Test
    void leavesAloneWhatIsWantedUnchanged() {
        announce(NODE, WEB);

        responder.want(List.of(WEB, NODE));
        time.pass(10_000);

        assertThat(wire.multicasts()).isEmpty();
        assertThat(responder.isAnnounced(WEB.owner())).isTrue();
    }

    @Test
    void saysGoodbyeAtOnceToWhatIsWantedNoLonger() {
        announce(NODE, WEB);

        responder.want(List.of(NODE));

        List<Resource> told = wire.told();
        assertThat(told).allMatch(record -> record.ttl() == 0);
        // Not that the type is gone: others may have it.
        assertThat(told)
                .extracting(Resource::fact)
                .containsExactlyInAnyOrderElementsOf(WEB.records()
                        .filter(record -> !record.name().equals(Entry.TYPES))
                        .map(Resource::fact)
                        .toList());
        time.pass(10_000);
        assertThat(wire.multicasts()).isEmpty();
    }

    @Test
    void saysGoodbyeToWhatIsWithdrawnBeforeItWasAnnouncedAsSoonAsNobodyElseCanHaveIt() {
        responder.want(List.of(WEB));
        time.pass(300);

        responder.want(List.of());
        time.pass(10_000);

        // A node that was killed may have announced it and begun anew.
        assertThat(wire.told())
                .allMatch(record -> record.ttl() == 0)
                .extracting(Resource::name)
                .contains(Say.type("web"), WEB.owner())
                .doesNotContain(Entry.TYPES);
        assertThat(announced).isEmpty();
        assertThat(time.waiting()).isZero();
    }

    @Test
    void saysNothingOfWhatIsWithdrawnAndSomebodyElses() {
        responder.want(List.of(WEB));
        time.pass(300);
        responder.want(List.of());

        responder.heard(Say.response(Say.server(WEB.owner(), Say.host("beta"), 80)));
        time.pass(10_000);

        assertThat(wire.told()).isEmpty();
        assertThat(taken).isEmpty();
    }

    @Test
    void announcesInTimeWhatIsWithdrawnAndWantedAgainBeforeItWasAnnounced() {
        responder.want(List.of(WEB));
        time.pass(300);
        responder.want(List.of());
        responder.want(List.of(WEB));

        time.pass(700);

        assertThat(announced).containsExactly(WEB.owner());
        assertThat(wire.told()).isNotEmpty().allMatch(record -> record.ttl() > 0);
    }

    @Test
    void keepsTheNameOfWhatIsWithdrawnAndWantedAgainInAHurry() {
        announce(WEB);
        responder.want(List.of());
        responder.want(List.of(WEB));
        Message goodbye = wire.multicasts().get(0);

        // What the network hands back late.
        responder.heard(goodbye);
        time.pass(10_000);

        assertThat(taken).isEmpty();
        assertThat(announced).containsExactly(WEB.owner());
        assertThat(wire.told()).extracting(Resource::fact).containsAll(facts(WEB));
    }

    @Test
    void tellsNewFactsOfAnOldNameWithoutAskingForItAgain() {
        announce(WEB);
        Entry moved = Entry.service("Web @alpha", Say.type("web"), HOST, 8080, List.of("a=2"));

        responder.want(List.of(moved));

        List<Message> said = wire.multicasts();
        assertThat(said).hasSize(1);
        assertThat(said.get(0).answers()).containsAll(moved.unique()).allMatch(record -> record.ttl() > 0);
        assertThat(moved.unique()).allMatch(Resource::unique);
        time.pass(20);
        responder.asked(Say.query(Question.of(WEB.owner(), RecordType.SRV)), Say.from("10.0.0.2"));
        time.pass(1_000);
        assertThat(wire.told())
                .contains(moved.unique().get(0))
                .doesNotContain(WEB.unique().get(0));
    }

    @Test
    void givesUpANameThatSomebodyAnswersFor() {
        responder.want(List.of(WEB));
        time.pass(400);

        responder.heard(Say.response(Say.server(WEB.owner(), Say.host("beta"), 80)));
        time.pass(10_000);

        assertThat(taken).containsExactly(WEB.owner());
        assertThat(announced).isEmpty();
        assertThat(wire.told()).isEmpty();
    }

    @Test
    void givesUpANameForAnyRecordThatSomebodyHasThere() {
        responder.want(List.of(NODE));
        time.pass(400);

        responder.heard(Say.response(Say.text(HOST, "not even an address")));

        assertThat(taken).containsExactly(HOST);
    }

    @Test
    void isNotStirredByItsOwnWords() {
        responder.want(List.of(NODE, WEB));
        time.pass(400);
        responder.heard(Say.response(NODE, WEB));
        responder.asked(Say.probe(WEB), Say.from("10.0.0.1"));
        time.pass(10_000);

        assertThat(taken).isEmpty();
        assertThat(announced).containsExactly(NODE.owner(), WEB.owner());
    }

    @Test
    void takesAnotherAddressOfOursForNoConflict() {
        var elsewhere = Entry.host(HOST, Say.address("10.9.9.9"));
        responder.want(List.of(elsewhere));
        time.pass(400);

        // This node on its other link, 10.0.0.1.
        responder.heard(Say.response(Say.address(HOST, "10.0.0.1")));
        responder.asked(Say.probe(NODE), Say.from("10.0.0.1"));
        time.pass(10_000);

        assertThat(taken).isEmpty();
        assertThat(announced).containsExactly(HOST);
    }

    @Test
    void defendsAnAnnouncedNameByAskingForItAgain() {
        announce(WEB);

        responder.heard(Say.response(Say.server(WEB.owner(), Say.host("beta"), 80)));
        assertThat(responder.isAnnounced(WEB.owner())).isFalse();
        time.pass(1_000);

        // Nobody answered the probes: the other one was mistaken.
        assertThat(taken).isEmpty();
        assertThat(responder.isAnnounced(WEB.owner())).isTrue();
    }

    @Test
    void givesUpAnAnnouncedNameWhenTheOtherInsists() {
        announce(WEB);
        var theirs = Say.response(Say.server(WEB.owner(), Say.host("beta"), 80));

        responder.heard(theirs);
        for (int i = 0; i < 40 && taken.isEmpty(); i++) {
            time.pass(100);
            // Who has a name answers whoever asks for it.
            if (wire.multicasts().stream()
                    .anyMatch(message -> !message.authorities().isEmpty())) {
                responder.heard(theirs);
            }
        }

        assertThat(taken).containsExactly(WEB.owner());
    }

    @Test
    void slowsDownUnderAStormOfConflicts() {
        announce(WEB);
        for (int i = 0; i < 200; i++) {
            responder.heard(Say.response(Say.server(WEB.owner(), Say.host("beta"), 80)));
            if (!taken.isEmpty()) {
                taken.clear();
                responder.want(List.of());
                responder.want(List.of(WEB));
            }
            time.pass(50);
        }

        // Ten seconds: an announcement each second and three probes for each would be 40 and more.
        assertThat(wire.multicasts()).hasSizeLessThan(60);
    }

    @Test
    void waitsWhenAnotherAsksForTheSameNameAtTheSameTimeAndIsLaterInTheAlphabet() {
        responder.want(List.of(WEB));
        time.pass(210);
        wire.multicasts();
        Entry theirs = Entry.service("Web @alpha", Say.type("web"), Say.host("zeta"), 80, List.of("z=1"));

        responder.asked(Say.probe(theirs), Say.from("10.0.0.2"));
        time.pass(900);
        assertThat(wire.multicasts()).isEmpty();
        assertThat(announced).isEmpty();

        // The other one has it now.
        time.pass(150);
        responder.heard(Say.response(theirs));
        assertThat(taken).containsExactly(WEB.owner());
    }

    @Test
    void goesOnWhenItIsLaterInTheAlphabetItself() {
        responder.want(List.of(WEB));
        time.pass(210);
        Entry theirs = Entry.service("Web @alpha", Say.type("web"), Say.host("aaaa"), 80, List.of("A=1"));

        responder.asked(Say.probe(theirs), Say.from("10.0.0.2"));
        time.pass(800);

        assertThat(announced).containsExactly(WEB.owner());
    }

    @Test
    void saysAgainWhatSomebodyTookBackInOurName() {
        announce(WEB);
        time.pass(5_000);

        responder.heard(Say.goodbye(WEB));
        responder.heard(Say.goodbye(WEB));

        // Once, however often it is provoked.
        assertThat(wire.multicasts()).hasSize(1);
    }

    @Test
    void saysGoodbyeToEverythingWhenItCloses() {
        announce(NODE, WEB);

        List<byte[]> goodbyes = responder.close();

        assertThat(goodbyes).hasSize(1);
        assertThat(wire.told())
                .allMatch(record -> record.ttl() == 0)
                .extracting(Resource::name)
                .contains(HOST, WEB.owner(), Say.type("web"));
        responder.asked(Say.query(Question.of(HOST, RecordType.A)), Say.from("10.0.0.2"));
        time.pass(10_000);
        assertThat(wire.multicasts()).isEmpty();
    }

    @Test
    void announcesManyServicesInFewMessages() {
        List<Entry> many = IntStream.range(0, 300)
                .mapToObj(i -> Entry.service("Service " + i, Say.type("many"), HOST, i, List.of("number=" + i)))
                .toList();
        responder.want(many);
        time.pass(1_000);

        List<Message> messages = wire.multicasts();
        assertThat(announced).hasSize(300);
        assertThat(messages.stream().filter(Message::response)).hasSizeLessThan(40);
        assertThat(messages.stream().filter(message -> !message.response())).hasSizeLessThan(3 * 30);
        assertThat(messages.stream()
                        .filter(Message::response)
                        .flatMap(Message::told)
                        .filter(record -> record.data() instanceof Rdata.Server))
                .hasSize(300);
    }

    private void announce(Entry... entries) {
        responder.want(List.of(entries));
        time.pass(10_000);
        assertThat(announced).hasSize(entries.length);
        announced.clear();
        wire.multicasts();
    }

    private static List<Resource> records(Entry... entries) {
        return List.of(entries).stream().flatMap(Entry::records).toList();
    }

    private static List<Resource.Fact> facts(Entry... entries) {
        return List.of(entries).stream()
                .flatMap(entry -> entry.unique().stream())
                .map(Resource::fact)
                .toList();
    }
}
