// SPDX-License-Identifier: Apache-2.0
package cloudy.node;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Writes files that only their owner reads, and that are whole or not there whatever happens. */
final class PrivateFile {

    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private PrivateFile() {}

    static void write(Path file, byte[] content) throws IOException {
        sweep(file);
        Path temporary = temporary(file);
        try {
            try (FileChannel channel = FileChannel.open(
                    temporary, Set.of(CREATE_NEW, WRITE), PosixFilePermissions.asFileAttribute(OWNER_ONLY))) {
                var buffer = ByteBuffer.wrap(content);
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
                channel.force(true);
            }
            Files.move(temporary, file, ATOMIC_MOVE);
        } finally {
            sweep(file);
        }
        // The rename is on the disk when the folder is.
        try (FileChannel folder = FileChannel.open(file.getParent(), READ)) {
            folder.force(true);
        }
    }

    /** Deletes what a writer that was killed left of a file. */
    static void sweep(Path file) throws IOException {
        Files.deleteIfExists(temporary(file));
    }

    /** Takes away the rights that somebody gave to others. */
    static void close(Path file, String rights) throws IOException {
        Set<PosixFilePermission> owners = PosixFilePermissions.fromString(rights);
        if (!Files.getPosixFilePermissions(file).equals(owners)) {
            Files.setPosixFilePermissions(file, owners);
        }
    }

    private static Path temporary(Path file) {
        return file.resolveSibling(".new-" + file.getFileName());
    }
}
