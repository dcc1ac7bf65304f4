// SPDX-License-Identifier: Apache-2.0
package cloudy.backup;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import cloudy.api.InvalidFieldException;
import cloudy.api.file.AtomicFile;
import cloudy.api.form.Texts;
import cloudy.api.rest.Problem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Backups on their way between the node and a browser: in pieces, since no request or answer is as large as they are. */
final class Pieces {

    /** Of what is sent to the browser, in bytes. */
    static final int SIZE = 1 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(Pieces.class);
    private static final String PART = ".part";
    private static final long RESERVE = 64L << 20;

    private final Supplier<Vault> folder;
    private final LongSupplier most;

    /** @param most bytes that one may have */
    Pieces(Supplier<Vault> folder, LongSupplier most) {
        this.folder = folder;
        this.most = most;
        Vault vault = folder.get();
        try {
            if (Files.isDirectory(vault.folder())) {
                AtomicFile.sweep(vault.folder(), "*" + PART);
            }
        } catch (IOException e) {
            LOG.warn("What was left of backups on their way is still there: {}", e.toString());
        }
    }

    /** A piece; shorter than others, or empty, at the end. */
    byte[] read(String name, long from) throws IOException {
        try (var file = FileChannel.open(folder.get().find(name), READ)) {
            var piece = ByteBuffer.allocate((int) Math.max(0, Math.min(SIZE, file.size() - from)));
            for (long at = from; piece.hasRemaining(); ) {
                int count = file.read(piece, at);
                if (count < 0) {
                    break;
                }
                at += count;
            }
            return piece.array();
        }
    }

    /**
     * Takes a piece. The file is there, under its name, after the last one.
     *
     * @param at where it goes, in bytes: where the one before ended, or 0 to begin anew
     */
    synchronized void write(String name, long at, String base64, boolean last) throws IOException {
        Vault vault = folder.get();
        Path file = vault.folder().resolve(Vault.checked(name));
        if (Files.exists(file)) {
            throw Problem.of(
                    409,
                    Texts.of(
                            "Ja hi ha una còpia amb aquest nom.",
                            "Ya hay una copia con este nombre.",
                            "There is a backup of this name already."));
        }
        byte[] piece = decoded(base64);
        Files.createDirectories(
                vault.folder(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path unfinished = vault.unfinished(name + PART);
        if (at == 0) {
            Files.deleteIfExists(unfinished);
        }
        var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        try (var out = FileChannel.open(unfinished, Set.of(CREATE, WRITE), owner)) {
            if (out.size() != at) {
                throw new InvalidFieldException(
                        "at",
                        Texts.of("ha de ser %s", "debe ser %s", "must be %s").with(out.size()),
                        Long.toString(at));
            }
            if (at + piece.length > most.getAsLong()
                    || Files.getFileStore(vault.folder()).getUsableSpace() < piece.length + RESERVE) {
                throw Problem.of(
                        413, Texts.of("La còpia no hi cap.", "La copia no cabe.", "There is no room for the backup."));
            }
            var rest = ByteBuffer.wrap(piece);
            for (long to = at; rest.hasRemaining(); ) {
                to += out.write(rest, to);
            }
            if (last) {
                out.force(true);
            }
        }
        if (last) {
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
            AtomicFile.syncFolder(vault.folder());
        }
    }

    private static byte[] decoded(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new InvalidFieldException("data", Texts.of("ha de ser Base64", "debe ser Base64", "must be Base64"));
        }
    }
}
