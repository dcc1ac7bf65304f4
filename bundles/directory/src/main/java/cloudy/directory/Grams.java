// SPDX-License-Identifier: Apache-2.0
package cloudy.directory;

import java.util.ArrayList;
import java.util.List;

/**
 * The signatures of many texts, turned on their side: for each bit the numbers of the texts that have it. A search for some
 * word puts a handful of these rows together and knows which texts to look at, without a look at any other.
 *
 * <p>Not safe for threads: the directory's lock guards it.
 */
final class Grams {

    /** Texts of one block, in which the rows of all bits lie: a small directory takes 28 kB. */
    private static final int BLOCK = 256;

    /** Longs of a row in one block. */
    private static final int ROW = BLOCK / Long.SIZE;

    private final List<long[]> blocks = new ArrayList<>();

    /** Notes the signature of a text under a number that has none. */
    void put(int number, Signature signature) {
        while (number >= blocks.size() * BLOCK) {
            blocks.add(new long[Signature.BITS * ROW]);
        }
        long[] block = blocks.get(number / BLOCK);
        for (int bit : signature.bits()) {
            block[at(bit, number)] |= 1L << number;
        }
    }

    /** Forgets what is under a number. */
    void remove(int number) {
        long[] block = blocks.get(number / BLOCK);
        for (int bit = 0; bit < Signature.BITS; bit++) {
            block[at(bit, number)] &= ~(1L << number);
        }
    }

    /** Which numbers may hold words of this signature, which has bits: 64 to a long. */
    long[] covering(Signature words) {
        int[] bits = words.bits();
        long[] found = new long[blocks.size() * ROW];
        for (int i = 0; i < blocks.size(); i++) {
            long[] block = blocks.get(i);
            for (int word = 0; word < ROW; word++) {
                long all = -1;
                for (int bit : bits) {
                    all &= block[bit * ROW + word];
                }
                found[i * ROW + word] = all;
            }
        }
        return found;
    }

    private static int at(int bit, int number) {
        return bit * ROW + number % BLOCK / Long.SIZE;
    }
}
