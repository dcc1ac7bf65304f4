// SPDX-License-Identifier: Apache-2.0
package cloudy.api.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;

/** A process that writes one file again and again until it is killed, and says after each time what it wrote. */
final class RestlessWriter {

    static final int WIDTH = 10;

    private RestlessWriter() {}

    public static void main(String[] args) throws IOException {
        for (long number = 0; ; number++) {
            AtomicFile.write(Path.of(args[0]), content(number));
            System.out.write(String.format("%0" + WIDTH + "d%n", number).getBytes(UTF_8));
            System.out.flush();
        }
    }

    /** A content that is long enough to be half written, the same number in every line. */
    static byte[] content(long number) {
        return String.format("%0" + WIDTH + "d%n", number).repeat(2_000).getBytes(UTF_8);
    }

    /** The number of a content; fails when it is not whole. */
    static long number(byte[] content) {
        long number = Long.parseLong(new String(content, 0, WIDTH, UTF_8));
        if (!new String(content, UTF_8).equals(new String(content(number), UTF_8))) {
            throw new AssertionError("half a content");
        }
        return number;
    }
}
