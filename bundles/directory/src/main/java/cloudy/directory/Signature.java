// SPDX-License-Identifier: Apache-2.0
package cloudy.directory;

/**
 * Which sequences of two and three letters occur in a text, hashed into 256 bits: a text without the bits of a word does
 * not hold it.
 *
 * <p>A search for some word looks at four numbers of each announcement, and at the texts of the few per cent that pass;
 * an index of words would need a multiple of this memory and would not find the middle of a word.
 */
record Signature(long a, long b, long c, long d) {

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
            if (length >= 2) {
                note(bits, gram & 0xFFFF);
            }
            if (length >= 3) {
                // Above all pairs: no byte of a text is 0.
                note(bits, gram);
            }
        }
        return new Signature(bits[0], bits[1], bits[2], bits[3]);
    }

    private static void note(long[] bits, int sequence) {
        int hash = (sequence * 0x9E3779B1) >>> 24;
        bits[hash >>> 6] |= 1L << hash;
    }

    Signature and(Signature other) {
        return new Signature(a | other.a, b | other.b, c | other.c, d | other.d);
    }

    /** Whether every sequence of the other may occur here. */
    boolean covers(Signature other) {
        return other.isCoveredBy(a, b, c, d);
    }

    /** Whether every sequence may occur in a text whose signature these are; so it need not be an object of its own. */
    boolean isCoveredBy(long itsA, long itsB, long itsC, long itsD) {
        return ((a & ~itsA) | (b & ~itsB) | (c & ~itsC) | (d & ~itsD)) == 0;
    }
}
