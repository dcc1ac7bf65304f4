// SPDX-License-Identifier: Apache-2.0
package cloudy.registry;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;

/**
 * The threads on which services run their own code: some at a time, five seconds each.
 *
 * <p>A job that takes longer is interrupted and given up. If it ignores that it keeps its thread, and others get one
 * more for it, up to a bound: what hangs holds up nobody else until dozens hang. All but {@link Job#run} belongs to the
 * loop.
 */
final class CheckThreads implements AutoCloseable {

    static final Duration LIMIT = Duration.ofSeconds(5);

    /** Jobs that run at the same time. */
    private static final int BUSY = 16;

    /** Threads that may hang beside them. */
    private static final int STUCK = 48;

    /** Of these, as many as one bundle's jobs may have before no other of its jobs begins. */
    private static final int STUCK_OF_ONE = 8;

    private final Loop loop;
    private final Executor threads;
    private final Duration longest;
    private final Deque<Job> waiting = new ArrayDeque<>();
    private final Map<String, Integer> stuckOf = new HashMap<>();
    private int running;
    private int stuck;

    /**
     * Threads of which none is taken yet.
     *
     * @param threads gives each job a thread at once, as this class sets the bounds
     * @param longest how long a job may take
     */
    CheckThreads(Loop loop, Executor threads, Duration longest) {
        this.loop = loop;
        this.threads = threads;
        this.longest = longest;
    }

    /** Runs some work, which does not throw, as soon as there is a thread for it. */
    Job start(Runnable work) {
        return start("", work);
    }

    /** The same for a bundle, by its name: too much of its work that hangs, and no more of it begins until some ends. */
    Job start(String bundle, Runnable work) {
        var job = new Job(bundle, work);
        waiting.add(job);
        // Not now: the caller has to say first what shall follow.
        loop.execute(this::next);
        return job;
    }

    /** The last thing that the loop does. What still waits is run, for it is the end of a service; nobody hears of it. */
    @Override
    public void close() {
        waiting.forEach(threads::execute);
        waiting.clear();
    }

    private void next() {
        if (stuck > 0) {
            waiting.stream().filter(Job::isHopeless).toList().forEach(Job::refuse);
        }
        while (running < BUSY + Math.min(stuck, STUCK) && !waiting.isEmpty()) {
            waiting.remove().begin();
        }
    }

    /** One call of a service's code. */
    final class Job implements Runnable {

        private enum State {
            WAITING,
            REFUSED,
            RUNNING,
            LATE,
            OVER
        }

        private final String bundle;
        private final Runnable work;
        private Runnable done = () -> {};
        private Runnable late = () -> {};
        private Runnable over = () -> {};
        private State state = State.WAITING;
        private boolean cancelled;
        private Loop.Timer limit = Loop.Timer.NONE;

        /** The thread that may be interrupted; this job's monitor guards both. */
        private Thread thread;

        private boolean interrupted;

        private Job(String bundle, Runnable work) {
            this.bundle = bundle;
            this.work = work;
        }

        /** Whether it got no thread, and is not going to. */
        boolean isRefused() {
            return state == State.REFUSED;
        }

        boolean isOver() {
            return state == State.OVER;
        }

        /** What to do when the work has ended in time and was not cancelled. */
        void whenDone(Runnable then) {
            done = then;
        }

        /** What to do when the work has not ended in time, or cannot begin. */
        void whenLate(Runnable then) {
            late = then;
        }

        /** What to do, after all else, when the job has left its thread; now if it has. */
        void whenOver(Runnable then) {
            if (isOver()) {
                then.run();
            } else {
                Runnable before = over;
                over = () -> {
                    before.run();
                    then.run();
                };
            }
        }

        /** Nobody wants to know the result any more. */
        void cancel() {
            cancelled = true;
            if (state == State.WAITING) {
                waiting.remove(this);
                over();
            } else {
                interrupt();
            }
        }

        private void begin() {
            state = State.RUNNING;
            running++;
            limit = loop.after(longest, this::tooLate);
            try {
                threads.execute(this);
            } catch (Error e) {
                // No memory for a thread.
                limit.cancel();
                running--;
                refuse();
            }
        }

        /** Whether it would wait for ever. What nobody answers for waits all the same: it is the end of something. */
        private boolean isHopeless() {
            return !bundle.isEmpty() && (stuck >= BUSY + STUCK || stuckOf.getOrDefault(bundle, 0) >= STUCK_OF_ONE);
        }

        private void refuse() {
            waiting.remove(this);
            state = State.REFUSED;
            late.run();
            over();
        }

        @Override
        public void run() {
            try {
                if (enter()) {
                    work.run();
                }
            } finally {
                synchronized (this) {
                    thread = null;
                    // An interrupt that came late is not meant for the next job.
                    Thread.interrupted();
                }
                loop.execute(this::ended);
            }
        }

        private synchronized boolean enter() {
            thread = Thread.currentThread();
            return !interrupted;
        }

        private synchronized void interrupt() {
            interrupted = true;
            if (thread != null) {
                thread.interrupt();
            }
        }

        private void tooLate() {
            state = State.LATE;
            stuck++;
            stuckOf.merge(bundle, 1, Integer::sum);
            interrupt();
            late.run();
            next();
        }

        private void ended() {
            limit.cancel();
            running--;
            boolean inTime = state == State.RUNNING;
            if (!inTime) {
                stuck--;
                stuckOf.computeIfPresent(bundle, (same, count) -> count > 1 ? count - 1 : null);
            }
            if (inTime && !cancelled) {
                done.run();
            }
            over();
            next();
        }

        private void over() {
            state = State.OVER;
            over.run();
        }
    }
}
