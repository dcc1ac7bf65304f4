// SPDX-License-Identifier: Apache-2.0
package cloudy.access;

import cloudy.api.file.AtomicFile;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Where the audit log is: {@code audit.log}, which grows, and {@code audit-<its first entry>.log}, which are full. */
final class AuditFiles {

    private static final int KEPT = 5;

    private final Path folder;

    AuditFiles(Path folder) {
        this.folder = folder;
    }

    Path current() {
        return folder.resolve("audit.log");
    }

    Path head() {
        return folder.resolve("audit.head");
    }

    /** Opens the file that grows, making it if need be. */
    RandomAccessFile open() throws IOException {
        AtomicFile.privateFolder(folder);
        AtomicFile.sweep(folder, "audit*");
        if (!Files.exists(current(), LinkOption.NOFOLLOW_LINKS)) {
            // Made like all others: the owner's alone, and in its folder for good.
            AtomicFile.write(current(), new byte[0]);
        }
        // Not a FileChannel: an interrupt of any writer's thread would close it for all.
        return new RandomAccessFile(current().toFile(), "rw");
    }

    /** The full ones, oldest first. */
    List<Path> full() throws IOException {
        var full = new ArrayList<Path>();
        try (var found = Files.newDirectoryStream(folder, "audit-????????????.log")) {
            found.forEach(full::add);
        }
        full.sort(null);
        return full;
    }

    /** All that there are, oldest first. */
    List<Path> all() throws IOException {
        List<Path> all = full();
        all.add(current());
        return all;
    }

    /** Puts the present file to the full ones. */
    void rotate(long firstSeq) throws IOException {
        Files.move(current(), full(firstSeq));
        AtomicFile.syncFolder(folder);
    }

    /** The full ones that are too many, oldest first. */
    List<Path> surplus() throws IOException {
        List<Path> full = full();
        return full.subList(0, Math.max(0, full.size() - KEPT));
    }

    /** Has those go that begin before the log does: its beginning has moved, and a kill kept them from going with it. */
    void dropBefore(long firstSeq) throws IOException {
        for (Path each : full()) {
            if (each.compareTo(full(firstSeq)) < 0) {
                AtomicFile.delete(each);
            }
        }
    }

    /** The full one that begins with an entry. */
    private Path full(long firstSeq) {
        return folder.resolve(String.format(Locale.ROOT, "audit-%012d.log", firstSeq));
    }

    /** The first line of a file, if it is a good one. */
    static Optional<AuditLine> firstLine(Path file) throws IOException {
        try (var in = new BufferedInputStream(Files.newInputStream(file))) {
            return new LineReader(in, 2L * AuditLine.MAX_BYTES).next().flatMap(AuditLine::read);
        }
    }

    /** The end of a file. */
    static byte[] tail(RandomAccessFile file, int max) throws IOException {
        long length = file.length();
        int size = (int) Math.min(length, max);
        var tail = new byte[size];
        file.seek(length - size);
        file.readFully(tail);
        return tail;
    }

    /** The last good line among these bytes. */
    static Optional<AuditLine> lastLine(byte[] tail) {
        int end = tail.length;
        for (int at = tail.length - 1; at >= -1; at--) {
            if (at < 0 || tail[at] == '\n') {
                Optional<AuditLine> line = AuditLine.read(Arrays.copyOfRange(tail, at + 1, end));
                if (line.isPresent()) {
                    return line;
                }
                end = Math.max(at, 0);
            }
        }
        return Optional.empty();
    }
}
