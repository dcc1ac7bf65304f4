// SPDX-License-Identifier: Apache-2.0
package cloudy.jobs;

import cloudy.api.InvalidFieldException;
import cloudy.api.Text;
import cloudy.api.access.Caller;
import cloudy.api.form.Explained;
import cloudy.api.form.Texts;
import cloudy.api.job.Job;
import cloudy.api.job.Jobs;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A job that has not ended. Its monitor orders what is said of it; the work itself runs without. */
final class Run implements Runnable, Jobs.Progress {

    private static final Logger log = LoggerFactory.getLogger(Run.class);

    static final Texts NODE_ENDED = Texts.of(
            "El node s'ha aturat abans que això s'acabés.",
            "El nodo se ha parado antes de que esto acabara.",
            "The node ended before this was done.");
    private static final Texts CANCELLED = Texts.of("S'ha aturat.", "Se ha detenido.", "It was cancelled.");
    private static final Texts INTERRUPTED =
            Texts.of("S'ha interromput.", "Se ha interrumpido.", "It was interrupted.");
    private static final Texts FAILED = Texts.of("Ha fallat: %s.", "Ha fallado: %s.", "It failed: %s.");
    private static final int MAX_WORDS = 200;
    private static final int MAX_REASON = 1_000;
    private static final int MAX_RESULTS = 100;

    /** Progress wears out flash memory: it is written this often at most. */
    private static final long WRITE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final Jobs.Work work;
    private final JobLog lines;
    private final JobFiles files;
    private final Clock clock;

    /** Told each change with the monitor held. */
    private final Consumer<Job> room;

    /** A watcher may go while it is told something, so that takes no monitor. */
    private final List<Watcher> watchers = new CopyOnWriteArrayList<>();

    private final String id;
    private final String kind;
    private final Texts title;
    private final Caller by;
    private final Instant created;
    private final Map<String, String> results = new HashMap<>();
    private Job.State state = Job.State.WAITING;
    private Texts step = Texts.none();
    private int percent;
    private Texts reason = Texts.none();
    private Optional<Instant> started = Optional.empty();
    private Optional<Instant> ended = Optional.empty();
    private Thread thread;
    private boolean cancelled;
    private boolean nodeEnds;
    private long written;

    Run(
            String id,
            String kind,
            Texts title,
            Caller by,
            Jobs.Work work,
            JobFiles files,
            Clock clock,
            Consumer<Job> room) {
        this.id = id;
        this.kind = Text.clean(kind, MAX_WORDS);
        this.title = title.clean(MAX_WORDS);
        this.by = by;
        this.work = work;
        this.files = files;
        this.clock = clock;
        this.room = room;
        created = clock.instant();
        lines = files.log(id);
    }

    /**
     * Writes down that there is such a job.
     *
     * @throws IOException when the disk does not take it; nobody has heard of it then
     */
    synchronized Job begin() throws IOException {
        files.begin(job());
        written = System.nanoTime();
        changed(false);
        return job();
    }

    @Override
    public void run() {
        synchronized (this) {
            if (state != Job.State.WAITING) {
                return;
            }
            thread = Thread.currentThread();
            state = Job.State.RUNNING;
            started = Optional.of(clock.instant());
            changed(true);
        }
        Optional<Texts> failure = Optional.empty();
        try {
            work.run(this);
        } catch (InterruptedException e) {
            failure = Optional.of(INTERRUPTED);
        } catch (Throwable e) {
            // Work is other people's code: whatever it throws, the thread and the other jobs go on.
            failure = Optional.of(reason(e));
        }
        end(failure);
    }

    private synchronized void end(Optional<Texts> failure) {
        // From here on nobody interrupts this thread, which may have other work next.
        thread = null;
        Thread.interrupted();
        if (cancelled) {
            finish(Job.State.CANCELLED, CANCELLED);
        } else if (nodeEnds && failure.isPresent()) {
            finish(Job.State.INTERRUPTED, NODE_ENDED);
        } else {
            failure.ifPresentOrElse(why -> finish(Job.State.FAILED, why), () -> {
                percent = 100;
                finish(Job.State.SUCCEEDED, Texts.none());
            });
        }
    }

    private void finish(Job.State end, Texts why) {
        if (!why.isEmpty()) {
            lines.append(why.english());
        }
        state = end;
        reason = why;
        ended = Optional.of(clock.instant());
        lines.close();
        changed(true);
        watchers.clear();
    }

    /** Asks it to stop; answers false when it has ended. */
    synchronized boolean cancel() {
        if (state.isFinal()) {
            return false;
        }
        cancelled = true;
        stop(Job.State.CANCELLED, CANCELLED);
        return true;
    }

    /** The node ends: what has not begun never does, what runs is asked to stop. */
    synchronized void nodeEnds() {
        nodeEnds = true;
        stop(Job.State.INTERRUPTED, NODE_ENDED);
    }

    private void stop(Job.State end, Texts why) {
        if (state == Job.State.WAITING) {
            finish(end, why);
        } else if (thread != null) {
            thread.interrupt();
        }
    }

    /** Adds a watcher, who is told at once how it is. */
    synchronized void watch(Watcher watcher) {
        if (!state.isFinal()) {
            watchers.add(watcher);
        }
        watcher.offer(job());
    }

    void unwatch(Watcher watcher) {
        watcher.close();
        watchers.remove(watcher);
    }

    JobLog lines() {
        return lines;
    }

    @Override
    public void step(String words) {
        step(Texts.of(words));
    }

    @Override
    public synchronized void step(Texts words) {
        // Work may have left a thread behind that talks on when it has ended.
        if (!state.isFinal()) {
            step = words.clean(MAX_WORDS);
            lines.append(step.english());
            changed(false);
        }
    }

    @Override
    public synchronized void percent(int done) {
        int bounded = Math.max(0, Math.min(100, done));
        if (!state.isFinal() && bounded != percent) {
            percent = bounded;
            changed(false);
        }
    }

    @Override
    public void log(String line) {
        lines.append(line);
    }

    @Override
    public synchronized void result(String key, String value) {
        if (!state.isFinal() && (results.size() < MAX_RESULTS || results.containsKey(key))) {
            results.put(Text.clean(key, MAX_WORDS), Text.clean(value, MAX_REASON));
            changed(false);
        }
    }

    @Override
    public Caller by() {
        return by;
    }

    @Override
    public synchronized boolean cancelled() {
        return cancelled || nodeEnds;
    }

    private void changed(boolean write) {
        Job now = job();
        // First: an end that somebody has heard of is on the disk, and who forgets the job deletes the last of it.
        if (write || System.nanoTime() - written >= WRITE_NANOS) {
            files.write(now);
            written = System.nanoTime();
        }
        room.accept(now);
        watchers.forEach(watcher -> watcher.offer(now));
    }

    private Texts reason(Throwable failure) {
        boolean plain = failure instanceof InvalidFieldException
                || (failure instanceof Exception && !(failure instanceof RuntimeException));
        if (!plain && !cancelled()) {
            log.warn("The job \"{}\" failed", title.english(), failure);
        }
        String message = failure.getMessage();
        return message == null || message.isBlank()
                ? FAILED.with(failure.getClass().getSimpleName())
                : Explained.of(failure).clean(MAX_REASON);
    }

    private Job job() {
        return new Job(id, kind, title, by.name(), state, step, percent, reason, results, created, started, ended);
    }
}
