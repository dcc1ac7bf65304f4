// SPDX-License-Identifier: Apache-2.0
package cloudy.rest.events;

import static org.assertj.core.api.Assertions.assertThat;

import cloudy.api.access.Caller;
import cloudy.api.event.Event;
import cloudy.api.rest.Answer;
import cloudy.api.rest.Call;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ManyStreamsTest {

    private static final int STREAMS = 500;
    private static final int MAX_BYTES = 2_000;

    @Test
    void fiveHundredStreamsAreFedByOneThreadAndTakeLittle() throws Exception {
        var streams = new EventStreams();
        var operation = streams.operations().get("streamEvents");
        var kept = new ArrayList<AutoCloseable>();
        for (int i = 0; i < 2 * EventLog.MAX_EVENTS; i++) {
            streams.accept(Event.of("service", "s" + i));
        }
        // Once before, so that classes are not counted.
        var warm = new Counter(1);
        kept.add(((Answer.Stream) operation.answer(call()).content()).source().open(warm));
        assertThat(warm.heard.await(10, TimeUnit.SECONDS)).isTrue();
        int threads = Thread.activeCount();
        long before = used();

        var counters = new ArrayList<Counter>();
        for (int i = 0; i < STREAMS; i++) {
            var counter = new Counter(2);
            counters.add(counter);
            kept.add(((Answer.Stream) operation.answer(call()).content())
                    .source()
                    .open(counter));
        }
        for (Counter counter : counters) {
            counter.begun.await(10, TimeUnit.SECONDS);
        }
        streams.accept(Event.of("service", "told to all"));
        for (Counter counter : counters) {
            assertThat(counter.heard.await(10, TimeUnit.SECONDS)).isTrue();
        }

        long bytes = (used() - before) / STREAMS;
        System.out.println("bytes of heap for each of " + STREAMS + " streams, the engine's aside: " + bytes);
        assertThat(bytes).isLessThan(MAX_BYTES);
        assertThat(Thread.activeCount()).isLessThanOrEqualTo(threads);
        assertThat(kept).hasSize(STREAMS + 1);
        streams.close();
    }

    private static Call call() {
        return Call.of(Caller.shell(), Map.of("types", "service,job"));
    }

    private static long used() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            System.gc();
            least = Math.min(
                    least,
                    Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
        }
        return least;
    }

    /** Keeps nothing of what it hears. */
    private static final class Counter implements Answer.Sink {

        final CountDownLatch begun = new CountDownLatch(1);
        final CountDownLatch heard;

        Counter(int pieces) {
            heard = new CountDownLatch(pieces);
        }

        @Override
        public boolean send(String piece) {
            begun.countDown();
            heard.countDown();
            return true;
        }

        @Override
        public void end() {
            heard.countDown();
        }
    }
}
