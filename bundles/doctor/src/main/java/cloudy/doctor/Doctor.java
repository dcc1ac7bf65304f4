// SPDX-License-Identifier: Apache-2.0
package cloudy.doctor;

import cloudy.api.doctor.Check;
import cloudy.api.doctor.Finding;
import cloudy.api.doctor.Finding.Grade;
import cloudy.api.notice.Notices;
import cloudy.api.notice.Notices.Urgency;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the checks: soon after the start, twice a day, and when somebody asks; and remembers what they found. */
@Component(service = Doctor.class)
public final class Doctor {

    static final Pattern ID = Pattern.compile("[a-z0-9-]{1,48}");

    private static final Logger log = LoggerFactory.getLogger(Doctor.class);
    private static final Duration FIRST = Duration.ofSeconds(30);
    private static final Duration BETWEEN = Duration.ofHours(12);
    private static final Duration JITTER = Duration.ofHours(1);
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int MAX_CHECKS = 500;

    private final Memory memory;
    private final Clock clock;
    private final Bench bench;
    private final ScheduledExecutorService timer = timer();

    /** Held by who runs checks. */
    private final ReentrantLock turn = new ReentrantLock();

    private volatile Map<String, Result> results = Map.of();
    private volatile Optional<Instant> ran = Optional.empty();

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    volatile List<Check> checks = List.of();

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    volatile Notices notices;

    @Activate
    public Doctor() {
        this(Path.of(System.getProperty("karaf.data"), "doctor", "memory"), Clock.systemUTC(), LIMIT);
        schedule(FIRST);
    }

    Doctor(Path memory, Clock clock, Duration limit) {
        this.memory = new Memory(memory);
        this.clock = clock;
        bench = new Bench(limit);
    }

    @Deactivate
    void close() {
        timer.shutdownNow();
    }

    /** What the checks found, in the order of their ids. */
    List<Result> results() {
        return List.copyOf(results.values());
    }

    /** When all checks had looked last; empty before the first time. */
    Optional<Instant> ran() {
        return ran;
    }

    boolean isIgnored(String id) {
        return memory.isIgnored(id, clock.instant());
    }

    Optional<Instant> ignoredUntil(String id) {
        return memory.ignoredUntil(id);
    }

    /** Whether there is a check of this id. */
    boolean knows(String id) {
        return present().containsKey(id) || results.containsKey(id);
    }

    /** Tells no more of what a check finds, until some moment or for ever. */
    void ignore(String id, Optional<Instant> until) throws IOException {
        memory.ignore(id, until);
        tell();
    }

    /** Tells of it again; false when it was told of. */
    boolean heed(String id) throws IOException {
        boolean was = memory.heed(id);
        tell();
        return was;
    }

    /**
     * Has every check look. Who comes while another does waits for his turn.
     *
     * @param progress is told each result and how many are done, of a hundred
     */
    void run(BiConsumer<Result, Integer> progress) throws InterruptedException {
        turn.lockInterruptibly();
        try {
            var now = new TreeMap<String, Result>();
            Map<String, Check> all = present();
            for (Map.Entry<String, Check> entry : all.entrySet()) {
                var finding = bench.look(entry.getKey(), entry.getValue());
                var result = new Result(entry.getKey(), entry.getValue().title(), finding, clock.instant());
                now.put(result.id(), result);
                progress.accept(result, 100 * now.size() / all.size());
            }
            results = java.util.Collections.unmodifiableMap(now);
            ran = Optional.of(clock.instant());
        } finally {
            turn.unlock();
        }
        tell();
    }

    private void schedule(Duration delay) {
        var unused = timer.schedule(this::runByItself, delay.toSeconds(), TimeUnit.SECONDS);
    }

    private void runByItself() {
        try {
            run((result, percent) -> {});
            schedule(BETWEEN.plusSeconds(ThreadLocalRandom.current().nextLong(JITTER.toSeconds())));
        } catch (InterruptedException e) {
            // The node ends.
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            log.error("The doctor could not run", e);
            schedule(BETWEEN);
        }
    }

    /** The checks by id; of two with one id the first counts. */
    private Map<String, Check> present() {
        var all = new TreeMap<String, Check>();
        for (Check check : checks) {
            try {
                if (!ID.matcher(check.id()).matches() || check.title() == null) {
                    log.warn(
                            "The check {} has no sound id and title",
                            check.getClass().getName());
                } else if (all.size() < MAX_CHECKS && all.putIfAbsent(check.id(), check) != null) {
                    log.warn("There are two checks called {}", check.id());
                }
            } catch (RuntimeException e) {
                log.warn("The check {} has no id", check.getClass().getName(), e);
            }
        }
        return all;
    }

    /** Brings the notices up to date. */
    private synchronized void tell() {
        Notices board = notices;
        if (board == null || ran.isEmpty()) {
            return;
        }
        Set<String> stand = memory.raised();
        Set<String> now = new HashSet<>();
        for (Result result : results.values()) {
            Finding finding = result.finding();
            if (result.isBad() && !isIgnored(result.id())) {
                now.add(result.id());
                board.raise(
                        notice(result.id()),
                        finding.grade() == Grade.FAULT ? Urgency.FAULT : Urgency.WARNING,
                        finding.text());
            }
        }
        stand.stream().filter(id -> !now.contains(id)).forEach(id -> board.clear(notice(id)));
        memory.raised(now);
    }

    private static String notice(String id) {
        return "doctor:" + id;
    }

    private static ScheduledExecutorService timer() {
        var timer = new ScheduledThreadPoolExecutor(1, work -> {
            var thread = new Thread(work, "cloudy-doctor-timer");
            thread.setDaemon(true);
            return thread;
        });
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        return timer;
    }
}
