// SPDX-License-Identifier: Apache-2.0
package cloudy.settings;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Writes files so that a kill or a full disk at any moment leaves the old content or the new one, and nothing else. */
final class AtomicFile {

    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    /** One writer at a time has one temporary file, so that what a kill leaves behind does not grow. */
    private static final String PREFIX = ".new-";

    private AtomicFile() {}

    /** Replaces or creates a file; its mode stays, a new one is the owner's alone. The folder must be there. */
    static void write(Path file, byte[] content) throws IOException {
        Path temporary = file.resolveSibling(PREFIX + file.getFileName());
        Files.deleteIfExists(temporary);
        try {
            try (FileChannel channel = FileChannel.open(
                    temporary, Set.of(CREATE_NEW, WRITE), PosixFilePermissions.asFileAttribute(OWNER_ONLY))) {
                var buffer = ByteBuffer.wrap(content);
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
                if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                    Files.setPosixFilePermissions(temporary, Files.getPosixFilePermissions(file));
                }
                channel.force(true);
            }
            Files.move(temporary, file, ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
        force(file);
    }

    /** Deletes a file, if it is there, for good. */
    static void delete(Path file) throws IOException {
        if (Files.deleteIfExists(file)) {
            force(file);
        }
    }

    /** Deletes what a writer that was killed left in a folder. */
    static void sweep(Path folder) throws IOException {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, PREFIX + "cloudy.*")) {
            for (Path temporary : left) {
                Files.deleteIfExists(temporary);
            }
        }
    }

    /** A rename and a deletion are on the disk when the folder is. */
    private static void force(Path file) throws IOException {
        try (FileChannel folder = FileChannel.open(file.getParent(), READ)) {
            folder.force(true);
        }
    }
}
