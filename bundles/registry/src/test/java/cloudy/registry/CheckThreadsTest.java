// SPDX-License-Identifier: Apache-2.0
package cloudy.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CheckThreadsTest {

    private final ManualLoop loop = new ManualLoop();
    private final CheckThreads threads =
            new CheckThreads(loop, Threads.many("cloudy-registry-check"), CheckThreads.LIMIT);
    private final CountDownLatch end = new CountDownLatch(1);
    private final List<String> told = new ArrayList<>();

    @AfterEach
    void close() {
        end.countDown();
        threads.close();
    }

    @Test
    void tellsWhenTheWorkIsDone() {
        CheckThreads.Job job = start("a", () -> {});

        loop.runUntil(job::isOver);

        assertThat(told).containsExactly("a done", "a over");
    }

    @Test
    void interruptsAfterFiveSecondsAndTellsAtOnce() {
        var begun = new CountDownLatch(1);
        CheckThreads.Job job = start("a", () -> {
            begun.countDown();
            forever();
        });
        loop.run();
        pass(begun);
        loop.pass(CheckThreads.LIMIT.minusMillis(1));
        assertThat(told).isEmpty();

        loop.pass(java.time.Duration.ofMillis(1));

        assertThat(told).startsWith("a late");
        loop.runUntil(job::isOver);
        assertThat(told).containsExactly("a late", "a over");
    }

    @Test
    void thatWhichIgnoresInterruptionKeepsOneThreadAndHoldsUpNobody() {
        List<CheckThreads.Job> stubborn = new ArrayList<>();
        var begun = new AtomicInteger();
        for (int i = 0; i < 40; i++) {
            stubborn.add(start("s" + i, () -> {
                begun.incrementAndGet();
                stubborn();
            }));
        }
        loop.run();
        for (int running : List.of(16, 32, 40)) {
            // One that has not begun in earnest is not begun any more once its time is over.
            await().until(() -> begun.get() == running);
            loop.pass(CheckThreads.LIMIT);
        }
        assertThat(told).hasSize(40).allMatch(line -> line.endsWith(" late"));

        CheckThreads.Job other = start("other", () -> {});
        loop.runUntil(other::isOver);

        assertThat(told).contains("other done");
        end.countDown();
        loop.runUntil(() -> stubborn.stream().allMatch(CheckThreads.Job::isOver));
    }

    @Test
    void threadsAreBoundedWhateverHangs() {
        var began = new AtomicInteger();
        var running = new AtomicInteger();
        var most = new AtomicInteger();
        List<CheckThreads.Job> all = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            all.add(start("s" + i, () -> {
                began.incrementAndGet();
                most.accumulateAndGet(running.incrementAndGet(), Math::max);
                stubborn();
                running.decrementAndGet();
            }));
        }
        loop.run();
        for (int hanging = 16; hanging <= 64; hanging += 16) {
            // The manual clock is faster than threads start, and who is late before it began never begins.
            int begun = hanging;
            Awaitility.await().until(() -> began.get() == begun);
            loop.pass(CheckThreads.LIMIT);
        }

        loop.pass(CheckThreads.LIMIT);
        assertThat(began).hasValue(64);
        end.countDown();
        loop.runUntil(() -> all.stream().allMatch(CheckThreads.Job::isOver));
        assertThat(most).hasValue(64);
    }

    @Test
    void aCancelledOneIsNotHeardOfAgain() {
        var begun = new CountDownLatch(1);
        CheckThreads.Job job = start("a", () -> {
            begun.countDown();
            forever();
        });
        loop.run();
        pass(begun);

        job.cancel();

        loop.runUntil(job::isOver);
        assertThat(told).containsExactly("a over");
    }

    @Test
    void oneThatIsCancelledBeforeItBeganNeverBegins() {
        var ran = new AtomicBoolean();
        CheckThreads.Job job = start("a", () -> ran.set(true));

        job.cancel();

        assertThat(job.isOver()).isTrue();
        loop.run();
        CheckThreads.Job next = start("b", () -> {});
        loop.runUntil(next::isOver);
        assertThat(ran).isFalse();
    }

    @Test
    void anInterruptDoesNotReachTheNextJob() {
        for (int i = 0; i < 200; i++) {
            var interrupted = new AtomicBoolean();
            CheckThreads.Job one = start("a" + i, () -> {});
            loop.run();
            one.cancel();
            loop.runUntil(one::isOver);
            CheckThreads.Job two =
                    start("b" + i, () -> interrupted.set(Thread.currentThread().isInterrupted()));
            loop.runUntil(two::isOver);
            assertThat(interrupted).isFalse();
        }
    }

    @Test
    void leavesNoTimerBehind() {
        CheckThreads.Job job = start("a", () -> {});
        loop.runUntil(job::isOver);

        assertThat(loop.timers()).isZero();
    }

    @Test
    void runsWhatWaitsWhenItCloses() {
        var ran = new CountDownLatch(1);
        start("release", ran::countDown);

        threads.close();

        pass(ran);
    }

    private CheckThreads.Job start(String name, Runnable work) {
        CheckThreads.Job job = threads.start(work);
        job.whenDone(() -> told.add(name + " done"));
        job.whenLate(() -> told.add(name + " late"));
        job.whenOver(() -> told.add(name + " over"));
        return job;
    }

    private void forever() {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void stubborn() {
        boolean ended = false;
        while (!ended) {
            try {
                end.await();
                ended = true;
            } catch (InterruptedException e) {
                ended = false;
            }
        }
    }

    private static void pass(CountDownLatch latch) {
        await().until(() -> latch.getCount() == 0);
    }
}
