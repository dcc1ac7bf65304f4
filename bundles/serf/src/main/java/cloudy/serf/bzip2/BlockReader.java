// SPDX-License-Identifier: Apache-2.0
package cloudy.serf.bzip2;

import java.util.Arrays;

/** Reads one stream. Every array grows with what was really read, none with what the input claims. */
final class BlockReader {

    private static final int MAX_SELECTORS = 18_002;

    private final BitReader in;
    private final int limit;
    private byte[] out = new byte[1024];
    private int length;

    /** The block before its transformation is undone: bytes first, then also links to the next one. */
    private int[] block = new int[1024];

    private int blockLength;

    BlockReader(byte[] input, int limit) {
        in = new BitReader(input);
        this.limit = limit;
    }

    byte[] stream() throws Bzip2Exception {
        if (in.read(24) != 0x425A68) {
            throw new Bzip2Exception("does not begin with BZh");
        }
        int level = in.read(8) - '0';
        if (level < 1 || level > 9) {
            throw new Bzip2Exception("no such block size");
        }
        // Before the run-length coding is undone a block may be longer by a quarter than what comes out of it.
        int blockLimit = Math.min(level * 100_000, limit + limit / 4 + 8);
        int checksum = 0;
        for (long mark = in.readMark(); mark != Bzip2.END_MARK; mark = in.readMark()) {
            if (mark != Bzip2.BLOCK_MARK) {
                throw new Bzip2Exception("neither a block nor the end");
            }
            checksum = Checksum.combine(checksum, readBlock(blockLimit));
        }
        if (in.read(32) != checksum) {
            throw new Bzip2Exception("wrong checksum");
        }
        return Arrays.copyOf(out, length);
    }

    private int readBlock(int blockLimit) throws Bzip2Exception {
        int checksum = in.read(32);
        if (in.readFlag()) {
            throw new Bzip2Exception("randomised, as nothing has been since 1999");
        }
        int origin = in.read(24);
        blockLength = 0;
        readSymbols(blockLimit);
        if (origin >= blockLength) {
            throw new Bzip2Exception("the first byte is outside of the block");
        }
        int from = length;
        undo(origin);
        if (Checksum.of(out, from, length) != checksum) {
            throw new Bzip2Exception("wrong checksum");
        }
        return checksum;
    }

    private void readSymbols(int blockLimit) throws Bzip2Exception {
        byte[] front = readAlphabet();
        int alphabet = front.length + 2;
        int tables = in.read(3);
        int selectors = in.read(15);
        if (tables < 2 || tables > Bzip2.MAX_TABLES || selectors < 1) {
            throw new Bzip2Exception("impossible number of tables");
        }
        byte[] selected = readSelectors(tables, selectors);
        var codes = new CodeReader[tables];
        for (int i = 0; i < tables; i++) {
            codes[i] = CodeReader.read(in, alphabet);
        }
        int group = 0;
        int left = 0;
        CodeReader code = codes[0];
        int run = 0;
        int weight = 1;
        while (true) {
            if (left == 0) {
                if (group == selected.length) {
                    throw new Bzip2Exception("more symbols than announced");
                }
                code = codes[selected[group++]];
                left = Bzip2.GROUP;
            }
            left--;
            int symbol = code.next(in);
            if (symbol <= Bzip2.RUN_B) {
                run += weight << symbol;
                weight <<= 1;
                if (run > blockLimit) {
                    throw new Bzip2Exception("too long");
                }
                continue;
            }
            if (run > 0) {
                append(front[0], run, blockLimit);
                run = 0;
                weight = 1;
            }
            if (symbol == alphabet - 1) {
                return;
            }
            int index = symbol - 1;
            byte value = front[index];
            System.arraycopy(front, 0, front, 1, index);
            front[0] = value;
            append(value, 1, blockLimit);
        }
    }

    /** The bytes that occur, in their order. */
    private byte[] readAlphabet() throws Bzip2Exception {
        int ranges = in.read(16);
        var present = new byte[256];
        int count = 0;
        for (int range = 0; range < 16; range++) {
            if ((ranges & (0x8000 >> range)) != 0) {
                int bits = in.read(16);
                for (int i = 0; i < 16; i++) {
                    if ((bits & (0x8000 >> i)) != 0) {
                        present[count++] = (byte) ((range << 4) | i);
                    }
                }
            }
        }
        if (count == 0) {
            throw new Bzip2Exception("a block without bytes");
        }
        return Arrays.copyOf(present, count);
    }

    private byte[] readSelectors(int tables, int count) throws Bzip2Exception {
        var selected = new byte[Math.min(count, MAX_SELECTORS)];
        byte[] front = {0, 1, 2, 3, 4, 5};
        for (int i = 0; i < count; i++) {
            int index = 0;
            while (in.readFlag()) {
                if (++index == tables) {
                    throw new Bzip2Exception("no such table");
                }
            }
            byte value = front[index];
            System.arraycopy(front, 0, front, 1, index);
            front[0] = value;
            if (i < selected.length) {
                selected[i] = value;
            }
        }
        return selected;
    }

    private void append(byte value, int times, int blockLimit) throws Bzip2Exception {
        if (times > blockLimit - blockLength) {
            throw new Bzip2Exception("too long");
        }
        int end = blockLength + times;
        if (end > block.length) {
            block = Arrays.copyOf(block, Math.min(blockLimit, Math.max(end, block.length * 2)));
        }
        Arrays.fill(block, blockLength, end, value & 0xFF);
        blockLength = end;
    }

    /** Undoes the Burrows-Wheeler transformation, and the run-length coding that came before it. */
    private void undo(int origin) throws Bzip2Exception {
        var start = new int[257];
        for (int i = 0; i < blockLength; i++) {
            start[(block[i] & 0xFF) + 1]++;
        }
        for (int i = 0; i < 256; i++) {
            start[i + 1] += start[i];
        }
        for (int i = 0; i < blockLength; i++) {
            block[start[block[i] & 0xFF]++] |= i << 8;
        }
        int at = block[origin] >>> 8;
        int last = -1;
        int same = 0;
        for (int i = 0; i < blockLength; i++) {
            int value = block[at] & 0xFF;
            at = block[at] >>> 8;
            if (same == 4) {
                emit(last, value);
                same = 0;
                last = -1;
            } else {
                same = value == last ? same + 1 : 1;
                last = value;
                emit(value, 1);
            }
        }
    }

    private void emit(int value, int times) throws Bzip2Exception {
        if (times > limit - length) {
            throw new Bzip2Exception("becomes more than " + limit + " bytes");
        }
        int end = length + times;
        if (end > out.length) {
            out = Arrays.copyOf(out, Math.min(limit, Math.max(end, out.length * 2)));
        }
        Arrays.fill(out, length, end, (byte) value);
        length = end;
    }
}
