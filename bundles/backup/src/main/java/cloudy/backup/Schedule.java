// SPDX-License-Identifier: Apache-2.0
package cloudy.backup;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has backups made when the {@link Plan} says so. Without a plan it does nothing, and has no thread. */
final class Schedule implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Schedule.class);

    /** A clock that is set, as that of a board without battery is after its start, is noticed within this time. */
    private static final Duration LOOK = Duration.ofHours(1);

    private final Supplier<Optional<Plan>> plan;
    private final History history;
    private final Clock clock;
    private final Runnable make;
    private final Instant started;
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, work -> {
        var thread = new Thread(work, "cloudy-backup-clock");
        thread.setDaemon(true);
        return thread;
    });
    private Optional<ScheduledFuture<?>> waiting = Optional.empty();

    /** @param make begins a backup, and does not wait for its end */
    Schedule(Supplier<Optional<Plan>> plan, History history, Clock clock, Runnable make) {
        this.plan = plan;
        this.history = history;
        this.clock = clock;
        this.make = make;
        started = clock.instant();
        timer.setRemoveOnCancelPolicy(true);
    }

    /** Looks whether it is time, and when it will be; also when the settings have changed. */
    synchronized void look() {
        waiting.ifPresent(old -> old.cancel(false));
        waiting = Optional.empty();
        Optional<Plan> now = plan.get();
        history.scheduled(now.isPresent(), clock.instant());
        if (now.isPresent()) {
            wait(now.get());
        }
    }

    private void wait(Plan now) {
        Instant at = clock.instant();
        if (!now.next(history.past(), started, at).isAfter(at)) {
            // First, so that a node that is killed over it does not try again and again.
            history.tries(at);
            try {
                make.run();
            } catch (RuntimeException e) {
                LOG.warn("The backup that was due was not begun: {}", e.getMessage());
            }
        }
        Duration rest = Duration.between(at, now.next(history.past(), started, at));
        long millis = Math.min(LOOK.toMillis(), Math.max(1, rest.toMillis()));
        try {
            waiting = Optional.of(timer.schedule(this::look, millis, TimeUnit.MILLISECONDS));
        } catch (RejectedExecutionException e) {
            LOG.debug("The node ends");
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
