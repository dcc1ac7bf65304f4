// SPDX-License-Identifier: Apache-2.0
package cloudy.serf.bzip2;

import java.util.Arrays;

/** The rotations of a block in their order, found by doubling: no input makes it slow. */
final class Rotations {

    private static final int BITS = 20;
    private static final long MASK = (1L << BITS) - 1;

    private Rotations() {}

    /** Where each rotation begins, the smallest rotation first; the block has fewer than 2^20 bytes. */
    static int[] sorted(byte[] block) {
        int n = block.length;
        var rank = new int[n];
        for (int i = 0; i < n; i++) {
            rank[i] = block[i] & 0xFF;
        }
        // Rank, rank of the rotation that begins a little later, start: one number to sort by.
        var keys = new long[n];
        for (int step = 1; ; step *= 2) {
            for (int i = 0; i < n; i++) {
                keys[i] = ((long) rank[i] << (2 * BITS)) | ((long) rank[(i + step) % n] << BITS) | i;
            }
            Arrays.sort(keys);
            int distinct = 0;
            for (int i = 0; i < n; i++) {
                if (i > 0 && keys[i] >>> BITS != keys[i - 1] >>> BITS) {
                    distinct++;
                }
                rank[(int) (keys[i] & MASK)] = distinct;
            }
            if (distinct == n - 1 || step >= n) {
                break;
            }
        }
        var starts = new int[n];
        for (int i = 0; i < n; i++) {
            starts[i] = (int) (keys[i] & MASK);
        }
        return starts;
    }
}
