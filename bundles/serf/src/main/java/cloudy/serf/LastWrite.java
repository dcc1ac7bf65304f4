// SPDX-License-Identifier: Apache-2.0
package cloudy.serf;

import java.time.Duration;

/**
 * When this node's tag was written last. It outlives a change of settings, because the nodes that pass each update on
 * count updates. Safe for use by many threads.
 */
final class LastWrite {

    private volatile boolean any;
    private volatile long nanos;

    void at(long now) {
        nanos = now;
        any = true;
    }

    /** How long to wait so that the pause since the last one is long enough; nothing or less when it is. */
    long left(Duration pause, long now) {
        return any ? pause.toNanos() - (now - nanos) : 0;
    }
}
