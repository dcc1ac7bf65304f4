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

    /** Takes a tag away; may block for moments. */
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
        this(Threads.passing("bye"));
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
        Optional<Left> other;
        synchronized (this) {
            other = left.filter(before -> !before.rpc.equals(rpc));
            left = Optional.of(tag);
            if (!closed) {
                var unused = timer.schedule(() -> end(tag), SOON.toMillis(), TimeUnit.MILLISECONDS);
            }
        }
        other.ifPresent(before -> before.farewell.say(timer));
        if (isClosed()) {
            end(tag);
        }
    }

    private synchronized boolean isClosed() {
        return closed;
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

    /** The bundle stops: nobody is next. */
    @Deactivate
    void close() {
        Optional<Left> last;
        synchronized (this) {
            closed = true;
            last = left;
        }
        last.ifPresent(this::end);
        timer.shutdownNow();
    }
}
