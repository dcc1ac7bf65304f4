// SPDX-License-Identifier: Apache-2.0
package cloudy.registry;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The registry's thread. It sleeps until there is something to do. */
final class LoopThread implements Loop, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(LoopThread.class);

    private final ScheduledThreadPoolExecutor thread =
            new ScheduledThreadPoolExecutor(1, Threads.named("cloudy-registry-loop"), (task, closed) -> {
                // A check or a carrier that answers after the end is not heard.
            });

    LoopThread() {
        thread.setRemoveOnCancelPolicy(true);
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Override
    public void execute(Runnable task) {
        thread.execute(guarded(task));
    }

    @Override
    public Timer after(Duration delay, Runnable task) {
        Future<?> set = thread.schedule(guarded(task), delay.toNanos(), TimeUnit.NANOSECONDS);
        return () -> set.cancel(false);
    }

    @Override
    public Instant now() {
        return Instant.now();
    }

    @Override
    public Instant steady() {
        return Instant.EPOCH.plusNanos(System.nanoTime());
    }

    /** What was handed over already is done, what was meant for later is not. */
    @Override
    public void close() {
        thread.shutdown();
    }

    private static Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException | Error e) {
                log.error("The registry failed at a task; it goes on with the next", e);
            }
        };
    }
}
