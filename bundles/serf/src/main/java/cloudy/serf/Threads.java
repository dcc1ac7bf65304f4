// SPDX-License-Identifier: Apache-2.0
package cloudy.serf;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The threads of one participation: one that decides, and up to four that come and go for what blocks. */
final class Threads implements AutoCloseable {

    /** All that decides runs here, one after the other. */
    final ScheduledThreadPoolExecutor work = new ScheduledThreadPoolExecutor(1, named("work"));

    /** For what takes long; it refuses what is too much. */
    final ThreadPoolExecutor blocking =
            new ThreadPoolExecutor(3, 3, 5, TimeUnit.SECONDS, new LinkedBlockingQueue<>(64), named("wait"));

    /** For connecting, which must not wait behind what takes long. */
    final ThreadPoolExecutor connecting =
            new ThreadPoolExecutor(1, 1, 5, TimeUnit.SECONDS, new LinkedBlockingQueue<>(4), named("dial"));

    Threads() {
        blocking.allowCoreThreadTimeOut(true);
        connecting.allowCoreThreadTimeOut(true);
        work.setRemoveOnCancelPolicy(true);
        // Whatever an answer would still set going is of no use once this has stopped.
        work.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
    }

    /** A thread that is there only while there is something for it to do. */
    static ScheduledThreadPoolExecutor passing(String name) {
        var one = new ScheduledThreadPoolExecutor(1, named(name));
        one.setKeepAliveTime(5, TimeUnit.SECONDS);
        one.allowCoreThreadTimeOut(true);
        one.setRemoveOnCancelPolicy(true);
        one.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
        return one;
    }

    static ThreadFactory named(String name) {
        return task -> {
            var thread = new Thread(task, "cloudy-serf-" + name);
            thread.setDaemon(true);
            return thread;
        };
    }

    @Override
    public void close() {
        work.shutdownNow();
        blocking.shutdownNow();
        connecting.shutdownNow();
    }
}
