// SPDX-License-Identifier: Apache-2.0
package cloudy.jobs;

import cloudy.api.access.Caller;
import cloudy.api.access.Role;
import cloudy.api.event.Event;
import cloudy.api.event.EventSink;
import cloudy.api.form.Texts;
import cloudy.api.job.Job;
import cloudy.api.job.Jobs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** The jobs of this node: four threads at most, and none while there is no work. */
@Component(service = {Jobs.class, NodeJobs.class})
public final class NodeJobs implements Jobs {

    static final int AT_ONCE = 4;
    static final int WAITING = 64;
    static final int KEPT = 1_000;
    private static final Duration KEPT_FOR = Duration.ofDays(30);

    /** How long the end of the node waits for work to see that it is interrupted. */
    private static final long GOODBYE_MILLIS = 1_000;

    private final JobFiles files;
    private final Clock clock;

    /** All that is remembered, those that run among them. */
    private final ConcurrentSkipListMap<String, Job> jobs = new ConcurrentSkipListMap<>();

    private final Map<String, Run> running = new ConcurrentHashMap<>();
    private final Map<Job.State, Long> ended = new ConcurrentHashMap<>();
    private final ThreadPoolExecutor threads = pool(AT_ONCE, new LinkedBlockingQueue<>(WAITING), "cloudy-jobs-work");
    private final ThreadPoolExecutor teller = pool(1, new LinkedBlockingQueue<>(), "cloudy-jobs-tell");

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    private volatile List<EventSink> sinks = List.of();

    private long lastId;
    private boolean closed;

    @Activate
    public NodeJobs() {
        this(Path.of(System.getProperty("karaf.data"), "jobs"), Clock.systemUTC());
    }

    NodeJobs(Path folder, Clock clock, List<EventSink> sinks) {
        this(folder, clock);
        this.sinks = sinks;
    }

    NodeJobs(Path folder, Clock clock) {
        this.clock = clock;
        files = new JobFiles(folder);
        files.load().forEach(job -> jobs.put(job.id(), job));
        if (!jobs.isEmpty()) {
            lastId = Long.parseLong(jobs.lastKey().substring(0, 12), 16);
        }
        forgetTheOldest();
    }

    private static ThreadPoolExecutor pool(int size, LinkedBlockingQueue<Runnable> queue, String name) {
        ThreadFactory factory = work -> {
            var thread = new Thread(work, name);
            thread.setDaemon(true);
            thread.setContextClassLoader(NodeJobs.class.getClassLoader());
            return thread;
        };
        var pool = new ThreadPoolExecutor(size, size, 1, TimeUnit.SECONDS, queue, factory);
        pool.allowCoreThreadTimeOut(true);
        // Only once it is shut down, when there is nobody left to tell.
        pool.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
        return pool;
    }

    @Deactivate
    void close() {
        synchronized (this) {
            closed = true;
        }
        running.values().forEach(Run::nodeEnds);
        threads.shutdown();
        try {
            threads.awaitTermination(GOODBYE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        files.close();
        teller.shutdown();
    }

    @Override
    public synchronized Job start(String kind, Texts title, Caller by, Work work) {
        if (closed) {
            throw new RejectedExecutionException("The node is about to end.");
        }
        // Nobody else adds to the queue, so there is room still when the job has been written down.
        if (threads.getQueue().remainingCapacity() == 0) {
            throw new RejectedExecutionException(WAITING + " jobs wait already.");
        }
        forgetTheOldest();
        String id = nextId();
        var news = new Watcher(new News(), teller);
        Run run = new Run(id, kind, title, by, work, files, clock, job -> {
            jobs.put(id, job);
            news.offer(job);
            if (job.state().isFinal()) {
                running.remove(id);
                ended.merge(job.state(), 1L, Long::sum);
            }
        });
        running.put(id, run);
        Job job;
        try {
            job = run.begin();
        } catch (IOException e) {
            running.remove(id);
            throw new UncheckedIOException("data/jobs/" + id + ".json cannot be written", e);
        }
        threads.execute(run);
        return job;
    }

    /** Sorts after every one before, whatever the clock did; the end keeps it from being one that was once forgotten. */
    private String nextId() {
        lastId = Math.max(lastId + 1, clock.millis());
        return String.format(
                Locale.ROOT, "%012x-%04x", lastId, ThreadLocalRandom.current().nextInt(1 << 16));
    }

    private void forgetTheOldest() {
        int tooMany = jobs.size() - KEPT + 1;
        for (Job job : jobs.values()) {
            if (job.state().isFinal() && (tooMany > 0 || !isRemembered(job))) {
                jobs.remove(job.id());
                files.delete(job);
                tooMany--;
            }
        }
    }

    private boolean isRemembered(Job job) {
        Instant end = job.ended().orElse(job.created());
        return !job.state().isFinal() || end.isAfter(clock.instant().minus(KEPT_FOR));
    }

    @Override
    public List<Job> all() {
        return jobs.descendingMap().values().stream().filter(this::isRemembered).toList();
    }

    @Override
    public Optional<Job> find(String id) {
        return Optional.ofNullable(jobs.get(id)).filter(this::isRemembered);
    }

    @Override
    public List<String> log(String id) {
        return find(id).map(job -> lines(id).read()).orElse(List.of());
    }

    /** The log of a job: the one that is written to, while it is. */
    private JobLog lines(String id) {
        Run run = running.get(id);
        return run == null ? files.log(id) : run.lines();
    }

    /** Reads a log and follows it, see {@link JobLog#follow}. */
    AutoCloseable follow(String id, Consumer<List<String>> first, Consumer<String> reader) {
        return lines(id).follow(first, reader);
    }

    /** How many jobs have come to an end since this started. */
    long ended(Job.State state) {
        return ended.getOrDefault(state, 0L);
    }

    /** How many jobs are in a state that is no end. */
    long alive(Job.State state) {
        return running.keySet().stream()
                .map(jobs::get)
                .filter(job -> job != null && job.state() == state)
                .count();
    }

    @Override
    public boolean cancel(String id) {
        Run run = running.get(id);
        if (run == null || !run.cancel()) {
            return false;
        }
        threads.remove(run);
        return true;
    }

    @Override
    public Watch watch(String id, Consumer<Job> consumer) {
        var watcher = new Watcher(consumer, teller);
        Run run = running.get(id);
        if (run != null) {
            run.watch(watcher);
            return () -> run.unwatch(watcher);
        }
        find(id).ifPresent(watcher::offer);
        return watcher::close;
    }

    /** What the rest of the node hears of one job: each new state, and progress that is one. */
    private final class News implements Consumer<Job> {

        private Job.State told;
        private int percent;

        @Override
        public void accept(Job job) {
            if (job.state() == told && job.percent() <= percent) {
                return;
            }
            told = job.state();
            percent = job.percent();
            var facts =
                    Map.of("state", told.name().toLowerCase(Locale.ROOT), "percent", Integer.toString(job.percent()));
            EventSink.tell(sinks, new Event("job", job.id(), Role.VIEWER, facts));
        }
    }
}
