// SPDX-License-Identifier: Apache-2.0
package cloudy.settings;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {

    /** A busy machine may take its time. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    @Test
    void aNewFileIsTheOwnersAlone() throws Exception {
        AtomicFile.write(folder.resolve("cloudy.x.cfg"), "a".getBytes(UTF_8));

        assertThat(mode("cloudy.x.cfg")).isEqualTo("rw-------");
    }

    @Test
    void theModeOfAFileStays() throws Exception {
        Path file = Files.writeString(folder.resolve("cloudy.x.cfg"), "old");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        AtomicFile.write(file, "new".getBytes(UTF_8));

        assertThat(file).hasContent("new");
        assertThat(mode("cloudy.x.cfg")).isEqualTo("rw-r--r--");
    }

    @Test
    void aLinkIsReplacedAndWhatItLedToStays() throws Exception {
        Path target = Files.writeString(folder.resolve("target"), "old");
        Path link = Files.createSymbolicLink(folder.resolve("cloudy.x.cfg"), target);

        AtomicFile.write(link, "new".getBytes(UTF_8));

        assertThat(link).hasContent("new").isRegularFile();
        assertThat(target).hasContent("old");
    }

    @Test
    void whatCannotBeWrittenLeavesNothingBehind() throws Exception {
        Path taken = Files.createDirectory(folder.resolve("cloudy.x.cfg"));
        Files.createFile(taken.resolve("child"));

        assertThatThrownBy(() -> AtomicFile.write(taken, "new".getBytes(UTF_8))).isInstanceOf(IOException.class);

        assertThat(folder.toFile().list()).containsExactly("cloudy.x.cfg");
    }

    @Test
    void whatAKilledWriterLeftIsSweptAway() throws Exception {
        Files.writeString(folder.resolve(".new-cloudy.x.cfg"), "half");
        Files.writeString(folder.resolve(".hidden"), "somebody else's");

        AtomicFile.sweep(folder);

        assertThat(folder.toFile().list()).containsExactly(".hidden");
    }

    @Test
    void aKillAtAnyMomentLosesNothingThatWasAcknowledged() throws Exception {
        Path file = folder.resolve("cloudy.x.cfg");
        for (int round = 0; round < 5; round++) {
            Path answers = Files.createTempFile(folder.getParent(), "answers", "");
            Process writer = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            RestlessWriter.class.getName(),
                            file.toString())
                    .redirectOutput(answers.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            int enough = 10 + 7 * round;
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).until(() -> acknowledged(answers) >= enough);
            writer.destroyForcibly();
            assertThat(writer.waitFor(30, TimeUnit.SECONDS)).isTrue();

            // Whole, and the last content that was acknowledged or the one that the kill interrupted.
            long acknowledged = acknowledged(answers);
            assertThat(RestlessWriter.number(Files.readAllBytes(file))).isBetween(acknowledged, acknowledged + 1);
            Files.delete(answers);
        }
        AtomicFile.sweep(folder);
        assertThat(folder.toFile().list()).containsExactly("cloudy.x.cfg");
    }

    /** The last number that the writer said in full, or -1. */
    private static long acknowledged(Path answers) throws IOException {
        String text = Files.readString(answers);
        int end = text.lastIndexOf('\n');
        return end < 0 ? -1 : Long.parseLong(text.substring(end - RestlessWriter.WIDTH, end));
    }

    private String mode(String name) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name)));
    }
}
