// SPDX-License-Identifier: Apache-2.0
package cloudy.dns.directory;

import java.util.function.LongSupplier;

/**
 * The serial of the zone: it grows where something has changed, once a second at most, so that it never overtakes the
 * clock that it is taken from at the next start. What is answered stays the same between two serials. Safe for threads.
 */
final class Serial {

    private static final long SECOND_NS = 1_000_000_000L;

    private final Names names;
    private final LongSupplier seconds;
    private final LongSupplier nanos;
    private volatile long seen;
    private volatile long number;
    private long since;

    /**
     * @param seconds since 1970
     * @param nanos of a clock that does not jump
     */
    Serial(Names names, LongSupplier seconds, LongSupplier nanos) {
        this.names = names;
        this.seconds = seconds;
        this.nanos = nanos;
        seen = names.changes();
        number = seconds.getAsLong();
        since = nanos.getAsLong() - SECOND_NS;
    }

    /** As it is now. */
    long now() {
        return names.changes() == seen ? number : grown();
    }

    private synchronized long grown() {
        long changes = names.changes();
        long now = nanos.getAsLong();
        if (changes != seen && now - since >= SECOND_NS) {
            since = now;
            number = Math.max(number + 1, seconds.getAsLong());
            seen = changes;
        }
        return number;
    }
}
