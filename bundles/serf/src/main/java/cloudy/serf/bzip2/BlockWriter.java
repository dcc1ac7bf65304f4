// SPDX-License-Identifier: Apache-2.0
package cloudy.serf.bzip2;

import java.util.Arrays;

/** Writes one stream of at most one block. */
final class BlockWriter {

    private static final int MAX_RUN = 255;

    private final byte[] input;

    BlockWriter(byte[] input) {
        this.input = input;
    }

    byte[] stream() {
        var out = new BitWriter();
        // "9", as every old writer has it, though what is here never fills the smallest block.
        out.write(32, 0x425A6839);
        int checksum = 0;
        if (input.length > 0) {
            checksum = Checksum.of(input, 0, input.length);
            writeBlock(out, checksum);
        }
        out.writeMark(Bzip2.END_MARK);
        out.write(32, checksum);
        return out.finish();
    }

    private void writeBlock(BitWriter out, int checksum) {
        byte[] block = shortenRuns();
        int[] order = Rotations.sorted(block);
        var last = new byte[block.length];
        int origin = 0;
        for (int i = 0; i < order.length; i++) {
            if (order[i] == 0) {
                origin = i;
            }
            last[i] = block[order[i] == 0 ? block.length - 1 : order[i] - 1];
        }
        out.writeMark(Bzip2.BLOCK_MARK);
        out.write(32, checksum);
        out.write(1, 0);
        out.write(24, origin);
        var present = new boolean[256];
        for (byte value : block) {
            present[value & 0xFF] = true;
        }
        writeAlphabet(out, present);
        int[] symbols = moveToFront(last, present);
        CodeBook.smallestFor(symbols).write(out);
    }

    /** Four equal bytes are followed by how many more there are. */
    private byte[] shortenRuns() {
        var out = new byte[input.length + input.length / 4 + 1];
        int length = 0;
        int i = 0;
        while (i < input.length) {
            int run = 1;
            while (run < MAX_RUN && i + run < input.length && input[i + run] == input[i]) {
                run++;
            }
            int written = Math.min(run, 4);
            Arrays.fill(out, length, length + written, input[i]);
            length += written;
            if (run >= 4) {
                out[length++] = (byte) (run - 4);
            }
            i += run;
        }
        return Arrays.copyOf(out, length);
    }

    private static void writeAlphabet(BitWriter out, boolean[] present) {
        var ranges = new int[16];
        int used = 0;
        for (int i = 0; i < 256; i++) {
            if (present[i]) {
                ranges[i >> 4] |= 0x8000 >> (i & 15);
                used |= 0x8000 >> (i >> 4);
            }
        }
        out.write(16, used);
        for (int range : ranges) {
            if (range != 0) {
                out.write(16, range);
            }
        }
    }

    /** The block as symbols: runs of the foremost byte in two digits, other bytes by their place, and the end. */
    private static int[] moveToFront(byte[] block, boolean[] present) {
        var front = new int[256];
        int size = 0;
        for (int i = 0; i < 256; i++) {
            if (present[i]) {
                front[size++] = i;
            }
        }
        var symbols = new int[block.length + 1];
        int count = 0;
        int run = 0;
        for (byte value : block) {
            int index = 0;
            while (front[index] != (value & 0xFF)) {
                index++;
            }
            if (index == 0) {
                run++;
                continue;
            }
            count = writeRun(symbols, count, run);
            run = 0;
            System.arraycopy(front, 0, front, 1, index);
            front[0] = value & 0xFF;
            symbols[count++] = index + 1;
        }
        count = writeRun(symbols, count, run);
        symbols[count++] = size + 1;
        return Arrays.copyOf(symbols, count);
    }

    private static int writeRun(int[] symbols, int count, int run) {
        int at = count;
        for (int rest = run; rest > 0; rest = (rest - 1) >> 1) {
            symbols[at++] = (rest & 1) == 1 ? Bzip2.RUN_A : Bzip2.RUN_B;
        }
        return at;
    }
}
