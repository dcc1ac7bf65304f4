// SPDX-License-Identifier: Apache-2.0
package cloudy.dns.directory;

import java.net.InetAddress;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How many answers each part of the network may still get by UDP, where the sender of a query can be forged: nobody is to
 * be flooded through us. Parts share a count where their hashes fall together, so a table of fixed size does. For one
 * thread.
 */
final class Allowance {

    static final int PER_SECOND = 200;
    private static final int BURST = 400;
    private static final int TABLE = 4_096;
    private static final int V4_PREFIX = 3;
    private static final int V6_PREFIX = 7;
    private static final long SECOND_NS = 1_000_000_000L;

    private final int[] left = new int[TABLE];
    private final long[] filled = new long[TABLE];
    private final int seed = ThreadLocalRandom.current().nextInt();

    Allowance(long now) {
        java.util.Arrays.fill(left, BURST);
        java.util.Arrays.fill(filled, now);
    }

    /** Takes one answer from what an address, or those beside it, may have. */
    boolean take(InetAddress address, long now) {
        byte[] bytes = address.getAddress();
        int hash = seed;
        for (int i = 0; i < (bytes.length == 4 ? V4_PREFIX : V6_PREFIX); i++) {
            hash = (hash ^ bytes[i]) * 0x01000193;
        }
        int slot = (hash ^ (hash >>> 15)) & (TABLE - 1);
        long earned = Math.min(BURST, (now - filled[slot]) * PER_SECOND / SECOND_NS);
        if (earned > 0) {
            left[slot] = (int) Math.min(BURST, left[slot] + earned);
            filled[slot] = now;
        }
        if (left[slot] == 0) {
            return false;
        }
        left[slot]--;
        return true;
    }
}
