// SPDX-License-Identifier: Apache-2.0
package cloudy.rest.events;

import cloudy.api.access.Role;
import cloudy.api.event.Event;
import cloudy.api.event.EventSink;
import cloudy.api.network.Query;
import cloudy.api.network.ServiceDirectory;
import cloudy.rest.time.Clockwork;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Tells that the directory has changed, at most once a second: with 100,000 announcements it changes all the time.
 *
 * <p>One look at the directory for all who listen.
 */
final class DirectoryNews {

    private static final long PAUSE_MILLIS = 1_000;

    private final Clockwork clock;
    private final EventSink to;
    private final AtomicBoolean due = new AtomicBoolean();
    private Optional<ServiceDirectory> followed = Optional.empty();
    private Optional<ServiceDirectory.Watch> watch = Optional.empty();
    private volatile long told;
    private long toldRevision;

    DirectoryNews(Clockwork clock, EventSink to) {
        this.clock = clock;
        this.to = to;
        told = clock.millis() - PAUSE_MILLIS;
    }

    /** Follows a directory, or none, from now on. Not to be called by two threads at a time. */
    void follow(Optional<ServiceDirectory> wanted) {
        if (wanted.equals(followed)) {
            return;
        }
        watch.ifPresent(ServiceDirectory.Watch::close);
        watch = Optional.empty();
        followed = wanted;
        // Told once in any case: it may have changed after the caller read it and before the watch began.
        toldRevision = -1;
        wanted.ifPresent(directory -> {
            watch = Optional.of(directory.watch(Query.all(), changes -> changed()));
            changed();
        });
    }

    /** Called by any thread. */
    private void changed() {
        if (due.compareAndSet(false, true)) {
            clock.after(Math.max(0, told + PAUSE_MILLIS - clock.millis()), this::tell);
        }
    }

    private void tell() {
        due.set(false);
        followed.ifPresent(directory -> {
            long revision = directory.revision();
            if (revision != toldRevision) {
                told = clock.millis();
                toldRevision = revision;
                to.accept(new Event("directory", "", Role.VIEWER, Map.of("revision", Long.toString(revision))));
            }
        });
    }
}
