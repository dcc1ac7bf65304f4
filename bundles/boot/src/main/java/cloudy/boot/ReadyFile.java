// SPDX-License-Identifier: Apache-2.0
package cloudy.boot;

import cloudy.api.form.Texts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;

/**
 * The file that {@code bin/cloudy start} waits for and shows, and beside it the same in other languages, {@code ready.ca}.
 * It is there, and all of them are whole, only while the node is up.
 */
final class ReadyFile {

    private static final List<String> OTHERS = List.of("ca", "es");

    private final Path file;

    ReadyFile(Path file) {
        this.file = file;
    }

    void write(List<Texts> lines) throws IOException {
        for (String language : OTHERS) {
            write(in(language), lines, language);
        }
        // The last: who sees it reads the others.
        write(file, lines, "en");
    }

    void delete() throws IOException {
        Files.deleteIfExists(file);
        for (String language : OTHERS) {
            Files.deleteIfExists(in(language));
        }
    }

    private Path in(String language) {
        return file.resolveSibling(file.getFileName() + "." + language);
    }

    private static void write(Path file, List<Texts> lines, String language) throws IOException {
        var whole = file.resolveSibling(file.getFileName() + ".new");
        var spoken = List.of(Locale.forLanguageTag(language));
        Files.write(whole, lines.stream().map(line -> line.in(spoken)).toList());
        // Not forced to the disk: it means nothing after a crash.
        Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
