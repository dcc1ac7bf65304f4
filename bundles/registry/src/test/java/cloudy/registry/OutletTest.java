// SPDX-License-Identifier: Apache-2.0
package cloudy.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cloudy.api.Audience;
import cloudy.api.Offer;
import cloudy.api.network.Outcome;
import cloudy.api.network.Publisher;
import cloudy.api.network.Wanted;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class OutletTest {

    private static final Wanted A = new Wanted("a", Offer.of("a", "A", 1));
    private static final Wanted B = new Wanted("b", Offer.of("b", "B", 2));
    private static final Wanted LAN = new Wanted("lan", Offer.of("lan", "L", 3).to(Audience.LAN));

    private final ManualLoop loop = new ManualLoop();
    private final FakePublisher serf = new FakePublisher("serf", Audience.COMMUNITY);
    private final AtomicInteger changes = new AtomicInteger();

    @Test
    void handsOverTheWholeSetInOrder() {
        Outlet outlet = met(serf);

        outlet.want(List.of(B, A));

        assertThat(serf.next().wanted()).containsExactly(B, A);
        assertThat(outlet.carrier()).contains("serf");
    }

    @Test
    void handsOverOnlyWhatItsCircleMayHear() {
        Outlet outlet = met(serf);
        outlet.want(List.of(LAN, A));

        assertThat(serf.next().wanted()).containsExactly(A);
        assertThat(outlet.outcome(LAN).map(Outcome::reason)).contains("it is meant for the LAN only");

        var mdns = new FakePublisher("mdns", Audience.LAN);
        met(mdns).want(List.of(LAN, A));
        assertThat(mdns.next().wanted()).containsExactly(LAN, A);
    }

    @Test
    void asksOnlyForAnotherSet() {
        Outlet outlet = met(serf);
        outlet.want(List.of());
        assertThat(serf.next().wanted()).isEmpty();
        outlet.want(List.of(LAN));
        outlet.want(List.of(A));
        assertThat(serf.next().ids()).containsExactly("a");
        outlet.want(List.of(A, LAN));
        outlet.want(List.of(A, B));

        assertThat(serf.next().ids()).containsExactly("a", "b");
        outlet.want(List.of(B, A));
        assertThat(serf.next().ids()).as("another importance").containsExactly("b", "a");
        assertThat(serf.calls).isEmpty();
    }

    @Test
    void skipsWhatWasOvertaken() {
        var go = new CountDownLatch(1);
        serf.manner = call -> await(go);
        Outlet outlet = met(serf);
        outlet.want(List.of(A));
        serf.next();

        for (int port = 1; port < 1_000; port++) {
            outlet.want(List.of(new Wanted("x", Offer.of("x", "X", port))));
        }
        go.countDown();

        assertThat(serf.next().wanted().get(0).offer().port()).isEqualTo(999);
        assertThat(serf.calls).isEmpty();
    }

    @Test
    void mergesOutcomesAsTheyCome() {
        Outlet outlet = met(serf);
        outlet.want(List.of(A, B));
        FakePublisher.Call call = serf.next();
        assertThat(outlet.outcome(A)).isEmpty();

        call.answer().accept(Map.of("a", Outcome.announced()));
        call.answer().accept(Map.of("b", Outcome.noRoom("512 bytes"), "stranger", Outcome.announced()));
        loop.run();

        assertThat(outlet.outcome(A)).contains(Outcome.announced());
        assertThat(outlet.outcome(B)).contains(Outcome.noRoom("512 bytes"));
        int before = changes.get();
        call.answer().accept(Map.of("a", Outcome.announced()));
        loop.run();
        assertThat(changes).as("nothing new").hasValue(before);
    }

    @Test
    void anAnswerToAnEarlierSetCountsForWhatHasNotChanged() {
        Outlet outlet = met(serf);
        outlet.want(List.of(A, B));
        FakePublisher.Call first = serf.next();
        var changed = new Wanted("b", Offer.of("b", "B", 22));
        outlet.want(List.of(A, changed));
        serf.next();

        first.all(Outcome.announced());
        loop.run();

        assertThat(outlet.outcome(A)).contains(Outcome.announced());
        assertThat(outlet.outcome(changed)).isEmpty();
    }

    @Test
    void forgetsTheOutcomeOfWhatChanged() {
        Outlet outlet = met(serf.willing());
        outlet.want(List.of(A, B));
        loop.runUntil(() -> outlet.outcome(B).isPresent());
        serf.manner = call -> {};
        var changed = new Wanted("b", Offer.of("b", "B", 22));

        outlet.want(List.of(A, changed));

        assertThat(outlet.outcome(A)).contains(Outcome.announced());
        assertThat(outlet.outcome(changed)).isEmpty();
    }

    @Test
    void aFailureIsTheOutcomeOfAll() {
        serf.manner = call -> {
            throw new NoClassDefFoundError("gone");
        };
        Outlet outlet = met(serf);
        outlet.want(List.of(A));

        loop.runUntil(() -> outlet.outcome(A).isPresent());

        assertThat(outlet.outcome(A).map(Outcome::reason)).contains("the carrier failed: NoClassDefFoundError: gone");
        serf.willing();
        outlet.want(List.of(A, B));
        loop.runUntil(() -> outlet.outcome(A).equals(Optional.of(Outcome.announced())));
    }

    @Test
    void survivesAnswersThatHoldNull() {
        Outlet outlet = met(serf);
        outlet.want(List.of(A));
        FakePublisher.Call call = serf.next();
        Map<String, Outcome> odd = new HashMap<>();
        odd.put("a", null);
        odd.put(null, Outcome.announced());

        call.answer().accept(odd);
        call.answer().accept(Map.of("a", Outcome.withheld("x".repeat(1_000))));
        loop.run();

        assertThat(outlet.outcome(A).orElseThrow().reason()).hasSize(200);
    }

    @Test
    void doesNotWaitForAPublisherThatIsNotThereYet() {
        var go = new CountDownLatch(1);
        var slow = new Outlet(
                loop,
                new Outlet.Source() {
                    @Override
                    public Publisher get() {
                        await(go);
                        return serf;
                    }

                    @Override
                    public void release(Publisher publisher) {
                        serf.release(publisher);
                    }
                },
                changes::incrementAndGet);
        slow.want(List.of(A));
        loop.run();
        assertThat(slow.carrier()).isEmpty();

        go.countDown();
        loop.runUntil(() -> slow.carrier().isPresent());
        slow.want(List.of(A));

        assertThat(serf.next().ids()).containsExactly("a");
    }

    @Test
    void doesWithoutAPublisherThatDoesNotSayWhatItReaches() {
        var odd = new Outlet(loop, new FakePublisher("odd", null), changes::incrementAndGet);
        Outlet outlet = met(serf);

        odd.want(List.of(A));
        outlet.want(List.of(A));

        assertThat(serf.next().ids()).containsExactly("a");
        assertThat(odd.carrier()).isEmpty();
    }

    @Test
    void letsAPublisherGo() {
        Outlet outlet = met(serf.willing());
        outlet.want(List.of(A));
        loop.runUntil(() -> outlet.outcome(A).isPresent());
        serf.next();

        outlet.gone();

        await(serf.released);
        assertThat(outlet.carrier()).isEmpty();
        assertThat(serf.calls).as("it withdraws by itself").isEmpty();
        outlet.want(List.of(B));
        assertThat(serf.calls).isEmpty();
    }

    @Test
    void asksForNothingWhenTheRegistryGoes() {
        Outlet outlet = met(serf);
        outlet.want(List.of(A));
        serf.next();

        outlet.close();

        assertThat(serf.next().wanted()).isEmpty();
        await(serf.released);
    }

    private Outlet met(FakePublisher publisher) {
        var outlet = new Outlet(loop, publisher, changes::incrementAndGet);
        loop.runUntil(() -> outlet.carrier().isPresent());
        return outlet;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
