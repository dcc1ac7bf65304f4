// SPDX-License-Identifier: Apache-2.0
package cloudy.backup;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a tar archive that a stranger may have made: only what {@link TarWriter} writes is taken. Names are as they are in
 * it, so whoever puts them on a disk looks at them first. One thread at a time.
 */
final class TarReader {

    private static final int MAX_RECORDS = 64 * 1024;
    /** What follows the end: the program tar fills up to 10 kB, and more than that is somebody's luggage. */
    private static final int MAX_TAIL = 64 * 1024;

    private final InputStream in;
    private long left;
    private int padding;

    TarReader(InputStream in) {
        this.in = in;
    }

    /** The next entry; empty after the last one, when all that follows has been read. */
    Optional<TarEntry> next() throws IOException {
        skipRest();
        byte[] header = block();
        Map<String, String> records = Map.of();
        if (header.length > 0 && header[156] == 'x') {
            records = records(header);
            header = block();
        }
        if (header.length == 0) {
            readTail();
            return Optional.empty();
        }
        TarEntry entry = entry(header, records);
        left = entry.size();
        padding = TarWriter.padding(left);
        return Optional.of(entry);
    }

    /** Some bytes of the file; -1 after the last. */
    int read(byte[] buffer) throws IOException {
        return read(buffer, 0, buffer.length);
    }

    /** The bytes of the file; good until the next entry, and not to be closed. */
    InputStream content() {
        return new InputStream() {

            @Override
            public int read() throws IOException {
                var one = new byte[1];
                return TarReader.this.read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] buffer, int from, int most) throws IOException {
                return TarReader.this.read(buffer, from, most);
            }
        };
    }

    private int read(byte[] buffer, int from, int most) throws IOException {
        if (left == 0) {
            return -1;
        }
        int count = in.read(buffer, from, (int) Math.min(most, left));
        if (count < 0) {
            throw RecoveryKey.changed();
        }
        left -= count;
        return count;
    }

    private void skipRest() throws IOException {
        byte[] buffer = new byte[8192];
        while (read(buffer) >= 0) {
            // Nobody wants it.
        }
        skip(padding);
        padding = 0;
    }

    private void skip(int count) throws IOException {
        if (in.readNBytes(count).length < count) {
            throw RecoveryKey.changed();
        }
    }

    private static TarEntry entry(byte[] header, Map<String, String> records) throws IOException {
        String name = records.containsKey("path") ? records.get("path") : text(header, 0, 100);
        String before = text(header, 345, 155);
        if (!before.isEmpty() && !records.containsKey("path")) {
            name = before + '/' + name;
        }
        TarEntry.Kind kind =
                switch (header[156]) {
                    case '0', 0 -> TarEntry.Kind.FILE;
                    case '2' -> TarEntry.Kind.LINK;
                    case '5' -> TarEntry.Kind.FOLDER;
                    case '6' -> TarEntry.Kind.PIPE;
                    default -> throw noKind(name);
                };
        long size = records.containsKey("size") ? number(records.get("size"), 10) : number(text(header, 124, 12), 8);
        if (size < 0 || (kind != TarEntry.Kind.FILE && size > 0)) {
            throw unknown(name);
        }
        return new TarEntry(
                name,
                kind,
                (int) number(text(header, 100, 8), 8) & 0777,
                number(text(header, 136, 12), 8),
                size,
                records.containsKey("linkpath") ? records.get("linkpath") : text(header, 157, 100));
    }

    static IOException noKind(String name) {
        return Refusal.broken(
                "%s no és ni un fitxer, ni una carpeta, ni un enllaç",
                "%s no es ni un archivo, ni una carpeta, ni un enlace",
                "%s is no file, no folder and no link",
                Refusal.shown(name));
    }

    /** A header; empty at the end. */
    private byte[] block() throws IOException {
        byte[] header = in.readNBytes(TarWriter.BLOCK);
        if (header.length < TarWriter.BLOCK) {
            throw RecoveryKey.changed();
        }
        byte[] looked = header.clone();
        java.util.Arrays.fill(looked, 148, 156, (byte) ' ');
        int sum = TarWriter.checksum(looked);
        if (sum == 8 * ' ') {
            return new byte[0];
        }
        if (number(text(header, 148, 8), 8) != sum || !text(header, 257, 5).equals("ustar")) {
            throw unknown("?");
        }
        return header;
    }

    private Map<String, String> records(byte[] header) throws IOException {
        long size = number(text(header, 124, 12), 8);
        if (size <= 0 || size > MAX_RECORDS) {
            throw unknown("?");
        }
        byte[] bytes = in.readNBytes((int) size);
        if (bytes.length < size) {
            throw RecoveryKey.changed();
        }
        skip(TarWriter.padding(size));
        var records = new HashMap<String, String>();
        for (int at = 0; at < bytes.length; ) {
            int blank = at;
            while (blank < bytes.length && bytes[blank] != ' ' && blank - at < 6) {
                blank++;
            }
            long length = number(new String(bytes, at, blank - at, US_ASCII), 10);
            if (length <= blank - at + 1 || length > bytes.length - at) {
                throw unknown("?");
            }
            String record = utf8(bytes, blank + 1, (int) length - (blank - at) - 2);
            int sign = record.indexOf('=');
            if (sign < 0) {
                throw unknown("?");
            }
            records.put(record.substring(0, sign), record.substring(sign + 1));
            at += (int) length;
        }
        return records;
    }

    private void readTail() throws IOException {
        byte[] tail = in.readNBytes(MAX_TAIL);
        for (byte each : tail) {
            if (each != 0) {
                throw tooMuch();
            }
        }
        if (in.read() >= 0) {
            throw tooMuch();
        }
    }

    private static IOException tooMuch() {
        return Refusal.broken(
                "hi ha alguna cosa després del final",
                "hay algo después del final",
                "there is something after its end");
    }

    private static IOException unknown(String name) {
        return Refusal.broken(
                "no s'entén què hi ha a %s",
                "no se entiende qué hay en %s", "what is at %s is not understood", Refusal.shown(name));
    }

    private static String text(byte[] header, int at, int most) throws IOException {
        int length = 0;
        while (length < most && header[at + length] != 0) {
            length++;
        }
        return utf8(header, at, length);
    }

    private static String utf8(byte[] bytes, int at, int length) throws IOException {
        try {
            return UTF_8.newDecoder()
                    .decode(ByteBuffer.wrap(bytes, at, Math.max(0, length)))
                    .toString();
        } catch (CharacterCodingException e) {
            throw unknown("?");
        }
    }

    private static long number(String text, int base) throws IOException {
        String digits = text.strip();
        try {
            return digits.isEmpty() ? 0 : Long.parseLong(digits, base);
        } catch (NumberFormatException e) {
            throw unknown("?");
        }
    }
}
