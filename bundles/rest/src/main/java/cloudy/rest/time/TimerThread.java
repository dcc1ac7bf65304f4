// SPDX-License-Identifier: Apache-2.0
package cloudy.rest.time;

import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A thread that is there only while something waits for it, and a minute longer. */
public final class TimerThread implements Clockwork {

    private static final Logger log = LoggerFactory.getLogger(TimerThread.class);

    private final ScheduledThreadPoolExecutor executor;

    public TimerThread(String name) {
        executor = new ScheduledThreadPoolExecutor(
                1,
                work -> {
                    var thread = new Thread(work, name);
                    thread.setDaemon(true);
                    return thread;
                },
                // What comes after the end is not wanted any more.
                new ThreadPoolExecutor.DiscardPolicy());
        executor.setKeepAliveTime(1, TimeUnit.MINUTES);
        executor.allowCoreThreadTimeOut(true);
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Override
    public long millis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // What fails is logged where it is run.
    public void after(long millis, Runnable work) {
        executor.schedule(() -> run(work), millis, TimeUnit.MILLISECONDS);
    }

    private static void run(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            log.error("What was to be done now failed", e);
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
