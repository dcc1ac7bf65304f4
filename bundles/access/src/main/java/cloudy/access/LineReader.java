// SPDX-License-Identifier: Apache-2.0
package cloudy.access;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Reads lines up to some place in a file. Of a line that is too long to be one, it keeps only the beginning. */
final class LineReader {

    private final InputStream in;
    private long left;

    /** @param end how many bytes there are */
    LineReader(InputStream in, long end) {
        this.in = in;
        left = end;
    }

    /** The next line without its end; empty when there is none. */
    Optional<byte[]> next() throws IOException {
        int b = read();
        if (b < 0) {
            return Optional.empty();
        }
        var line = new ByteArrayOutputStream();
        for (; b >= 0 && b != '\n'; b = read()) {
            if (line.size() <= AuditLine.MAX_BYTES) {
                line.write(b);
            }
        }
        return Optional.of(line.toByteArray());
    }

    private int read() throws IOException {
        return left-- > 0 ? in.read() : -1;
    }
}
