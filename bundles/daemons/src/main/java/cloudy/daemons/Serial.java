// SPDX-License-Identifier: Apache-2.0
package cloudy.daemons;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does steps one after the other, now or later, on threads that it shares with others. */
final class Serial implements Executor {

    private static final Logger LOG = LoggerFactory.getLogger(Serial.class);

    private final ExecutorService threads;
    private final ScheduledExecutorService timer;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private boolean busy;

    Serial(ExecutorService threads, ScheduledExecutorService timer) {
        this.threads = threads;
        this.timer = timer;
    }

    /** Does a step after those that wait. */
    @Override
    public synchronized void execute(Runnable step) {
        waiting.add(step);
        if (!busy) {
            busy = true;
            submit(this::drain);
        }
    }

    /** Does a step after a time. */
    void later(Duration time, Runnable step) {
        try {
            Future<?> alarm = timer.schedule(() -> execute(step), time.toMillis(), TimeUnit.MILLISECONDS);
            LOG.trace("Step in {}: {}", time, alarm);
        } catch (RejectedExecutionException nodeStops) {
            LOG.trace("No more steps", nodeStops);
        }
    }

    /** Asks something that may take a while, beside the steps; the answer, no for an exception, comes as a step. */
    void aside(Duration limit, Callable<Boolean> question, Consumer<Boolean> answer) {
        submit(() -> {
            var asked = threads.submit(question);
            boolean yes = false;
            try {
                yes = asked.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            } catch (Exception notYet) {
                LOG.debug("Not ready: {}", notYet.toString());
            }
            asked.cancel(true);
            boolean told = yes;
            execute(() -> answer.accept(told));
        });
    }

    private void submit(Runnable work) {
        try {
            threads.execute(work);
        } catch (RejectedExecutionException nodeStops) {
            LOG.trace("No more steps", nodeStops);
        }
    }

    private void drain() {
        for (Runnable step = next(); step != null; step = next()) {
            try {
                step.run();
            } catch (Throwable fault) {
                // Watchers are others' code, whose classes may be gone by now. The steps that wait must come all the
                // same.
                LOG.error("A step fails", fault);
            }
        }
    }

    private synchronized Runnable next() {
        Runnable step = waiting.poll();
        busy = step != null;
        return step;
    }
}
