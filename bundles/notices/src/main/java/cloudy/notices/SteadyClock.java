// SPDX-License-Identifier: Apache-2.0
package cloudy.notices;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.LongSupplier;

/**
 * Begins with the time of day and goes on as time passes, whatever becomes of the time of day: for what is held back for
 * a minute, and must not be for years because the host had the wrong date.
 */
final class SteadyClock extends Clock {

    private final Instant begun;
    private final LongSupplier nanos;
    private final long first;

    SteadyClock() {
        this(Instant.now(), System::nanoTime);
    }

    SteadyClock(Instant begun, LongSupplier nanos) {
        this.begun = begun;
        this.nanos = nanos;
        first = nanos.getAsLong();
    }

    @Override
    public Instant instant() {
        return begun.plusNanos(nanos.getAsLong() - first);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("it has no use for a zone");
    }
}
