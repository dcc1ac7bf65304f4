// SPDX-License-Identifier: Apache-2.0
package cloudy.jobs;

import cloudy.api.job.Job;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Somebody who follows a job, and what he has not been told yet: of each state the latest only, so that no work can make
 * the queue grow by counting fast.
 */
final class Watcher implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(Watcher.class);

    private final Consumer<Job> consumer;
    private final Executor thread;
    private final Deque<Job> pending = new ArrayDeque<>();
    private boolean scheduled;
    private boolean closed;
    private boolean threwBefore;

    Watcher(Consumer<Job> consumer, Executor thread) {
        this.consumer = consumer;
        this.thread = thread;
    }

    synchronized void offer(Job job) {
        if (closed) {
            return;
        }
        if (!pending.isEmpty() && pending.peekLast().state() == job.state()) {
            pending.removeLast();
        }
        pending.addLast(job);
        if (!scheduled) {
            scheduled = true;
            thread.execute(this);
        }
    }

    @Override
    public void run() {
        for (Job job = next(); job != null; job = next()) {
            try {
                consumer.accept(job);
            } catch (RuntimeException e) {
                if (!threwBefore) {
                    threwBefore = true;
                    log.warn("A watcher of a job failed; it will be told what follows all the same", e);
                }
            }
        }
    }

    private synchronized Job next() {
        Job job = closed ? null : pending.pollFirst();
        scheduled = job != null;
        return job;
    }

    synchronized void close() {
        closed = true;
        pending.clear();
    }
}
