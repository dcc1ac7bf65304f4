// SPDX-License-Identifier: Apache-2.0
package cloudy.rest.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TimerThreadTest {

    private final LinkedBlockingQueue<String> done = new LinkedBlockingQueue<>();

    @Test
    void doesThingsInOrderOnADaemonThreadOfItsName() throws Exception {
        try (var timer = new TimerThread("cloudy-test")) {
            timer.after(500, () -> done.add("second"));
            timer.after(
                    0,
                    () -> done.add(Thread.currentThread().getName()
                            + Thread.currentThread().isDaemon()));

            assertThat(List.of(next(), next())).containsExactly("cloudy-testtrue", "second");
        }
    }

    @Test
    void whatFailsDoesNotKeepTheNextFromBeingDone() throws Exception {
        try (var timer = new TimerThread("cloudy-test")) {
            timer.after(0, () -> {
                throw new IllegalStateException("on purpose");
            });
            timer.after(0, () -> done.add("next"));

            assertThat(next()).isEqualTo("next");
        }
    }

    @Test
    void nothingIsDoneAfterTheEnd() throws Exception {
        var timer = new TimerThread("cloudy-test");
        var begun = new CountDownLatch(1);
        var ended = new CountDownLatch(1);
        timer.after(0, () -> {
            begun.countDown();
            try {
                ended.await();
            } catch (InterruptedException e) {
                done.add("interrupted");
            }
        });
        timer.after(1, () -> done.add("never"));
        begun.await();
        timer.close();
        timer.after(0, () -> done.add("never"));

        assertThat(next()).isEqualTo("interrupted");
        assertThat(done).isEmpty();
    }

    @Test
    void timeGoesOn() {
        try (var timer = new TimerThread("cloudy-test")) {
            long before = timer.millis();
            assertThat(timer.millis()).isBetween(before, before + 60_000);
        }
    }

    private String next() throws InterruptedException {
        return done.poll(5, TimeUnit.SECONDS);
    }
}
