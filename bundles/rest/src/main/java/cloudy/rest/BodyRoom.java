// SPDX-License-Identifier: Apache-2.0
package cloudy.rest;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How much of what callers send is in memory at a time: a thousand connections that each bring a body of a permitted size
 * would be more than the node has. Safe for use by many threads.
 */
final class BodyRoom {

    private static final long MOST = 16L * 1024 * 1024;

    /** Of the heap; what becomes of a body takes several times its size. */
    private static final int SHARE = 16;

    private final long max;
    private final AtomicLong taken = new AtomicLong();

    BodyRoom(long max) {
        this.max = max;
    }

    /** What the bodies of all may take together in this process. */
    static long inAll() {
        return Math.min(MOST, Runtime.getRuntime().maxMemory() / SHARE);
    }

    /** Takes that many bytes more, if there is room. */
    boolean take(int bytes) {
        if (taken.addAndGet(bytes) <= max) {
            return true;
        }
        taken.addAndGet(-bytes);
        return false;
    }

    void give(int bytes) {
        taken.addAndGet(-bytes);
    }

    long taken() {
        return taken.get();
    }
}
