// SPDX-License-Identifier: Apache-2.0
package cloudy.directory;

/**
 * Which three-letter sequences occur in a text, hashed into 256 bits: a text without the bits of a word does not hold it.
 *
 * <p>A search for some word looks at four numbers of each announcement, and at the texts of the few per cent that pass;
 * an index of words would need a multiple of this memory and would not find the middle of a word.
 */
record Signature(long a, long b, long c, long d) {

    private static final int GRAM = 3;

    static final Signature NONE = new Signature(0, 0, 0, 0);

    /** The signature of folded text, or of plain ASCII, from an index on. */
    static Signature of(byte[] text, int from) {
        long[] bits = new long[4];
        int gram = 0;
        int length = 0;
        for (int i = from; i < text.length; i++) {
            int letter = Fold.lower(text[i]) & 0xFF;
            length = letter == 0 ? 0 : length + 1;
            gram = ((gram << 8) | letter) & 0xFFFFFF;
            if (length >= GRAM) {
                int hash = (gram * 0x9E3779B1) >>> 24;
                bits[hash >>> 6] |= 1L << hash;
            }
        }
        return new Signature(bits[0], bits[1], bits[2], bits[3]);
    }

    Signature and(Signature other) {
        return new Signature(a | other.a, b | other.b, c | other.c, d | other.d);
    }

    /** Whether every sequence of the other may occur here. */
    boolean covers(Signature other) {
        return ((other.a & ~a) | (other.b & ~b) | (other.c & ~c) | (other.d & ~d)) == 0;
    }
}
