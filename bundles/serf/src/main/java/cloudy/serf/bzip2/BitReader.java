// SPDX-License-Identifier: Apache-2.0
package cloudy.serf.bzip2;

/** Bits of an array, the highest of a byte first. */
final class BitReader {

    private final byte[] bytes;
    private int position;
    private long window;
    private int available;

    BitReader(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The next bits as a number, at most 32 of them. */
    int read(int count) throws Bzip2Exception {
        while (available < count) {
            if (position == bytes.length) {
                throw new Bzip2Exception("ends too early");
            }
            window = (window << 8) | (bytes[position++] & 0xFF);
            available += 8;
        }
        available -= count;
        return (int) ((window >>> available) & ((1L << count) - 1));
    }

    boolean readFlag() throws Bzip2Exception {
        return read(1) == 1;
    }

    /** Two numbers of 24 bits as one: the marks of blocks are so long. */
    long readMark() throws Bzip2Exception {
        return ((long) read(24) << 24) | read(24);
    }
}
