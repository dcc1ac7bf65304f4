// SPDX-License-Identifier: Apache-2.0
package cloudy.daemons;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** The pause before a program that ended is started again: 0.1 s, doubled each time up to 60 s, give or take a fifth. */
final class Backoff {

    private static final long FIRST_MS = 100;
    private static final long LONGEST_MS = 60_000;
    private static final int DOUBLINGS_TO_LONGEST = 10;

    private final RandomGenerator random;

    Backoff(RandomGenerator random) {
        this.random = random;
    }

    /** The pause after so many ends in a row, at least one. */
    Duration after(int ends) {
        long full = Math.min(LONGEST_MS, FIRST_MS << Math.min(ends - 1, DOUBLINGS_TO_LONGEST));
        // Jitter keeps programs that one fault ended together from starting together for ever.
        return Duration.ofMillis(full * random.nextInt(80, 121) / 100);
    }
}
