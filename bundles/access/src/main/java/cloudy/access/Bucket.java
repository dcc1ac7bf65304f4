// SPDX-License-Identifier: Apache-2.0
package cloudy.access;

import java.time.Duration;

/**
 * How often somebody has been wrong. A few times are free; then each one delays the next, twice as long as the one
 * before, up to a bound. It runs empty with time.
 */
final class Bucket {

    private static final int FREE = 10;
    private static final long FIRST_DELAY_MS = 1_000;
    private static final int MAX_DOUBLINGS = 10;
    private static final double LEAK_MS = Duration.ofMinutes(5).toMillis();

    private final long maxDelayMs;
    private double level;
    private long at;
    private long notBefore;

    Bucket(Duration maxDelay, long nowMs) {
        maxDelayMs = maxDelay.toMillis();
        at = nowMs;
        notBefore = nowMs;
    }

    /** How long until the next try is listened to, or 0. */
    long waitMs(long nowMs) {
        return Math.max(0, notBefore - nowMs);
    }

    /** Counts a try, before it is known whether it is a wrong one: many at once would else be free. */
    void take(long nowMs) {
        level = Math.max(0, level - (nowMs - at) / LEAK_MS);
        at = nowMs;
        if (level >= FREE) {
            int doublings = (int) Math.min(Math.round(level - FREE), MAX_DOUBLINGS);
            notBefore = nowMs + Math.min(maxDelayMs, FIRST_DELAY_MS << doublings);
        }
        level = Math.min(level + 1, FREE + MAX_DOUBLINGS);
    }

    /** The try was a right one, or did not take place. */
    void giveBack() {
        level = Math.max(0, level - 1);
    }

    /** There was a right one, by whom alone this bucket is. */
    void clear() {
        level = 0;
        notBefore = at;
    }
}
