// SPDX-License-Identifier: Apache-2.0
package cloudy.helper;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** Which units were masked, for the package to unmask when it is purged. One line each. */
record Masks(Path file) {

    /** Puts a unit down, before it is masked. */
    void add(String unit) throws IOException {
        if (Files.exists(file)
                && Files.readAllLines(file, StandardCharsets.US_ASCII).contains(unit)) {
            return;
        }
        Files.write(
                file,
                List.of(unit),
                StandardCharsets.US_ASCII,
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND,
                StandardOpenOption.DSYNC);
        try (var folder = FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            folder.force(true);
        }
    }
}
