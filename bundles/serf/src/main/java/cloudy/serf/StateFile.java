// SPDX-License-Identifier: Apache-2.0
package cloudy.serf;

import cloudy.api.file.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/** A small file that a kill at any moment leaves whole, readable by its owner only. */
final class StateFile {

    private static final int MAX_BYTES = 64 * 1024;

    private final Path file;

    StateFile(Path file) {
        this.file = file;
    }

    /** The content; empty when there is no such file. */
    Optional<String> read() throws IOException {
        try (var in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new IOException(file + " is longer than " + MAX_BYTES + " bytes");
            }
            return Optional.of(new String(bytes, StandardCharsets.UTF_8));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    void write(String content) throws IOException {
        AtomicFile.privateFolder(file.getParent());
        AtomicFile.write(file, content.getBytes(StandardCharsets.UTF_8));
    }

    /** Puts a file that makes no sense out of the way, and keeps it for whoever wants to know. */
    void setAside() throws IOException {
        Files.move(file, file.resolveSibling(file.getFileName() + ".bad"), StandardCopyOption.REPLACE_EXISTING);
    }
}
