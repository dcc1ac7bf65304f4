// SPDX-License-Identifier: Apache-2.0
package cloudy.boot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** The file that {@code bin/cloudy start} waits for and shows. It is there, and whole, only while the node is up. */
final class ReadyFile {

    private final Path file;

    ReadyFile(Path file) {
        this.file = file;
    }

    void write(List<String> lines) throws IOException {
        var whole = file.resolveSibling(file.getFileName() + ".new");
        Files.write(whole, lines);
        // Not forced to the disk: it means nothing after a crash.
        Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
    }

    void delete() throws IOException {
        Files.deleteIfExists(file);
    }
}
