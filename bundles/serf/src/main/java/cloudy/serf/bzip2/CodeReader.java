// SPDX-License-Identifier: Apache-2.0
package cloudy.serf.bzip2;

/** One Huffman code of a block: the lengths of its words, and the words that follow from them. */
final class CodeReader {

    private static final int MAX_BITS = 20;

    /** How many words there are of each length, and all symbols in the order of their words. */
    private final int[] counts;

    private final int[] symbols;

    private CodeReader(int[] lengths) {
        counts = new int[MAX_BITS + 1];
        symbols = new int[lengths.length];
        for (int length : lengths) {
            counts[length]++;
        }
        var next = new int[MAX_BITS + 2];
        for (int bits = 1; bits <= MAX_BITS; bits++) {
            next[bits + 1] = next[bits] + counts[bits];
        }
        for (int symbol = 0; symbol < lengths.length; symbol++) {
            symbols[next[lengths[symbol]]++] = symbol;
        }
    }

    static CodeReader read(BitReader in, int alphabet) throws Bzip2Exception {
        var lengths = new int[alphabet];
        int length = in.read(5);
        for (int symbol = 0; symbol < alphabet; symbol++) {
            while (true) {
                if (length < 1 || length > MAX_BITS) {
                    throw new Bzip2Exception("a code word of impossible length");
                }
                if (!in.readFlag()) {
                    break;
                }
                length += in.readFlag() ? -1 : 1;
            }
            lengths[symbol] = length;
        }
        return new CodeReader(lengths);
    }

    int next(BitReader in) throws Bzip2Exception {
        int code = 0;
        int first = 0;
        int index = 0;
        for (int bits = 1; bits <= MAX_BITS; bits++) {
            code |= in.read(1);
            int count = counts[bits];
            if (code - first < count) {
                return symbols[index + (code - first)];
            }
            index += count;
            first = (first + count) << 1;
            code <<= 1;
        }
        throw new Bzip2Exception("no such code word");
    }
}
