// SPDX-License-Identifier: Apache-2.0
package cloudy.daemons;

import cloudy.api.daemon.Daemon;
import cloudy.api.daemon.DaemonState;
import cloudy.api.daemon.Daemons;
import cloudy.api.file.AtomicFile;
import cloudy.helper.wire.Frames;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks after all programs: one {@link Supervised} for each name. */
@Component(service = {Daemons.class, Supervisor.class})
public final class Supervisor implements Daemons {

    private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);
    private static final Duration LEFTOVERS_MAY_TAKE = Duration.ofSeconds(10);
    private static final long IDLE_THREAD_SECONDS = 10;

    /** How long programs have when the node ends, which is to be gone within three seconds. */
    private static final Duration NODE_END = Duration.ofMillis(2_600);

    /** Until nothing is left of those that were killed then; a tenth of it, where the machine has nothing else to do. */
    private static final Duration KILLED_WITHIN = Duration.ofSeconds(2);

    private final Path folder;
    private final Programs programs;
    private final Clock clock;
    private final ExecutorService threads;
    private final ScheduledThreadPoolExecutor timer;
    private final TreeMap<String, Looked> all = new TreeMap<>();
    private boolean stopping;
    /** When the programs are killed that have not ended with the node by then. */
    private OptionalLong deadline = OptionalLong.empty();

    /** A program, and the handle of whoever wants it now. */
    private record Looked(Supervised supervised, Handle handle) {}

    @Activate
    public Supervisor() {
        this(Path.of(System.getProperty("karaf.data"), "daemons"));
    }

    /** For the tests of bundles that describe a program: it is run as a node runs it. */
    public Supervisor(Path folder) {
        this(folder, Programs.ofTheSystem(), Clock.systemUTC());
    }

    Supervisor(Path folder, Programs programs, Clock clock) {
        this.folder = folder;
        this.programs = programs;
        this.clock = clock;
        threads = new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, IDLE_THREAD_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), named("work"));
        timer = new ScheduledThreadPoolExecutor(1, named("timer"));
        timer.setKeepAliveTime(IDLE_THREAD_SECONDS, TimeUnit.SECONDS);
        timer.allowCoreThreadTimeOut(true);
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        endLeftovers();
    }

    @Override
    public synchronized Running run(Daemon daemon, Consumer<DaemonState> watcher) {
        if (stopping) {
            throw new IllegalStateException("the node stops");
        }
        Looked before = all.get(daemon.name());
        Supervised supervised = before == null ? supervise(daemon.name()) : before.supervised();
        var handle = new Handle(daemon, supervised);
        all.put(daemon.name(), new Looked(supervised, handle));
        supervised.run(daemon, handle, watcher);
        return handle;
    }

    @Override
    public synchronized List<Running> all() {
        return all.values().stream().<Running>map(Looked::handle).toList();
    }

    @Override
    public Optional<InputStream> archive(Path path) throws IOException {
        return folder.equals(HelperLauncher.DAEMONS)
                ? new Kept(folder.getParent(), new HelperCalls(Path.of(Frames.SOCKET))).archive(path)
                : Optional.empty();
    }

    /** Has the programs that a package brings looked for now, where they were missing. */
    synchronized void lookAgain(String debianPackage) {
        for (Looked looked : all.values()) {
            if (looked.handle().daemon().debianPackage().equals(debianPackage)) {
                looked.supervised().lookAgain();
            }
        }
    }

    /** Has all programs end, and does not wait: those that have not ended when they must are killed. */
    void nodeEnds() {
        nodeEnds(NODE_END);
    }

    synchronized void nodeEnds(Duration patience) {
        deadline = OptionalLong.of(System.nanoTime() + patience.toNanos());
        endAll();
    }

    /** Ends all programs at the same time, and waits for the slowest. */
    @Deactivate
    public void stop() {
        endAll();
        awaitNone();
        timer.shutdownNow();
        threads.shutdownNow();
    }

    private synchronized void endAll() {
        if (!stopping) {
            stopping = true;
            all.values().forEach(looked -> looked.supervised().endNow(deadline));
        }
    }

    private synchronized void awaitNone() {
        long longest = all.values().stream()
                .mapToLong(looked ->
                        looked.handle().daemon().stopTime().plusSeconds(5).toNanos())
                .max()
                .orElse(0);
        long now = System.nanoTime();
        long end = deadline.isPresent() ? deadline.getAsLong() + KILLED_WITHIN.toNanos() : now + longest;
        try {
            for (long left = end - now; !all.isEmpty() && left > 0; left = end - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        } catch (InterruptedException inAHurry) {
            Thread.currentThread().interrupt();
        }
        all.keySet().forEach(name -> LOG.warn("{} does not end; the next start of the node ends it", name));
    }

    private Supervised supervise(String name) {
        try {
            Path own = folder.resolve(name);
            AtomicFile.privateFolder(own);
            return new Supervised(
                    new Home(own, programs, threads),
                    HelperLauncher.orChild(name, own),
                    new Backoff(new SplittableRandom()),
                    clock,
                    new Serial(threads, timer),
                    owner -> forget(name, owner));
        } catch (IOException noFolder) {
            throw new UncheckedIOException("data/daemons/" + name + " cannot be made", noFolder);
        }
    }

    /** A program has ended for its owner; somebody else may have asked for it meanwhile. */
    private synchronized void forget(String name, Object owner) {
        Looked looked = all.get(name);
        if (looked != null && (stopping || looked.handle() == owner)) {
            all.remove(name);
            notifyAll();
        }
    }

    /** Ends what a node that was killed left behind; before anything is started, so that nothing runs twice. */
    private void endLeftovers() {
        try {
            AtomicFile.privateFolder(folder);
            try (var homes = Files.newDirectoryStream(folder, Files::isDirectory)) {
                for (Path home : homes) {
                    endLeftover(home);
                }
            }
        } catch (IOException unreadable) {
            LOG.warn("What an earlier run of the node left cannot be looked for: {}", unreadable.getMessage());
        } catch (InterruptedException nodeStops) {
            Thread.currentThread().interrupt();
        }
    }

    /** One that cannot be ended keeps none of the others running. */
    private static void endLeftover(Path home) throws InterruptedException {
        try {
            int ended = new Family(home).end(LEFTOVERS_MAY_TAKE);
            if (ended > 0) {
                LOG.info(
                        "{}: {} process(es) that an earlier run of the node left are ended", home.getFileName(), ended);
            }
        } catch (IOException stays) {
            LOG.warn("{}: what an earlier run of the node left: {}", home.getFileName(), stays.toString());
        }
    }

    private static ThreadFactory named(String job) {
        return work -> {
            var thread = new Thread(work, "cloudy-daemons-" + job);
            thread.setDaemon(true);
            return thread;
        };
    }

    private record Handle(Daemon daemon, Supervised supervised) implements Running {

        @Override
        public DaemonState state() {
            return supervised.state();
        }

        @Override
        public void restart() {
            supervised.restart(this);
        }

        @Override
        public void reload() {
            supervised.reload(this);
        }

        @Override
        public List<String> log(int lines) throws IOException {
            return supervised.log().tail(lines);
        }

        @Override
        public Following follow(Consumer<String> reader) {
            return supervised.log().follow(reader);
        }

        @Override
        public void close() {
            supervised.letGo(this);
        }
    }
}
