// SPDX-License-Identifier: Apache-2.0
package cloudy.access;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that goes on when it is told to, as a date and as milliseconds. */
final class TestClock extends Clock {

    private static final Instant START = Instant.parse("2026-11-22T10:00:00Z");

    private final AtomicLong millis = new AtomicLong();

    void advance(Duration time) {
        millis.addAndGet(time.toMillis());
    }

    @Override
    public long millis() {
        return instant().toEpochMilli();
    }

    /** By the clock that nobody sets. */
    long steadyMs() {
        return millis.get();
    }

    @Override
    public Instant instant() {
        return START.plusMillis(millis.get());
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
