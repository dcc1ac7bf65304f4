// SPDX-License-Identifier: Apache-2.0
package cloudy.rest;

import cloudy.rest.time.Clockwork;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The streams that are open. One look at all of them ends those whose caller would not be let in any more, and has the
 * silent ones show that they live. Nothing wakes up while there are none. Safe for use by many threads.
 */
final class Streams implements AutoCloseable {

    /** A caller who was shown the door is gone within half a minute. */
    static final long LOOK_MILLIS = 25_000;

    private static final Logger LOG = LoggerFactory.getLogger(Streams.class);

    private final Clockwork clock;
    private final Set<Pieces> open = new LinkedHashSet<>();
    private boolean looking;
    private boolean closed;

    Streams(Clockwork clock) {
        this.clock = clock;
    }

    /**
     * Has one more, until {@link #remove}; false when it came too late. Who comes anew may have left before without a
     * word, as a page does that is loaded again: the others of his address are sounded, since the connections of each
     * address are counted.
     */
    boolean add(Pieces pieces) {
        all().stream().filter(pieces::isBeside).forEach(Pieces::sound);
        return keep(pieces);
    }

    private synchronized boolean keep(Pieces pieces) {
        if (closed) {
            return false;
        }
        open.add(pieces);
        if (!looking) {
            looking = true;
            clock.after(LOOK_MILLIS, this::look);
        }
        return true;
    }

    synchronized void remove(Pieces pieces) {
        open.remove(pieces);
    }

    private void look() {
        for (Pieces pieces : all()) {
            if (holds(pieces)) {
                pieces.showLife();
            } else {
                pieces.close();
            }
        }
        synchronized (this) {
            looking = !open.isEmpty() && !closed;
            if (looking) {
                clock.after(LOOK_MILLIS, this::look);
            }
        }
    }

    private static boolean holds(Pieces pieces) {
        try {
            return pieces.holds();
        } catch (RuntimeException e) {
            LOG.warn("Whether a caller may still listen is not known; the stream ends", e);
            return false;
        }
    }

    private synchronized List<Pieces> all() {
        return List.copyOf(open);
    }

    /** Ends all of them, and those that come. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        clock.close();
        all().forEach(Pieces::close);
    }
}
