// SPDX-License-Identifier: Apache-2.0
package cloudy.dns;

import static java.nio.charset.StandardCharsets.UTF_8;

import cloudy.api.Text;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.xbill.DNS.Name;

/** BIND's {@code named-checkzone}. */
final class NamedCheckzone implements ZoneCheck {

    /** Where Debian has had it, old and new; nothing that PATH says is run. */
    private static final List<Path> PLACES = Stream.of("/usr/bin", "/usr/sbin", "/usr/local/bin", "/usr/local/sbin")
            .map(folder -> Path.of(folder, "named-checkzone"))
            .toList();

    private static final int SECONDS = 60;
    private static final int MOST_SAID = 4_096;
    private static final int MOST_SHOWN = 300;

    private final Path answer;

    /** @param folder takes what the program says while it runs */
    NamedCheckzone(Path folder) {
        answer = folder.resolve("checkzone.out");
    }

    /** Where it is installed. */
    static Optional<Path> program() {
        return PLACES.stream().filter(Files::isExecutable).findFirst();
    }

    @Override
    public Optional<String> refusal(Name zone, Path file) throws IOException, InterruptedException {
        Path program = program()
                .orElseThrow(() -> new IOException("named-checkzone is not installed: apt install bind9-utils"));
        // It would ask the internet for the addresses of others' servers unless told to look into the file alone.
        Process process = new ProcessBuilder(
                        program.toString(), "-i", "local", "-k", "fail", zone.toString(), file.toString())
                .directory(answer.getParent().toFile())
                .redirectErrorStream(true)
                .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(answer.toFile())
                .start();
        try {
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                return Optional.of("named-checkzone did not answer within " + SECONDS + " s");
            }
        } finally {
            process.destroyForcibly();
        }
        if (process.exitValue() == 0) {
            return Optional.empty();
        }
        try (var said = Files.newInputStream(answer)) {
            String text = new String(said.readNBytes(MOST_SAID), UTF_8).strip().replaceAll("\\s+", " ");
            // Where the file is matters to nobody who reads it.
            return Optional.of(Text.clean(text.replace(file.toString(), "zone"), MOST_SHOWN));
        }
    }
}
