// SPDX-License-Identifier: Apache-2.0
package cloudy.serf;

import static org.assertj.core.api.Assertions.assertThat;

import cloudy.serf.rpc.Member;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UpkeepTest {

    private final ManualExecutor work = new ManualExecutor();
    private final MemberView view = new MemberView("00000000000000aa", Clock.systemUTC(), () -> {});
    private final Asked asked = new Asked();
    private Optional<Upkeep.Agent> agent = Optional.of(asked);
    private int addresses;
    private int tags;
    private boolean broken;

    private final Upkeep upkeep = new Upkeep(view, this::address, () -> tags++, () -> agent, work);

    @BeforeEach
    void begin() {
        view.own("me");
        view.told(member("me"));
        upkeep.start();
    }

    @Test
    void theAddressIsLookedAtEveryFiveSeconds() {
        work.pass(Duration.ofSeconds(61));

        assertThat(addresses).isEqualTo(12);
        assertThat(tags).isEqualTo(2);
    }

    @Test
    void theAddressIsLookedAtWhileThereIsNoAgent() {
        agent = Optional.empty();
        work.pass(Duration.ofSeconds(31));

        assertThat(addresses).isEqualTo(6);
        assertThat(upkeep.stats()).isEqualTo(AgentStats.UNKNOWN);
    }

    @Test
    void aLookThatFailsIsNotTheLast() {
        broken = true;
        work.pass(Duration.ofSeconds(11));
        broken = false;
        work.pass(Duration.ofSeconds(10));

        assertThat(addresses).isEqualTo(4);
    }

    @Test
    void whoComesIsAskedForSoonAndAFewTimesAgain() {
        work.pass(Duration.ofSeconds(4));
        view.told(member("other"));
        upkeep.look();
        work.pass(Duration.ofSeconds(3));
        assertThat(asked.distances).containsExactly(8, 8);

        work.pass(Duration.ofSeconds(22));
        assertThat(asked.distances).hasSize(5);
        asked.distances.clear();
        work.pass(Duration.ofSeconds(28));
        assertThat(asked.distances).containsExactly(64);
    }

    @Test
    void manyWhoComeAtOnceAreAskedForTogether() {
        for (int i = 0; i < 100; i++) {
            view.told(member("m" + i));
            upkeep.look();
        }
        work.pass(Duration.ofSeconds(4));

        assertThat(asked.distances).containsExactly(8);
    }

    @Test
    void whoGoesIsNotAskedFor() {
        view.told(member("other"));
        upkeep.look();
        work.pass(Duration.ofMinutes(5));
        asked.distances.clear();

        view.told(new Member("other", Optional.of(TestNode.address("10.0.0.2")), 5000, Map.of(), "failed"));
        upkeep.look();
        work.pass(Duration.ofSeconds(4));
        assertThat(asked.distances).isEmpty();
    }

    @Test
    void theAgentsFiguresAreKeptFresh() {
        asked.stats = figures(1, 3);
        work.pass(Duration.ofSeconds(31));
        assertThat(upkeep.stats().healthScore()).hasValue(3);

        upkeep.heard(AgentStats.UNKNOWN);
        assertThat(upkeep.stats()).isEqualTo(AgentStats.UNKNOWN);
    }

    @Test
    void theWholeListIsReadOnceAnHour() {
        work.pass(Duration.ofHours(3).plusMinutes(1));

        assertThat(asked.reads).isEqualTo(3);
    }

    @Test
    void theListIsReadSoonerWhereTheAgentCountsOthersThanWeDo() {
        asked.stats = figures(7, 0);
        work.pass(Duration.ofMinutes(11));

        assertThat(asked.reads).isEqualTo(2);
    }

    @Test
    void aDifferenceThatGoesByItselfIsNoReasonToReadEverything() {
        for (int i = 0; i < 20; i++) {
            asked.stats = figures(i % 2 == 0 ? 7 : 1, 0);
            work.pass(Duration.ofSeconds(30));
        }

        assertThat(asked.reads).isZero();
    }

    @Test
    void whoeverTheWholeListDoesNotNameIsGone() {
        view.told(member("ghost"));
        asked.told = List.of(member("me"), member("other"));
        work.pass(Duration.ofHours(1).plusSeconds(1));

        assertThat(view.member("ghost")).isEmpty();
        assertThat(view.member("other")).isPresent();
    }

    @Test
    void aListThatCannotBeReadTakesNobodyAway() {
        view.told(member("other"));
        asked.fails = true;
        asked.stats = figures(2, 0);
        work.pass(Duration.ofHours(1).plusSeconds(1));

        assertThat(asked.reads).isEqualTo(1);
        assertThat(view.member("other")).isPresent();
    }

    @Test
    void figuresThatDoNotComeAreAskedForAgain() {
        asked.statsFail = true;
        work.pass(Duration.ofSeconds(31));
        asked.statsFail = false;
        asked.stats = figures(1, 5);
        work.pass(Duration.ofSeconds(30));

        assertThat(upkeep.stats().healthScore()).hasValue(5);
    }

    private void address() {
        addresses++;
        if (broken) {
            throw new IllegalStateException("as the test wants");
        }
    }

    private static AgentStats figures(int members, int health) {
        return new AgentStats("me", OptionalInt.of(members), OptionalInt.of(health), Map.of());
    }

    private static Member member(String name) {
        return new Member(name, Optional.of(TestNode.address("10.0.0.2")), 5000, Map.of(), "alive");
    }

    /** An agent that counts what it is asked for. */
    private final class Asked implements Upkeep.Agent {

        private final List<Integer> distances = new ArrayList<>();
        private AgentStats stats = figures(1, 0);
        private List<Member> told = List.of(member("me"));
        private int reads;
        private boolean fails;
        private boolean statsFail;

        @Override
        public void distances(int atMost) {
            distances.add(atMost);
        }

        @Override
        public CompletableFuture<AgentStats> stats() {
            return statsFail
                    ? CompletableFuture.failedFuture(new IllegalStateException("lost"))
                    : CompletableFuture.completedFuture(stats);
        }

        @Override
        public CompletableFuture<Void> readAll() {
            reads++;
            if (fails) {
                return CompletableFuture.failedFuture(new IllegalStateException("lost"));
            }
            told.forEach(view::told);
            return CompletableFuture.completedFuture(null);
        }
    }
}
