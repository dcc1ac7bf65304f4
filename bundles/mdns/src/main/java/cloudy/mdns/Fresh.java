// SPDX-License-Identifier: Apache-2.0
package cloudy.mdns;

/**
 * How fresh something is that neighbours say: when to ask whether it still holds, and when to stop believing it. Asked at
 * 80, 85, 90 and 95 % of its time (RFC 6762, 5.2), or, never heard, at once and after 1, 4 and 13 s.
 */
final class Fresh {

    private static final int ASKS = 4;
    private static final long[] FIRST_ASKS = {0, 1_000, 4_000, 13_000};

    /** When to give up on what was never heard. */
    private static final long FIRST_END = 20_000;

    private static final int FIRST_PERCENT = 80;
    private static final int STEP_PERCENT = 5;

    private long since;
    private long lasts;
    private boolean heard;
    private int asked;
    private int jitter;

    /** Nothing was heard yet. */
    Fresh(long now) {
        since = now;
    }

    /**
     * It was said.
     *
     * @param jitter 0 to 2: percent, so that not everyone asks again at the same time
     */
    void hear(long now, long milliseconds, int jitter) {
        since = now;
        lasts = milliseconds;
        heard = true;
        asked = 0;
        this.jitter = jitter;
    }

    /** Begins again as if nothing had been heard. */
    void restart(long now) {
        since = now;
        heard = false;
        asked = 0;
    }

    /** Whether it was said, and nobody took longer than they promised to say it again. */
    boolean holds(long now) {
        return heard && now < end();
    }

    /** Whether it is over: neither said again nor ever said. */
    boolean isOver(long now) {
        return now >= end();
    }

    /** Whether it is time to ask; counts as having asked. */
    boolean asks(long now) {
        if (asked >= ASKS || now < nextAsk()) {
            return false;
        }
        asked++;
        return true;
    }

    /** When to look at it again. */
    long due() {
        return asked < ASKS ? Math.min(nextAsk(), end()) : end();
    }

    private long nextAsk() {
        return since + (heard ? lasts * (FIRST_PERCENT + asked * STEP_PERCENT + jitter) / 100 : FIRST_ASKS[asked]);
    }

    private long end() {
        return since + (heard ? lasts : FIRST_END);
    }
}
