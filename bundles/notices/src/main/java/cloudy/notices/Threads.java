// SPDX-License-Identifier: Apache-2.0
package cloudy.notices;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The threads of this room. */
final class Threads {

    private static final long KEEP_SECONDS = 5;
    private static final long END_SECONDS = 2;

    private Threads() {}

    /** One thread for what is to be done now or later, which goes while there is nothing to do. */
    static ScheduledExecutorService timer(String name) {
        var timer = new ScheduledThreadPoolExecutor(1, work -> {
            var thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        });
        timer.setKeepAliveTime(KEEP_SECONDS, TimeUnit.SECONDS);
        timer.allowCoreThreadTimeOut(true);
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        timer.setRemoveOnCancelPolicy(true);
        return timer;
    }

    /** Ends a timer: what runs comes to its end if that is soon, what waits is not done. */
    static void end(ScheduledExecutorService timer) {
        timer.shutdown();
        try {
            if (!timer.awaitTermination(END_SECONDS, TimeUnit.SECONDS)) {
                timer.shutdownNow();
            }
        } catch (InterruptedException e) {
            timer.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
