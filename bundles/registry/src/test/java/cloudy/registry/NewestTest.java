// SPDX-License-Identifier: Apache-2.0
package cloudy.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class NewestTest {

    private final List<Integer> got = new CopyOnWriteArrayList<>();

    @Test
    void skipsWhatWasOvertaken() throws Exception {
        var begun = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        try (var newest = new Newest<Integer>("cloudy-test", value -> {
            got.add(value);
            begun.countDown();
            pass(go);
        })) {
            newest.offer(1);
            begun.await();
            for (int i = 2; i <= 100; i++) {
                newest.offer(i);
            }
            go.countDown();

            await().untilAsserted(() -> assertThat(got).containsExactly(1, 100));
        }
    }

    @Test
    void goesOnAfterAConsumerThatThrows() {
        try (var newest = new Newest<Integer>("cloudy-test", value -> {
            got.add(value);
            throw new StackOverflowError("meant to be logged");
        })) {
            newest.offer(1);
            await().until(() -> got.contains(1));
            newest.offer(2);
            await().until(() -> got.contains(2));
        }
    }

    @Test
    void handsOverWhatWaitsAtItsEnd() {
        var newest = new Newest<Integer>("cloudy-test", got::add);
        newest.offer(1);
        newest.close();
        newest.offer(2);

        await().untilAsserted(() -> assertThat(got).containsExactly(1));
    }

    private static void pass(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
