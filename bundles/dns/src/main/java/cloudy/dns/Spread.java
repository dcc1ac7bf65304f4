// SPDX-License-Identifier: Apache-2.0
package cloudy.dns;

import java.time.Duration;
import java.time.Instant;

/** When guifi.net is asked: at minutes 0 and 30, each name server some seconds later by its id, as the original does it. */
final class Spread {

    private static final long HALF_HOUR_MILLIS = Duration.ofMinutes(30).toMillis();
    private static final int HUNDRED = 100;

    private Spread() {}

    /** The time from now on; never nothing. */
    static Duration untilNext(Instant now, long service) {
        long after = Duration.ofSeconds(Math.floorMod(service, HUNDRED)).toMillis();
        long since = Math.floorMod(now.toEpochMilli() - after, HALF_HOUR_MILLIS);
        return Duration.ofMillis(HALF_HOUR_MILLIS - since);
    }
}
