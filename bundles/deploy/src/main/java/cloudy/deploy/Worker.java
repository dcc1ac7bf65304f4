// SPDX-License-Identifier: Apache-2.0
package cloudy.deploy;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.osgi.framework.BundleException;

/**
 * Calls into a jar's own code, which may never come back.
 *
 * <p>Each call has a thread of its own for as long as it lasts; one that outlasts its limit is interrupted and left
 * alone, and the jar is {@linkplain #isBusy busy} until it comes back after all.
 */
final class Worker {

    /** What may run a jar's code. */
    interface Call {
        void run() throws BundleException;
    }

    /** The call did not come back in time. */
    static final class HangsException extends Exception {

        private static final long serialVersionUID = 1;
    }

    private final Runnable cameBack;
    private final Map<String, CountDownLatch> busy = new ConcurrentHashMap<>();

    /** {@code cameBack} is called when a call ends that had been given up. */
    Worker(Runnable cameBack) {
        this.cameBack = cameBack;
    }

    boolean isBusy(String name) {
        return busy.containsKey(name);
    }

    /** Whether a call that may be going on has ended within the limit. */
    boolean awaitIdle(String name, Duration limit) throws InterruptedException {
        CountDownLatch end = busy.get(name);
        return end == null || end.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Returns when the call has ended; if it fails, so does this, with the same exception. */
    void call(String name, Duration limit, Call call) throws BundleException, HangsException, InterruptedException {
        var end = new CountDownLatch(1);
        var task = new FutureTask<Void>(() -> {
            try {
                call.run();
                return null;
            } finally {
                // Before anybody hears that it has ended: what finds it busy then would wait for a word that never
                // comes.
                busy.remove(name, end);
                end.countDown();
            }
        });
        var givenUp = new AtomicBoolean();
        busy.put(name, end);
        var thread = new Thread(
                () -> {
                    task.run();
                    if (givenUp.get()) {
                        cameBack.run();
                    }
                },
                "cloudy-deploy-" + name);
        thread.setDaemon(true);
        thread.start();
        try {
            task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException hangs) {
            givenUp.set(true);
            thread.interrupt();
            if (!isBusy(name)) {
                cameBack.run();
            }
            throw new HangsException();
        } catch (ExecutionException failed) {
            throw unwrapped(failed.getCause());
        }
    }

    private static BundleException unwrapped(Throwable cause) {
        return cause instanceof BundleException failed ? failed : new BundleException(cause.toString(), cause);
    }
}
