// SPDX-License-Identifier: Apache-2.0
package cloudy.directory;

import java.util.BitSet;

/**
 * Which letters, and sequences of two and three of them, occur in a text, hashed into {@value #BITS} bits: a text without
 * the bits of a word does not hold it. Each length has bits of its own, for there are a few pairs that all texts have, and
 * what else they stood for would be of no use.
 *
 * <p>An index of words would need a multiple of the memory and would not find the middle of a word.
 */
final class Signature {

    private static final int LETTERS = 128;
    private static final int PAIRS = 256;
    private static final int TRIPLES = 512;

    /** How many bits there are. */
    static final int BITS = LETTERS + PAIRS + TRIPLES;

    private final BitSet bits = new BitSet(BITS);

    private Signature() {}

    /** The signature of folded text, or of plain ASCII, from an index on. */
    static Signature of(byte[] text, int from) {
        var signature = new Signature();
        signature.add(text, from);
        return signature;
    }

    /** Of all words together. */
    static Signature of(Iterable<byte[]> words) {
        var signature = new Signature();
        words.forEach(word -> signature.add(word, 0));
        return signature;
    }

    private void add(byte[] text, int from) {
        int gram = 0;
        int length = 0;
        for (int i = from; i < text.length; i++) {
            int letter = Fold.lower(text[i]) & 0xFF;
            length = letter == 0 ? 0 : length + 1;
            gram = ((gram << Byte.SIZE) | letter) & 0xFFFFFF;
            if (length >= 1) {
                bits.set(letter % LETTERS);
            }
            if (length >= 2) {
                bits.set(LETTERS + hash(gram & 0xFFFF, PAIRS));
            }
            if (length >= 3) {
                bits.set(LETTERS + PAIRS + hash(gram, TRIPLES));
            }
        }
    }

    /** Below a power of two. */
    private static int hash(int sequence, int below) {
        return (sequence * 0x9E3779B1) >>> (Integer.numberOfLeadingZeros(below) + 1);
    }

    /** Whether there was no text. */
    boolean isEmpty() {
        return bits.isEmpty();
    }

    /** The bits that are set. */
    int[] bits() {
        int[] all = new int[bits.cardinality()];
        int bit = -1;
        for (int i = 0; i < all.length; i++) {
            bit = bits.nextSetBit(bit + 1);
            all[i] = bit;
        }
        return all;
    }
}
