// SPDX-License-Identifier: Apache-2.0
package cloudy.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleException;

class WorkerTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(50);

    private final CountDownLatch cameBack = new CountDownLatch(1);
    private final Worker worker = new Worker(cameBack::countDown);

    @Test
    void isIdleOnceTheCallIsOver() throws Exception {
        worker.call("a.jar", LONG, () -> assertThat(worker.isBusy("a.jar")).isTrue());

        assertThat(worker.isBusy("a.jar")).isFalse();
        assertThat(worker.awaitIdle("a.jar", Duration.ZERO)).isTrue();
    }

    @Test
    void failsAsTheCallDoesAndIsIdleThen() {
        assertThatThrownBy(() -> worker.call("a.jar", LONG, () -> {
                    throw new IllegalStateException("no");
                }))
                .isInstanceOf(BundleException.class)
                .hasMessageContaining("no");
        assertThat(worker.isBusy("a.jar")).isFalse();
    }

    /** A node that stops in the moment in which a start is just coming back. */
    @Test
    void canBeWaitedForUntilItComesBack() throws Exception {
        var end = new CountDownLatch(1);
        assertThatThrownBy(() -> worker.call("a.jar", SHORT, () -> awaitDeafly(end)))
                .isInstanceOf(Worker.HangsException.class);

        assertThat(worker.awaitIdle("a.jar", SHORT)).isFalse();
        assertThat(worker.awaitIdle("b.jar", SHORT)).isTrue();
        end.countDown();

        assertThat(worker.awaitIdle("a.jar", LONG)).isTrue();
        assertThat(cameBack.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    private static void awaitDeafly(CountDownLatch end) {
        while (true) {
            try {
                end.await();
                return;
            } catch (InterruptedException ignored) {
                // That is what this is about.
            }
        }
    }
}
