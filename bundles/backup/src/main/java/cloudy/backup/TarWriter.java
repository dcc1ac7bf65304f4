// SPDX-License-Identifier: Apache-2.0
package cloudy.backup;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes a tar archive as POSIX has it: the header of 1988, and before it one of 2001 ("pax") where a name is longer or has
 * more than ASCII. One thread at a time.
 */
final class TarWriter implements Closeable {

    static final int BLOCK = 512;

    private static final int SHORT_NAME = 100;
    private static final long SHORT_SIZE = 8L << 30;
    private static final int CHECKSUM = 148;

    private final OutputStream out;
    private long left;
    private int padding;

    TarWriter(OutputStream out) {
        this.out = out;
    }

    /** Begins an entry; as many bytes as it says have to follow if it is a file. */
    void begin(TarEntry entry) throws IOException {
        endEntry();
        byte[] records = records(entry);
        if (records.length > 0) {
            header("pax", 'x', 0644, 0, records.length, "");
            out.write(records);
            out.write(new byte[padding(records.length)]);
        }
        header(entry.name(), entry.kind().code(), entry.mode(), entry.modified(), entry.size(), entry.target());
        left = entry.size();
        padding = padding(entry.size());
    }

    /** Some bytes of the file. */
    void write(byte[] bytes, int length) throws IOException {
        if (length > left) {
            throw new IllegalArgumentException("an entry has more bytes than it says");
        }
        out.write(bytes, 0, length);
        left -= length;
    }

    private void endEntry() throws IOException {
        if (left > 0) {
            throw new IllegalStateException("an entry has fewer bytes than it says");
        }
        out.write(new byte[padding]);
        padding = 0;
    }

    /** Ends the archive, and closes what is behind it. */
    @Override
    public void close() throws IOException {
        try (out) {
            if (left == 0) {
                endEntry();
                out.write(new byte[2 * BLOCK]);
            }
        }
    }

    private void header(String name, char kind, int mode, long modified, long size, String target) throws IOException {
        byte[] header = new byte[BLOCK];
        text(header, 0, SHORT_NAME, name);
        number(header, 100, 8, mode & 0777);
        number(header, 108, 8, 0);
        number(header, 116, 8, 0);
        number(header, 124, 12, Math.min(size, SHORT_SIZE - 1));
        number(header, 136, 12, Math.max(0, Math.min(modified, SHORT_SIZE - 1)));
        header[156] = (byte) kind;
        text(header, 157, SHORT_NAME, target);
        text(header, 257, 5, "ustar");
        text(header, 263, 2, "00");
        java.util.Arrays.fill(header, CHECKSUM, CHECKSUM + 8, (byte) ' ');
        number(header, CHECKSUM, 7, checksum(header));
        out.write(header);
    }

    static int checksum(byte[] header) {
        int sum = 0;
        for (byte each : header) {
            sum += each & 0xff;
        }
        return sum;
    }

    /** How many bytes there are from this size to the next whole block. */
    static int padding(long size) {
        return (int) ((BLOCK - size % BLOCK) % BLOCK);
    }

    private static void text(byte[] header, int at, int most, String text) {
        // What does not fit, or is no ASCII, is in the records.
        byte[] bytes = text.getBytes(US_ASCII);
        System.arraycopy(bytes, 0, header, at, Math.min(bytes.length, most));
    }

    private static void number(byte[] header, int at, int length, long value) {
        String digits = Long.toOctalString(value);
        text(header, at, length - 1, "0".repeat(length - 1 - digits.length()) + digits);
    }

    private static byte[] records(TarEntry entry) {
        var records = new ByteArrayOutputStream();
        if (!isShort(entry.name())) {
            record(records, "path", entry.name());
        }
        if (!isShort(entry.target())) {
            record(records, "linkpath", entry.target());
        }
        if (entry.size() >= SHORT_SIZE) {
            record(records, "size", Long.toString(entry.size()));
        }
        return records.toByteArray();
    }

    private static boolean isShort(String text) {
        return text.length() <= SHORT_NAME && text.chars().allMatch(each -> each < 128);
    }

    /** {@code "<length> <key>=<value>\n"}, where the length counts its own digits, too. */
    private static void record(ByteArrayOutputStream records, String key, String value) {
        byte[] rest = (' ' + key + '=' + value + '\n').getBytes(UTF_8);
        int digits = 1;
        while (Integer.toString(rest.length + digits).length() > digits) {
            digits++;
        }
        records.writeBytes(Integer.toString(rest.length + digits).getBytes(US_ASCII));
        records.writeBytes(rest);
    }
}
