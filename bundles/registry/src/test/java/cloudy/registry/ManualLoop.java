// SPDX-License-Identifier: Apache-2.0
package cloudy.registry;

import static org.assertj.core.api.Assertions.fail;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** The loop in the hands of a test: tasks run when it says so, time passes when it says so. */
final class ManualLoop implements Loop {

    private record Due(Instant at, long number, Runnable task) {}

    private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
    private final PriorityQueue<Due> timers =
            new PriorityQueue<>(Comparator.comparing(Due::at).thenComparing(Due::number));
    private Instant now = Instant.parse("2026-11-22T00:00:00Z");
    private long count;

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
    }

    @Override
    public Timer after(Duration delay, Runnable task) {
        var due = new Due(now.plus(delay), count++, task);
        timers.add(due);
        return () -> timers.remove(due);
    }

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public Instant steady() {
        return now;
    }

    /** Runs what waits. */
    void run() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    /** Runs tasks, also those that other threads bring, until something is so. */
    void runUntil(BooleanSupplier so) {
        run();
        while (!so.getAsBoolean()) {
            try {
                Runnable task = tasks.poll(30, TimeUnit.SECONDS);
                if (task == null) {
                    fail("nothing happens any more");
                    return;
                }
                task.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                fail("interrupted", e);
            }
        }
    }

    /** Lets time pass; what is due on the way runs when it is due. */
    void pass(Duration time) {
        run();
        Instant end = now.plus(time);
        while (!timers.isEmpty() && !timers.peek().at().isAfter(end)) {
            Due due = timers.remove();
            now = due.at();
            due.task().run();
            run();
        }
        now = end;
    }

    /** Goes to the next timer if that is near; says whether it was. */
    boolean passToNext(Duration most) {
        run();
        Due next = timers.peek();
        if (next == null || next.at().isAfter(now.plus(most))) {
            return false;
        }
        pass(Duration.between(now, next.at()));
        return true;
    }

    int timers() {
        return timers.size();
    }
}
