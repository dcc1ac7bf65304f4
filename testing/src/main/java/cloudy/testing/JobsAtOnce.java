// SPDX-License-Identifier: Apache-2.0
package cloudy.testing;

import cloudy.api.access.Caller;
import cloudy.api.form.Texts;
import cloudy.api.job.Job;
import cloudy.api.job.Jobs;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Does each job at once, on the thread of who starts it, and remembers how it went, for tests of what starts jobs. What
 * the work throws is the job's failure and goes no further. Safe for use by many threads.
 */
public final class JobsAtOnce implements Jobs {

    /** Of a job, all there is to know. */
    private record Done(Job job, Told told, Optional<Exception> failure) {}

    private final List<Done> done = new CopyOnWriteArrayList<>();
    private final AtomicInteger count = new AtomicInteger();
    private volatile boolean full;

    /** From now on, or not any more, too many jobs wait. */
    public void full(boolean now) {
        full = now;
    }

    /** The jobs as {@code kind | title in English | name of who asked}, in their order. */
    public List<String> started() {
        return done.stream()
                .map(Done::job)
                .map(job -> job.kind() + " | " + job.title().english() + " | " + job.by())
                .toList();
    }

    /** The steps, in English, and the lines of the last job. */
    public List<String> said() {
        return last().map(one -> one.told().said()).orElse(List.of());
    }

    /** What came of the last job. */
    public Map<String, String> results() {
        return last().map(one -> one.told().results()).orElse(Map.of());
    }

    /** What the work of the last job threw. */
    public Optional<Exception> failure() {
        return last().flatMap(Done::failure);
    }

    /** Why the last job failed; empty when it did not. */
    public String reason() {
        return last().map(one -> one.job().reason().english()).orElse("");
    }

    @Override
    public Job start(String kind, Texts title, Caller by, Work work) {
        if (full) {
            throw new RejectedExecutionException("64 jobs wait already.");
        }
        var told = new Told(by);
        Optional<Exception> failure = Optional.empty();
        try {
            work.run(told);
        } catch (Exception e) {
            failure = Optional.of(e);
        }
        var job = new Job(
                "0-" + count.incrementAndGet(),
                kind,
                title,
                by.name(),
                failure.isPresent() ? Job.State.FAILED : Job.State.SUCCEEDED,
                Texts.none(),
                told.percent(),
                failure.map(JobsAtOnce::reason).orElse(Texts.none()),
                told.results(),
                Instant.EPOCH,
                Optional.of(Instant.EPOCH),
                Optional.of(Instant.EPOCH));
        done.add(new Done(job, told, failure));
        return job;
    }

    private static Texts reason(Exception failure) {
        return Texts.of(Objects.requireNonNullElse(failure.getMessage(), failure.toString()));
    }

    private Optional<Done> last() {
        return done.stream().reduce((earlier, later) -> later);
    }

    private Optional<Done> done(String id) {
        return done.stream().filter(one -> one.job().id().equals(id)).findAny();
    }

    @Override
    public List<Job> all() {
        List<Job> latestFirst = new ArrayList<>(done.stream().map(Done::job).toList());
        Collections.reverse(latestFirst);
        return latestFirst;
    }

    @Override
    public Optional<Job> find(String id) {
        return done(id).map(Done::job);
    }

    @Override
    public List<String> log(String id) {
        return done(id).map(one -> one.told().said()).orElse(List.of());
    }

    @Override
    public boolean cancel(String id) {
        return false;
    }

    @Override
    public Watch watch(String id, Consumer<Job> watcher) {
        find(id).ifPresent(watcher);
        return () -> {};
    }
}
