// SPDX-License-Identifier: Apache-2.0
package cloudy.serf;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class HandoverTest {

    private static final Endpoint AGENT = new Endpoint("127.0.0.1", 7373);
    private static final Endpoint OTHER = new Endpoint("10.0.0.7", 7373);

    private final ManualExecutor work = new ManualExecutor();
    private final List<String> withdrawn = Collections.synchronizedList(new ArrayList<>());
    private final Handover handover = new Handover(work);

    @Test
    void whatNobodyTakesOverIsWithdrawnSoon() {
        leave(AGENT, "first");
        work.pass(Duration.ofMillis(2_900));
        assertThat(withdrawn).isEmpty();

        work.pass(Duration.ofMillis(200));
        assertThat(withdrawn).containsExactly("first");
        work.pass(Duration.ofMinutes(1));
        assertThat(withdrawn).hasSize(1);
    }

    @Test
    void whatTheNextOneTakesOverStays() {
        leave(AGENT, "first");
        handover.take(AGENT);
        work.pass(Duration.ofMinutes(1));

        assertThat(withdrawn).isEmpty();
    }

    @Test
    void theTagOfAnotherAgentIsNotTakenOver() {
        leave(AGENT, "first");
        handover.take(OTHER);
        work.pass(Duration.ofMinutes(1));

        assertThat(withdrawn).containsExactly("first");
    }

    @Test
    void eachChangeOfManyPutsTheWithdrawalOff() {
        for (int i = 0; i < 5; i++) {
            leave(AGENT, "change " + i);
            work.pass(Duration.ofSeconds(2));
            handover.take(AGENT);
        }
        leave(AGENT, "last");
        work.pass(Duration.ofMinutes(1));

        assertThat(withdrawn).containsExactly("last");
    }

    @Test
    void anAgentThatIsLeftForAnotherIsNotForgotten() {
        leave(AGENT, "first");
        leave(OTHER, "second");
        work.run();
        assertThat(withdrawn).containsExactly("first");

        work.pass(Duration.ofMinutes(1));
        assertThat(withdrawn).containsExactly("first", "second");
    }

    @Test
    void whenTheBundleStopsNobodyIsWaitedFor() {
        leave(AGENT, "first");
        handover.close();
        assertThat(withdrawn).containsExactly("first");

        leave(AGENT, "late");
        assertThat(withdrawn).containsExactly("first", "late");
    }

    @Test
    void whatWasTakenOverOutlivesTheEndOfTheBundleInOtherHands() {
        leave(AGENT, "first");
        handover.take(AGENT);
        handover.close();

        assertThat(withdrawn).isEmpty();
    }

    @Test
    void thePauseBetweenWritesCountsFromTheLastOneWhoeverWroteIt() {
        LastWrite last = handover.lastWrite();
        assertThat(last.left(Duration.ofSeconds(5), 0)).isNotPositive();

        last.at(Duration.ofSeconds(100).toNanos());
        assertThat(handover.lastWrite()
                        .left(Duration.ofSeconds(5), Duration.ofSeconds(102).toNanos()))
                .isEqualTo(Duration.ofSeconds(3).toNanos());
        assertThat(last.left(Duration.ofSeconds(5), Duration.ofSeconds(106).toNanos()))
                .isNotPositive();
    }

    @Test
    void aNodeThatStopsDoesNotWaitForAnAgentThatDoesNotAnswer() {
        var never = new CountDownLatch(1);
        handover.leave(AGENT, timer -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        long begin = System.nanoTime();
        handover.close();

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(10));
        never.countDown();
    }

    private void leave(Endpoint agent, String what) {
        handover.leave(agent, timer -> withdrawn.add(what));
    }
}
