// SPDX-License-Identifier: Apache-2.0
package cloudy.registry;

import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionHandler;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Threads of the registry: daemons, which end when they have been idle for a while. */
final class Threads {

    private static final int IDLE_SECONDS = 5;

    private static final RejectedExecutionHandler TOO_LATE = new ThreadPoolExecutor.DiscardPolicy();

    private Threads() {}

    static ThreadFactory named(String name) {
        return work -> {
            var thread = new Thread(work, name);
            thread.setDaemon(true);
            // Not that of whoever registered a service just now: its bundle could never be collected.
            thread.setContextClassLoader(Threads.class.getClassLoader());
            return thread;
        };
    }

    /** Does one thing after the other; after its end, nothing. */
    static ThreadPoolExecutor one(String name) {
        var thread = new ThreadPoolExecutor(
                1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), named(name), TOO_LATE);
        thread.allowCoreThreadTimeOut(true);
        return thread;
    }

    /** Does everything at once; who uses it has to set the bounds. */
    static ThreadPoolExecutor many(String name) {
        return many(name, Duration.ofSeconds(IDLE_SECONDS));
    }

    static ThreadPoolExecutor many(String name, Duration idle) {
        return new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                idle.toMillis(),
                TimeUnit.MILLISECONDS,
                new SynchronousQueue<>(),
                named(name),
                TOO_LATE);
    }
}
