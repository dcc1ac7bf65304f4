// SPDX-License-Identifier: Apache-2.0
package cloudy.dns;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * Serial numbers of zones: the day and a count of a hundred, as people read them, but first of all numbers that grow.
 * Secondaries fetch a zone only when its serial has grown (RFC 1982), so a clock that went back, more than a hundred
 * changes a day, or a clock that was years ahead for a moment must not make one smaller.
 */
final class Serials {

    private static final long WRAP = 1L << 32;
    private static final long HALF = 1L << 31;
    private static final int HUNDRED = 100;

    private Serials() {}

    /** The first serial of a zone. */
    static long first(Instant now) {
        long day = day(now);
        // A clock that stands in the year 5000 gives what no serial can be.
        return day < WRAP ? day : 1;
    }

    /** The serial after another one. */
    static long next(long before, Instant now) {
        long day = day(now);
        return day < WRAP && isAfter(day, before) ? day : (before + 1) % WRAP;
    }

    /** Whether a secondary that has one fetches the other. */
    static boolean isAfter(long serial, long than) {
        long distance = (serial - than + WRAP) % WRAP;
        return distance > 0 && distance < HALF;
    }

    private static long day(Instant now) {
        LocalDate date = LocalDate.ofInstant(now, ZoneOffset.UTC);
        long year = Math.max(0, date.getYear());
        return ((year * HUNDRED + date.getMonthValue()) * HUNDRED + date.getDayOfMonth()) * HUNDRED;
    }
}
