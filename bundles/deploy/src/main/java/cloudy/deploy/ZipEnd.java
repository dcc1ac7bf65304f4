// SPDX-License-Identifier: Apache-2.0
package cloudy.deploy;

import cloudy.api.form.Texts;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The last bytes of a zip file, which say how long its table of contents is.
 *
 * <p>Read before anything else: they are written last, so they tell a whole file from one that is being copied, and
 * java.util.zip takes as much memory as they ask for.
 */
final class ZipEnd {

    private static final int SIGNATURE = 0x06054b50;
    private static final int LENGTH = 22;
    private static final int MAX_COMMENT = 0xFFFF;

    private ZipEnd() {}

    /** Returns if the end is there and asks for no more than {@link Archive}'s limits. */
    static void check(Path file) throws IOException, Refusal {
        try (var in = FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            long size = in.size();
            int length = (int) Math.min(size, LENGTH + MAX_COMMENT);
            var tail = read(in, size - length, length);
            int at = length - LENGTH;
            while (at >= 0 && tail.getInt(at) != SIGNATURE) {
                at--;
            }
            // A signature within the comment would let two readers see two tables.
            if (at < 0 || at + LENGTH + Short.toUnsignedInt(tail.getShort(at + 20)) != length) {
                throw missing(in, size);
            }
            check(tail.slice(at, LENGTH).order(ByteOrder.LITTLE_ENDIAN), size - length + at);
        }
    }

    private static void check(ByteBuffer end, long position) throws Refusal {
        int entries = Short.toUnsignedInt(end.getShort(10));
        long table = Integer.toUnsignedLong(end.getInt(12));
        long offset = Integer.toUnsignedLong(end.getInt(16));
        if (entries > Archive.MAX_ENTRIES) {
            throw Archive.tooMany();
        }
        if (offset + table > position) {
            throw Refusal.unfinished(Texts.of(
                    "és malmès o incomplet: no hi és tota la seva taula de continguts",
                    "está dañado o incompleto: no está toda su tabla de contenidos",
                    "is damaged or incomplete: its table of contents is not all there"));
        }
        if (table > Archive.MAX_TABLE) {
            throw Refusal.wrong(Texts.of(
                            "té una taula de continguts de més de %s bytes",
                            "tiene una tabla de contenidos de más de %s bytes",
                            "has a table of contents of more than %s bytes")
                    .with(Archive.MAX_TABLE));
        }
    }

    private static Refusal missing(FileChannel in, long size) throws IOException {
        var start = read(in, 0, (int) Math.min(size, 4));
        // Zeros: room that a downloader took beforehand.
        boolean perhapsJar = size < 4 || start.getInt(0) == 0 || start.getShort(0) == 0x4b50;
        return perhapsJar
                ? Refusal.unfinished(Texts.of(
                        "és incomplet: hi falta el final del jar",
                        "está incompleto: falta el final del jar",
                        "is incomplete: the end of the jar is missing"))
                : Refusal.wrong(
                        Texts.of("no és un fitxer jar (zip)", "no es un fichero jar (zip)", "is not a jar (zip) file"));
    }

    private static ByteBuffer read(FileChannel in, long from, int length) throws IOException {
        var bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            if (in.read(bytes, from + bytes.position()) < 0) {
                break;
            }
        }
        return bytes;
    }
}
