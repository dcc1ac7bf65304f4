// SPDX-License-Identifier: Apache-2.0
package cloudy.rest.node;

import static org.assertj.core.api.Assertions.assertThat;

import cloudy.api.metric.MetricSource;
import cloudy.rest.Answers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Strangers' sources that do not come back, and the scrape that has to. */
class HangingSourcesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final String THREADS = "cloudy-rest-metrics-";
    private static final MetricSource GOOD = metrics -> metrics.gauge("cloudy_good", "Is there.", Map.of(), 1);

    /** Does not come back before it is let go, whoever interrupts it. */
    private static final class Hanging implements MetricSource {

        private final CountDownLatch gate = new CountDownLatch(1);
        private final AtomicInteger calls = new AtomicInteger();
        private volatile boolean interrupted;

        @Override
        public void collect(Metrics metrics) {
            calls.incrementAndGet();
            while (gate.getCount() > 0) {
                try {
                    gate.await();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            metrics.gauge("cloudy_late", "Comes late.", Map.of(), calls.get());
        }
    }

    private final MetricOperations operations = new MetricOperations(new Inquiry(PATIENCE));
    private final List<Hanging> let = new ArrayList<>();

    @AfterEach
    void letGo() {
        operations.close();
        let.forEach(source -> source.gate.countDown());
        Awaitility.await().until(() -> threads() == 0);
    }

    @BeforeEach
    void waitForTheEndOfOthers() {
        Awaitility.await().until(() -> threads() == 0);
    }

    @Test
    void oneThatHangsCostsItsOwnFiguresAndOneThread() throws Exception {
        Hanging hanging = hanging();
        // What came last stands first in the whiteboard.
        operations.sources = List.of(GOOD, hanging);

        long begun = System.nanoTime();
        assertThat(scrape()).contains("cloudy_good 1\n").doesNotContain("cloudy_late");
        assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun)).isBetween(PATIENCE.toMillis(), 10_000L);
        for (int i = 0; i < 20; i++) {
            begun = System.nanoTime();
            assertThat(scrape()).contains("cloudy_good 1\n").doesNotContain("cloudy_late");
        }

        assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun))
                .as("the time of a scrape that knows already")
                .isLessThan(PATIENCE.toMillis());
        assertThat(hanging.calls).hasValue(1);
        // Its own, and one that is used for all the others.
        assertThat(threads()).isLessThanOrEqualTo(2);
    }

    @Test
    void oneThatComesBackIsAskedAgain() throws Exception {
        Hanging hanging = hanging();
        operations.sources = List.of(hanging, GOOD);
        scrape();

        hanging.gate.countDown();

        Awaitility.await().untilAsserted(() -> assertThat(scrape()).contains("cloudy_late 2\n", "cloudy_good 1\n"));
    }

    @Test
    void oneThatGoesIsToldToLetGo() throws Exception {
        Hanging hanging = hanging();
        operations.sources = List.of(hanging, GOOD);
        scrape();
        assertThat(hanging.interrupted).isFalse();

        operations.sources = List.of(GOOD);

        assertThat(scrape()).contains("cloudy_good 1\n");
        Awaitility.await().until(() -> hanging.interrupted);
    }

    @Test
    void aHundredThatHangGetFewThreadsAndLittleTime() throws Exception {
        List<MetricSource> all = new ArrayList<>();
        IntStream.range(0, 100).forEach(i -> all.add(hanging()));
        all.add(GOOD);
        operations.sources = all;

        for (int i = 0; i < 5; i++) {
            long begun = System.nanoTime();
            assertThat(scrape()).contains("cloudy_good 1\n");
            assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun)).isLessThan(10_000);
        }

        assertThat(threads()).isLessThanOrEqualTo(Inquiry.MAX_HANGING + 1);
    }

    private Hanging hanging() {
        var source = new Hanging();
        let.add(source);
        return source;
    }

    private String scrape() throws Exception {
        return Answers.text(Answers.ask(operations, "getMetrics"));
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith(THREADS))
                .count();
    }
}
