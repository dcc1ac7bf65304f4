// SPDX-License-Identifier: Apache-2.0
package cloudy.serf.bzip2;

import java.util.Arrays;
import java.util.Comparator;
import java.util.PriorityQueue;

/** How long the word of each symbol is in a Huffman code, and the words. */
final class CodeLengths {

    /** What bzip2 itself writes at most; readers take 20. */
    private static final int LONGEST = 17;

    /** A symbol, or two nodes under one. */
    private record Node(long weight, int depth, int symbol, Node left, Node right) {}

    private CodeLengths() {}

    /** Word lengths for symbols that occur so often; what does not occur gets a word too, as the format wants. */
    static int[] of(int[] frequencies) {
        var weights = new long[frequencies.length];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = Math.max(1, frequencies[i]) * 256L;
        }
        while (true) {
            int[] lengths = build(weights);
            if (Arrays.stream(lengths).max().orElse(0) <= LONGEST) {
                return lengths;
            }
            // Flatter weights give a shallower tree.
            for (int i = 0; i < weights.length; i++) {
                weights[i] = 256 * (1 + weights[i] / 512);
            }
        }
    }

    private static int[] build(long[] weights) {
        var queue =
                new PriorityQueue<Node>(Comparator.comparingLong(Node::weight).thenComparingInt(Node::depth));
        for (int symbol = 0; symbol < weights.length; symbol++) {
            queue.add(new Node(weights[symbol], 0, symbol, null, null));
        }
        while (queue.size() > 1) {
            Node left = queue.remove();
            Node right = queue.remove();
            queue.add(new Node(
                    left.weight() + right.weight(), 1 + Math.max(left.depth(), right.depth()), -1, left, right));
        }
        var lengths = new int[weights.length];
        measure(queue.remove(), 0, lengths);
        return lengths;
    }

    private static void measure(Node node, int depth, int[] lengths) {
        if (node.left() == null) {
            lengths[node.symbol()] = depth;
        } else {
            measure(node.left(), depth + 1, lengths);
            measure(node.right(), depth + 1, lengths);
        }
    }

    /** The words: counted up, the shorter ones first, among equals in the order of symbols. */
    static int[] words(int[] lengths) {
        var words = new int[lengths.length];
        int word = 0;
        for (int length = 1; length <= LONGEST; length++) {
            for (int symbol = 0; symbol < lengths.length; symbol++) {
                if (lengths[symbol] == length) {
                    words[symbol] = word++;
                }
            }
            word <<= 1;
        }
        return words;
    }
}
