// SPDX-License-Identifier: Apache-2.0
package cloudy.deploy;

import cloudy.api.file.AtomicFile;
import cloudy.api.form.Texts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A small text file that is, after a power cut, either the old one or the new one. */
record DurableFile(Path path) {

    private static final int MAX_BYTES = 1 << 20;

    /** The lines, none if there is no such file. Bytes that are no UTF-8 come as replacement characters. */
    List<String> read() throws IOException {
        if (!Files.exists(path)) {
            return List.of();
        }
        try (var in = Files.newInputStream(path)) {
            return new String(in.readNBytes(MAX_BYTES), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
    }

    /** For what the node can do without. */
    List<String> readOrNone(Lines lines) {
        try {
            return read();
        } catch (IOException unreadable) {
            lines.refused(
                    "",
                    "",
                    Texts.of(
                                    "no es pot llegir el que se'n recordava: %s",
                                    "no se puede leer lo que se recordaba de ella: %s",
                                    "what was remembered of it cannot be read: %s")
                            .with(unreadable));
            return List.of();
        }
    }

    void write(List<String> lines) throws IOException {
        AtomicFile.write(path, (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Needs no room on the disk. */
    void delete() throws IOException {
        Files.deleteIfExists(path);
    }
}
