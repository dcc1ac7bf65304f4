// SPDX-License-Identifier: Apache-2.0
package cloudy.mdns;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/** Messages that real responders have sent, and what becomes of them when somebody means harm. */
final class Mutants {

    private static final int MAX = 9_000;
    private static final int HEADER = 12;

    /** Bytes at which readers go wrong: ends, pointers, the largest label and the one beyond. */
    private static final int[] EDGES = {0, 1, 63, 64, 127, 128, 0xC0, 0xC1, 0xFF};

    private final List<byte[]> sound;
    private final Random random;

    Mutants(Random random) {
        this.random = random;
        sound = sound();
    }

    /** What was recorded, as it was. */
    static List<byte[]> sound() {
        try (InputStream in = Mutants.class.getResourceAsStream("/messages.hex")) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(HexFormat.of()::parseHex)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One of them, changed in one to three ways. */
    byte[] next() {
        byte[] message = any().clone();
        for (int changes = 1 + random.nextInt(3); changes > 0 && message.length > 0; changes--) {
            message = changed(message);
        }
        return message;
    }

    private byte[] any() {
        return sound.get(random.nextInt(sound.size()));
    }

    private byte[] changed(byte[] message) {
        int at = random.nextInt(message.length);
        switch (random.nextInt(8)) {
            case 0 -> message[at] = (byte) random.nextInt(256);
            case 1 -> message[at] ^= (byte) (1 << random.nextInt(8));
            case 2 -> message[at] = (byte) EDGES[random.nextInt(EDGES.length)];
            case 3 -> {
                // A pointer, also to itself and to what points back to it.
                message[at] = (byte) 0xC0;
                message[(at + 1) % message.length] = (byte) random.nextInt(Math.min(256, message.length));
            }
            case 4 -> message[Math.min(message.length - 1, 4 + random.nextInt(HEADER - 4))] = (byte) random.nextInt(16);
            case 5 -> {
                return Arrays.copyOf(message, at);
            }
            case 6 -> {
                return joined(Arrays.copyOf(message, at), any());
            }
            default -> {
                byte[] again = Arrays.copyOfRange(message, at, Math.min(message.length, at + 1 + random.nextInt(64)));
                return joined(
                        joined(Arrays.copyOf(message, at), again), Arrays.copyOfRange(message, at, message.length));
            }
        }
        return message;
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, Math.min(MAX, first.length + second.length));
        System.arraycopy(second, 0, both, first.length, both.length - first.length);
        return both;
    }
}
