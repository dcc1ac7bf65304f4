// SPDX-License-Identifier: Apache-2.0
package cloudy.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoopThreadTest {

    private final LoopThread loop = new LoopThread();
    private final List<String> ran = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        loop.close();
    }

    @Test
    void runsInOrderOnOneDaemonThread() {
        loop.execute(() -> ran.add(
                Thread.currentThread().getName() + Thread.currentThread().isDaemon()));
        loop.execute(() -> ran.add("two"));

        await().untilAsserted(() -> assertThat(ran).containsExactly("cloudy-registry-looptrue", "two"));
    }

    @Test
    void goesOnAfterATaskThatThrows() {
        loop.execute(() -> {
            throw new AssertionError("meant to be logged");
        });
        loop.after(Duration.ofMillis(1), () -> ran.add("later"));

        await().until(() -> ran.contains("later"));
    }

    @Test
    void aCancelledTimerDoesNotGoOff() {
        Loop.Timer timer = loop.after(Duration.ofMillis(20), () -> ran.add("no"));
        timer.cancel();
        loop.after(Duration.ofMillis(60), () -> ran.add("yes"));

        await().until(() -> ran.contains("yes"));
        assertThat(ran).containsExactly("yes");
    }

    @Test
    void ignoresWhatComesAfterItsEnd() {
        var closed = new CountDownLatch(1);
        loop.execute(() -> {
            loop.close();
            closed.countDown();
        });
        await().until(() -> closed.getCount() == 0);

        loop.execute(() -> ran.add("late"));
        loop.after(Duration.ZERO, () -> ran.add("late")).cancel();

        assertThat(ran).isEmpty();
    }
}
