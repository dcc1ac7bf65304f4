// SPDX-License-Identifier: Apache-2.0
package cloudy.shell;

import static java.nio.file.attribute.PosixFilePermissions.asFileAttribute;
import static java.nio.file.attribute.PosixFilePermissions.fromString;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/** The file that holds the private key of this boot: never readable by anyone but its owner, never half written. */
record KeyFile(Path path) {

    private static final Set<PosixFilePermission> OWNER_ONLY = fromString("rw-------");
    private static final Set<PosixFilePermission> OWNER_ONLY_FOLDER = fromString("rwx------");

    void write(String key) throws IOException {
        Path folder = path.getParent();
        Files.createDirectories(folder.getParent());
        if (!Files.isDirectory(folder)) {
            Files.createDirectory(folder, asFileAttribute(OWNER_ONLY_FOLDER));
        }
        Files.setPosixFilePermissions(folder, OWNER_ONLY_FOLDER);
        Path next = folder.resolve(path.getFileName() + ".new");
        Files.deleteIfExists(next); // a start that was killed may have left it
        try (var channel = FileChannel.open(
                next, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), asFileAttribute(OWNER_ONLY))) {
            var bytes = ByteBuffer.wrap(key.getBytes(StandardCharsets.US_ASCII));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(next, path, StandardCopyOption.ATOMIC_MOVE);
        try (var entries = FileChannel.open(folder)) {
            entries.force(true);
        }
    }

    void delete() throws IOException {
        Files.deleteIfExists(path);
    }
}
