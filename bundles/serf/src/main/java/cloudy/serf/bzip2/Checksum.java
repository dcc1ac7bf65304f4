// SPDX-License-Identifier: Apache-2.0
package cloudy.serf.bzip2;

/** bzip2's CRC-32: the usual polynomial, highest bit first, which is not the one of {@link java.util.zip.CRC32}. */
final class Checksum {

    private static final int[] TABLE = new int[256];

    static {
        for (int i = 0; i < 256; i++) {
            int crc = i << 24;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc << 1) ^ (crc < 0 ? 0x04C11DB7 : 0);
            }
            TABLE[i] = crc;
        }
    }

    private Checksum() {}

    static int of(byte[] bytes, int from, int to) {
        int crc = -1;
        for (int i = from; i < to; i++) {
            crc = (crc << 8) ^ TABLE[(crc >>> 24) ^ (bytes[i] & 0xFF)];
        }
        return ~crc;
    }

    /** The checksum of a stream from those of its blocks. */
    static int combine(int stream, int block) {
        return Integer.rotateLeft(stream, 1) ^ block;
    }
}
