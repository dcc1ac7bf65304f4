// SPDX-License-Identifier: Apache-2.0
package cloudy.doctor;

import cloudy.api.Greeting;
import cloudy.api.doctor.Check;
import cloudy.api.doctor.Finding;
import cloudy.api.doctor.Finding.Grade;
import cloudy.api.event.Event;
import cloudy.api.event.EventSink;
import cloudy.api.form.Texts;
import cloudy.api.notice.Notices;
import cloudy.api.notice.Notices.Urgency;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the checks: once the node is up, twice a day, and when somebody asks; and remembers what they found. What is not
 * well at the start, when others are still finding themselves, is looked at again a little later, before anybody is told.
 */
@Component(service = {Doctor.class, Greeting.class})
public final class Doctor implements Greeting, EventSink {

    static final Pattern ID = Pattern.compile("[a-z0-9-]{1,48}");

    private static final Logger log = LoggerFactory.getLogger(Doctor.class);
    private static final Duration SETTLING = Duration.ofSeconds(30);
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration AGAIN = Duration.ofMinutes(1);
    private static final Duration AGAIN_MOST = Duration.ofMinutes(10);
    private static final Duration BETWEEN = Duration.ofHours(12);
    private static final Duration JITTER = Duration.ofHours(1);
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int MAX_CHECKS = 500;

    /** No id of a check. */
    private static final String ALL_BAD = "*";

    private final Memory memory;
    private final Clock clock;
    private final Bench bench;
    private final ScheduledExecutorService timer = timer();

    /** Held by who runs checks. */
    private final ReentrantLock turn = new ReentrantLock();

    private volatile Map<String, Result> results = Map.of();
    private volatile Optional<Instant> ran = Optional.empty();
    private volatile boolean settled;
    private volatile Seen seen = new Seen(0, 0);
    private final AtomicBoolean greeted = new AtomicBoolean();
    private final AtomicBoolean waiting = new AtomicBoolean();
    private volatile int looks;

    /** Of who tells. */
    private Duration again = AGAIN;

    private final Set<String> touched = ConcurrentHashMap.newKeySet();

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    volatile List<Check> checks = List.of();

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    volatile Notices notices;

    /** How far the checks have come, of those that there are. */
    record Seen(int looked, int all) {}

    private Optional<ServiceRegistration<EventSink>> registration = Optional.empty();

    /** What tells of events is examined as well: as a component's service each would wait for the other. */
    @Activate
    public Doctor(BundleContext context) {
        this(Path.of(System.getProperty("karaf.data"), "doctor", "memory"), Clock.systemUTC(), LIMIT);
        registration =
                Optional.of(context.registerService(EventSink.class, this, FrameworkUtil.asDictionary(Map.of())));
        // Where it is installed into a node that is up, nobody asks for a greeting.
        in(SETTLING, this::begin);
    }

    Doctor(Path memory, Clock clock, Duration limit) {
        this.memory = new Memory(memory);
        this.clock = clock;
        bench = new Bench(limit);
    }

    @Deactivate
    void close() {
        registration.ifPresent(ServiceRegistration::unregister);
        timer.shutdownNow();
    }

    /** Nothing to be said; but the node is up now. */
    @Override
    public List<Texts> lines() {
        in(Duration.ZERO, this::begin);
        return List.of();
    }

    /** Looks again at what somebody knows to have changed, and at what is bad when the operator has set something. */
    @Override
    public void accept(Event event) {
        if (event.type().equals("check")) {
            soon(event.subject(), () -> Set.of(event.subject()));
        } else if (event.type().equals("settings") && !bad().isEmpty()) {
            soon(ALL_BAD, this::bad);
        }
    }

    /** Several that ask for the same before it is done are one. */
    private void soon(String what, Supplier<Set<String>> which) {
        if (touched.add(what)) {
            in(SOON, () -> {
                touched.remove(what);
                look(which.get());
                if (settled) {
                    tell();
                }
            });
        }
    }

    /** What the checks found, in the order of their ids. */
    List<Result> results() {
        return List.copyOf(results.values());
    }

    /** When all checks had looked last; empty before the first time. */
    Optional<Instant> ran() {
        return ran;
    }

    /** How far the checks have come that are looking. */
    Seen seen() {
        return seen;
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
            lookAtAll(progress);
        } finally {
            turn.unlock();
        }
        settled = true;
        tell();
    }

    /** Held by the turn. */
    private void lookAtAll(BiConsumer<Result, Integer> progress) throws InterruptedException {
        var now = new TreeMap<String, Result>();
        Map<String, Check> all = present();
        for (Map.Entry<String, Check> entry : all.entrySet()) {
            seen = new Seen(now.size(), all.size());
            Result result = look(entry.getKey(), entry.getValue());
            now.put(result.id(), result);
            progress.accept(result, 100 * now.size() / all.size());
        }
        seen = new Seen(all.size(), all.size());
        results = Collections.unmodifiableMap(now);
        ran = Optional.of(clock.instant());
    }

    private Result look(String id, Check check) throws InterruptedException {
        return new Result(id, check.title(), bench.look(id, check), clock.instant());
    }

    /** Has some checks look again, if there are findings of a whole round already. */
    private void look(Set<String> ids) throws InterruptedException {
        turn.lockInterruptibly();
        try {
            if (ran.isEmpty()) {
                return;
            }
            var now = new TreeMap<>(results);
            for (Map.Entry<String, Check> entry : present().entrySet()) {
                if (ids.contains(entry.getKey())) {
                    now.put(entry.getKey(), look(entry.getKey(), entry.getValue()));
                }
            }
            results = Collections.unmodifiableMap(now);
        } finally {
            turn.unlock();
        }
    }

    /** Looks for the first time, unless that was done. */
    void begin() throws InterruptedException {
        if (!greeted.compareAndSet(false, true)) {
            return;
        }
        turn.lockInterruptibly();
        try {
            lookAtAll((result, percent) -> {});
        } finally {
            turn.unlock();
        }
        in(SETTLING, this::settle);
    }

    /** Looks once more at what was not well, or was not there, and tells from then on. */
    void settle() throws InterruptedException {
        var again = new HashSet<>(present().keySet());
        again.removeAll(results.keySet());
        again.addAll(bad());
        look(again);
        settled = true;
        tell();
        later();
    }

    private Set<String> bad() {
        return results.values().stream().filter(Result::isBad).map(Result::id).collect(Collectors.toSet());
    }

    /** Has what is bad be looked at once more: what was mended does not stand for half a day. */
    void lookAgain() throws InterruptedException {
        waiting.set(false);
        look(bad());
        tell();
    }

    private void later() {
        in(BETWEEN.plusSeconds(ThreadLocalRandom.current().nextLong(JITTER.toSeconds())), () -> {
            try {
                run((result, percent) -> {});
            } finally {
                later();
            }
        });
    }

    private interface Work {
        void run() throws InterruptedException;
    }

    private void in(Duration delay, Work work) {
        try {
            var unused = timer.schedule(
                    () -> {
                        try {
                            work.run();
                        } catch (InterruptedException e) {
                            // The node ends.
                            Thread.currentThread().interrupt();
                        } catch (RuntimeException e) {
                            log.error("The doctor could not look", e);
                        }
                    },
                    delay.toMillis(),
                    TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            log.debug("The doctor has gone");
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
        boolean other = !now.equals(stand);
        if (other) {
            again = AGAIN;
        }
        if (!now.isEmpty() && (waiting.compareAndSet(false, true) || other)) {
            int mine = ++looks;
            in(again, () -> {
                if (mine == looks) {
                    lookAgain();
                }
            });
            // What has just come is often mended at once; what stays is looked at less and less often.
            again = again.compareTo(AGAIN_MOST.dividedBy(2)) < 0 ? again.multipliedBy(2) : AGAIN_MOST;
        }
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
