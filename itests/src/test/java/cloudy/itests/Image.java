// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;

/** Makes images as people do, of the package that this build has made. Debian's packages come from its mirror. */
final class Image {

    private Image() {}

    /**
     * Makes one.
     *
     * @param words as they are typed: {@code container}, {@code disk}, options
     * @return the folder that it lies in
     */
    static Path make(Path to, String... words) throws IOException {
        needs("mmdebstrap", "jq");
        var line = new ArrayList<>(List.of(
                "sh",
                Project.root().resolve("distribution/image").toString(),
                "--package",
                PackageIT.PACKAGE.toString(),
                "--to",
                to.toString()));
        line.addAll(List.of(words));
        Path log = to.resolveSibling(to.getFileName() + ".log");
        Process making = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Awaitility.await("the image is made")
                .atMost(Duration.ofMinutes(30))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> !making.isAlive());
        if (making.exitValue() != 0) {
            throw new AssertionError(String.join(" ", line) + ": " + Files.readString(log));
        }
        return to;
    }

    /** Skips the test where one of these programs is missing. */
    static void needs(String... programs) {
        for (String program : programs) {
            assumeTrue(Command.run(List.of("which", program)).exit() == 0, program + " is not installed");
        }
    }

    static void measured(String what, Path file) throws IOException {
        System.out.printf("measured: %s: %.1f MB%n", what, Files.size(file) / 1e6);
    }
}
