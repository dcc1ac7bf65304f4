// SPDX-License-Identifier: Apache-2.0
package cloudy.serf;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** An executor whose time passes, and whose tasks run, when the test says so; tasks are given by any thread. */
final class ManualExecutor extends ScheduledThreadPoolExecutor {

    private final PriorityQueue<Task<?>> tasks = new PriorityQueue<>(
            Comparator.<Task<?>>comparingLong(task -> task.at).thenComparingLong(task -> task.order));
    private volatile long now = 1_000_000_000L;
    private long orders;

    ManualExecutor() {
        super(0);
    }

    long nanoTime() {
        return now;
    }

    /** Runs what is due. */
    void run() {
        pass(Duration.ZERO);
    }

    void pass(Duration time) {
        long end = now + time.toNanos();
        for (Task<?> task = due(end); task != null; task = due(end)) {
            task.run();
        }
        now = end;
    }

    private synchronized Task<?> due(long end) {
        if (tasks.isEmpty() || tasks.peek().at > end) {
            return null;
        }
        Task<?> task = tasks.poll();
        now = Math.max(now, task.at);
        return task;
    }

    /** How many tasks wait that were not cancelled. */
    synchronized long waiting() {
        return tasks.stream().filter(task -> !task.isCancelled()).count();
    }

    @Override
    public void execute(Runnable command) {
        var unused = add(command, 0);
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
        return add(command, unit.toNanos(delay));
    }

    private synchronized ScheduledFuture<?> add(Runnable command, long delay) {
        var task = new Task<Void>(
                () -> {
                    command.run();
                    return null;
                },
                now + delay,
                orders++);
        tasks.add(task);
        return task;
    }

    private final class Task<T> extends FutureTask<T> implements ScheduledFuture<T> {

        private final long at;
        private final long order;

        Task(Callable<T> callable, long at, long order) {
            super(callable);
            this.at = at;
            this.order = order;
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(at - now, TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
        }
    }
}
