// SPDX-License-Identifier: Apache-2.0
package cloudy.serf.bzip2;

import java.util.Arrays;

/**
 * The Huffman codes of a block and which of them each group of symbols uses.
 *
 * <p>Several numbers of codes are tried, and the smallest result is taken. The format wants two codes at least; where
 * one would do, the second one is the cheapest to write down.
 */
final class CodeBook {

    private static final int ROUNDS = 4;

    private final int[] symbols;
    private final int[][] lengths;
    private final int[] selected;

    private CodeBook(int[] symbols, int[][] lengths, int[] selected) {
        this.symbols = symbols;
        this.lengths = lengths;
        this.selected = selected;
    }

    static CodeBook smallestFor(int[] symbols) {
        CodeBook best = one(symbols);
        int groups = groups(symbols);
        for (int tables = 2; tables <= Math.min(Bzip2.MAX_TABLES, groups); tables++) {
            CodeBook other = several(symbols, tables);
            if (other.bits() < best.bits()) {
                best = other;
            }
        }
        return best;
    }

    private static int groups(int[] symbols) {
        return (symbols.length + Bzip2.GROUP - 1) / Bzip2.GROUP;
    }

    private static int alphabet(int[] symbols) {
        return symbols[symbols.length - 1] + 1;
    }

    private static CodeBook one(int[] symbols) {
        int alphabet = alphabet(symbols);
        int[] code = CodeLengths.of(frequencies(symbols, 0, symbols.length));
        var flat = new int[alphabet];
        Arrays.fill(flat, 32 - Integer.numberOfLeadingZeros(alphabet));
        return new CodeBook(symbols, new int[][] {code, flat}, new int[groups(symbols)]);
    }

    private static CodeBook several(int[] symbols, int tables) {
        int groups = groups(symbols);
        var selected = new int[groups];
        for (int group = 0; group < groups; group++) {
            selected[group] = group * tables / groups;
        }
        var lengths = new int[tables][];
        for (int round = 0; round < ROUNDS; round++) {
            var frequencies = new int[tables][alphabet(symbols)];
            for (int group = 0; group < groups; group++) {
                int to = Math.min(symbols.length, (group + 1) * Bzip2.GROUP);
                for (int i = group * Bzip2.GROUP; i < to; i++) {
                    frequencies[selected[group]][symbols[i]]++;
                }
            }
            for (int table = 0; table < tables; table++) {
                lengths[table] = CodeLengths.of(frequencies[table]);
            }
            for (int group = 0; group < groups; group++) {
                selected[group] = cheapest(symbols, lengths, group);
            }
        }
        return new CodeBook(symbols, lengths, selected);
    }

    private static int cheapest(int[] symbols, int[][] lengths, int group) {
        int to = Math.min(symbols.length, (group + 1) * Bzip2.GROUP);
        int best = 0;
        int least = Integer.MAX_VALUE;
        for (int table = 0; table < lengths.length; table++) {
            int bits = 0;
            for (int i = group * Bzip2.GROUP; i < to; i++) {
                bits += lengths[table][symbols[i]];
            }
            if (bits < least) {
                least = bits;
                best = table;
            }
        }
        return best;
    }

    private static int[] frequencies(int[] symbols, int from, int to) {
        var frequencies = new int[alphabet(symbols)];
        for (int i = from; i < to; i++) {
            frequencies[symbols[i]]++;
        }
        return frequencies;
    }

    private int bits() {
        int bits = 0;
        for (int[] table : lengths) {
            bits += 5 + table.length;
            for (int i = 0; i < table.length; i++) {
                bits += 2 * Math.abs(table[i] - (i == 0 ? table[0] : table[i - 1]));
            }
        }
        for (int rank : ranks()) {
            bits += rank + 1;
        }
        for (int i = 0; i < symbols.length; i++) {
            bits += lengths[selected[i / Bzip2.GROUP]][symbols[i]];
        }
        return bits;
    }

    void write(BitWriter out) {
        out.write(3, lengths.length);
        out.write(15, selected.length);
        for (int rank : ranks()) {
            out.write(rank + 1, (1 << (rank + 1)) - 2);
        }
        for (int[] table : lengths) {
            writeTable(out, table);
        }
        var words = new int[lengths.length][];
        for (int table = 0; table < lengths.length; table++) {
            words[table] = CodeLengths.words(lengths[table]);
        }
        for (int i = 0; i < symbols.length; i++) {
            int table = selected[i / Bzip2.GROUP];
            out.write(lengths[table][symbols[i]], words[table][symbols[i]]);
        }
    }

    private static void writeTable(BitWriter out, int[] table) {
        int length = table[0];
        out.write(5, length);
        for (int wanted : table) {
            for (; length < wanted; length++) {
                out.write(2, 2);
            }
            for (; length > wanted; length--) {
                out.write(2, 3);
            }
            out.write(1, 0);
        }
    }

    /** The selected tables, each as its place in the list of those used last. */
    private int[] ranks() {
        int[] front = {0, 1, 2, 3, 4, 5};
        var ranks = new int[selected.length];
        for (int i = 0; i < selected.length; i++) {
            int rank = 0;
            while (front[rank] != selected[i]) {
                rank++;
            }
            System.arraycopy(front, 0, front, 1, rank);
            front[0] = selected[i];
            ranks[i] = rank;
        }
        return ranks;
    }
}
