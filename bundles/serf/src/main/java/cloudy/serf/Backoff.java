// SPDX-License-Identifier: Apache-2.0
package cloudy.serf;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Pauses that double up to a longest one, each shortened by up to a third so that nodes do not march in step. */
final class Backoff {

    private final Duration first;
    private final Duration longest;
    private final RandomGenerator random;
    private Duration next;

    Backoff(Duration first, Duration longest, RandomGenerator random) {
        this.first = first;
        this.longest = longest;
        this.random = random;
        next = first;
    }

    /** The pause to make now. */
    Duration next() {
        long nanos = next.toNanos();
        next = next.multipliedBy(2).compareTo(longest) < 0 ? next.multipliedBy(2) : longest;
        return Duration.ofNanos(nanos - random.nextLong(nanos / 3 + 1));
    }

    /** Starts again with the first pause. */
    void reset() {
        next = first;
    }
}
