// SPDX-License-Identifier: Apache-2.0
package cloudy.serf.bzip2;

import java.io.ByteArrayOutputStream;

/** Collects bits, the highest of a byte first. */
final class BitWriter {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    private long window;
    private int pending;

    /** Adds the lowest bits of a number, at most 32 of them. */
    void write(int count, long bits) {
        window = (window << count) | (bits & ((1L << count) - 1));
        pending += count;
        while (pending >= 8) {
            pending -= 8;
            bytes.write((int) (window >>> pending));
        }
    }

    void writeMark(long mark) {
        write(24, mark >>> 24);
        write(24, mark);
    }

    /** What was written, the last byte filled up with zeros. */
    byte[] finish() {
        if (pending > 0) {
            write(8 - pending, 0);
        }
        return bytes.toByteArray();
    }
}
