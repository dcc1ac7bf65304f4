// SPDX-License-Identifier: Apache-2.0
package cloudy.registry;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** How often a service is checked. Belongs to the loop. */
final class Pace {

    static final int LEAST_SECONDS = 5;
    static final int MOST_SECONDS = 3600;

    private static final double JITTER = 0.1;

    private Duration interval;

    Pace(int seconds) {
        set(seconds);
    }

    /** Out of bounds it is the nearest one. */
    void set(int seconds) {
        interval = Duration.ofSeconds(Math.max(LEAST_SECONDS, Math.min(MOST_SECONDS, seconds)));
    }

    /** How long to wait for the next round: never twice the same, so that rounds do not bunch. */
    Duration next() {
        double factor = 1 + JITTER * (2 * ThreadLocalRandom.current().nextDouble() - 1);
        return Duration.ofNanos((long) (interval.toNanos() * factor));
    }
}
