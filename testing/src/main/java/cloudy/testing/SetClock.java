// SPDX-License-Identifier: Apache-2.0
package cloudy.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that stands still until it is set; in UTC. Safe for use by many threads. */
public final class SetClock extends Clock {

    /** When one begins that is not told otherwise. */
    public static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    private volatile Instant now;

    public SetClock() {
        this(NOON);
    }

    public SetClock(Instant begin) {
        now = begin;
    }

    public void set(Instant to) {
        now = to;
    }

    /** Sets it later by a time. */
    public void pass(Duration time) {
        set(now.plus(time));
    }

    @Override
    public Instant instant() {
        return now;
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
