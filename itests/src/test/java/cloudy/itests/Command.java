// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What a program that ran to its end left behind.
 *
 * @param text what it printed, errors included
 */
record Command(List<String> line, int exit, String text) {

    private static final long LIMIT_SECONDS = 120;

    /** Runs a program to its end, without input, and says how it ended. */
    static Command run(List<String> line) {
        return run(line, Path.of("/dev/null"));
    }

    /** The same with a file for its input. */
    static Command run(List<String> line, Path input) {
        try {
            Path printed = Files.createTempFile("cloudy-itests-", ".out");
            try {
                Process process = new ProcessBuilder(line)
                        .redirectInput(ProcessBuilder.Redirect.from(input.toFile()))
                        .redirectErrorStream(true)
                        // A file, because a pipe stays open for as long as any grandchild lives.
                        .redirectOutput(printed.toFile())
                        .start();
                if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                    process.descendants().forEach(ProcessHandle::destroyForcibly);
                    process.destroyForcibly();
                    throw new AssertionError(
                            "after " + LIMIT_SECONDS + " s still running: " + line + "\n" + Files.readString(printed));
                }
                return new Command(
                        line, process.exitValue(), new String(Files.readAllBytes(printed), StandardCharsets.UTF_8));
            } finally {
                Files.delete(printed);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(String.join(" ", line), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted: " + line, e);
        }
    }

    /** This command, which must have succeeded. */
    Command succeeded() {
        if (exit != 0) {
            throw new AssertionError(String.join(" ", line) + " ended with " + exit + ": " + text);
        }
        return this;
    }
}
