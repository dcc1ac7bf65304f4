// SPDX-License-Identifier: Apache-2.0
package cloudy.serf.bzip2;

/**
 * bzip2 for texts of some kilobytes, as they travel in the tags of a Serf cluster.
 *
 * <p>Of our own because a library would bring 2 MB for 400 bytes, and a stranger's tag must not make us allocate the
 * 3.6 MB that a block of the format may take. Writing looks for the smallest form, since what fits is counted in bytes.
 */
public final class Bzip2 {

    static final long BLOCK_MARK = 0x314159265359L;
    static final long END_MARK = 0x177245385090L;

    /** Symbols that share one choice of a table. */
    static final int GROUP = 50;

    static final int MAX_TABLES = 6;
    static final int RUN_A = 0;
    static final int RUN_B = 1;

    /** The longest input of {@link #compress}. */
    static final int MAX_INPUT = 64 * 1024;

    private Bzip2() {}

    /**
     * Packs some bytes into one stream of one block.
     *
     * @throws IllegalArgumentException for more than 64 kB
     */
    public static byte[] compress(byte[] input) {
        if (input.length > MAX_INPUT) {
            throw new IllegalArgumentException("too long to be compressed: " + input.length);
        }
        return new BlockWriter(input).stream();
    }

    /**
     * Unpacks a stream. Time and memory grow with the input and {@code limit} only, whatever the input says.
     *
     * @param limit the most bytes that may come out
     * @throws Bzip2Exception when it is damaged, or would become more than the limit
     */
    public static byte[] decompress(byte[] input, int limit) throws Bzip2Exception {
        return new BlockReader(input, limit).stream();
    }
}
