// SPDX-License-Identifier: Apache-2.0
package cloudy.registry;

import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands the newest value to a consumer that may take its time or throw, on a thread of its own. What is overtaken while the
 * consumer is busy is never handed over, so nothing piles up.
 */
final class Newest<T> implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Newest.class);

    private final AtomicReference<T> waiting = new AtomicReference<>();
    private final ThreadPoolExecutor thread;
    private final Consumer<T> consumer;
    private volatile boolean closed;

    Newest(String threadName, Consumer<T> consumer) {
        this.consumer = consumer;
        thread = Threads.one(threadName);
    }

    void offer(T value) {
        if (!closed && waiting.getAndSet(value) == null) {
            thread.execute(this::handOver);
        }
    }

    /** What waits is handed over, what comes later is not. */
    @Override
    public void close() {
        closed = true;
        thread.shutdown();
    }

    private void handOver() {
        T value = waiting.getAndSet(null);
        try {
            consumer.accept(value);
        } catch (Throwable e) {
            log.warn("{} failed", Thread.currentThread().getName(), e);
        }
    }
}
