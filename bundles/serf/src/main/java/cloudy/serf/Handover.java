// SPDX-License-Identifier: Apache-2.0
package cloudy.serf;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/**
 * What one participation leaves to the next. A change of a setting makes all anew, and whoever ends then cannot know what
 * comes: what it announces through a foreign agent is withdrawn only when nobody takes it over soon.
 *
 * <p>Safe for use by many threads.
 */
@Component(service = Handover.class)
public final class Handover {

    private static final Duration SOON = Duration.ofSeconds(3);

    /** A node that stops does not wait longer for an agent that does not answer. */
    private static final Duration GOODBYE = Duration.ofMillis(700);

    /** Takes a tag away; blocks for as long as the agent does not answer, some seconds at most. */
    interface Farewell {

        /** Does it; the timer is for time limits. */
        void say(ScheduledExecutorService timer);
    }

    /** A tag that nobody looks after; each is another one, whatever it says. */
    private static final class Left {

        private final Endpoint rpc;
        private final Farewell farewell;

        Left(Endpoint rpc, Farewell farewell) {
            this.rpc = rpc;
            this.farewell = farewell;
        }
    }

    private final LastWrite lastWrite = new LastWrite();
    private final ScheduledExecutorService timer;
    private Optional<Left> left = Optional.empty();
    private boolean closed;

    @Activate
    public Handover() {
        this(Threads.passing("later"));
    }

    Handover(ScheduledExecutorService timer) {
        this.timer = timer;
    }

    LastWrite lastWrite() {
        return lastWrite;
    }

    /** Leaves the tag of the agent at an address to whoever is next. */
    void leave(Endpoint rpc, Farewell farewell) {
        var tag = new Left(rpc, farewell);
        boolean late;
        synchronized (this) {
            left.filter(before -> !before.rpc.equals(rpc))
                    .ifPresent(other -> timer.execute(() -> other.farewell.say(timer)));
            left = Optional.of(tag);
            late = closed;
            if (!late) {
                var unused = timer.schedule(() -> end(tag), SOON.toMillis(), TimeUnit.MILLISECONDS);
            }
        }
        if (late) {
            endInTime(tag);
        }
    }

    /** The next one looks after the tag of the agent at this address. */
    synchronized void take(Endpoint rpc) {
        left = left.filter(tag -> !tag.rpc.equals(rpc));
    }

    private void end(Left tag) {
        synchronized (this) {
            if (left.filter(now -> now == tag).isEmpty()) {
                return;
            }
            left = Optional.empty();
        }
        tag.farewell.say(timer);
    }

    private void endInTime(Left tag) {
        Thread thread = Threads.named("bye").newThread(() -> end(tag));
        thread.start();
        try {
            thread.join(GOODBYE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The bundle stops: nobody is next. */
    @Deactivate
    void close() {
        Optional<Left> last;
        synchronized (this) {
            closed = true;
            last = left;
        }
        last.ifPresent(this::endInTime);
        timer.shutdownNow();
    }
}
