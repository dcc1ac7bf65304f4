// SPDX-License-Identifier: Apache-2.0
package cloudy.directory;

/**
 * How much the directory may hold.
 *
 * @param entries announcements
 * @param bytes memory for all of them, so that a few with the longest texts do not take what many were given
 */
record Room(int entries, long bytes) {

    private static final int KILOBYTE = 1024;
    private static final int LEAST = 1_000;
    private static final int MOST = 100_000;

    /** A quarter of the heap, at 1 kB each. */
    static Room in(long heapBytes) {
        return forEntries((int) Math.max(LEAST, Math.min(MOST, heapBytes / 4 / KILOBYTE)));
    }

    static Room forEntries(int entries) {
        return new Room(entries, (long) entries * KILOBYTE);
    }
}
