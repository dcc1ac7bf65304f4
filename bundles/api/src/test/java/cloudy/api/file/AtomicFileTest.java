// SPDX-License-Identifier: Apache-2.0
package cloudy.api.file;

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
    void aNewFileIsTheOwnersAlone() throws IOException {
        AtomicFile.write(folder.resolve("key"), "secret".getBytes(UTF_8));

        assertThat(folder.resolve("key")).hasContent("secret");
        assertThat(rights("key")).isEqualTo("rw-------");
        assertThat(folder).isDirectoryNotContaining("glob:**.new-*");
    }

    @Test
    void theModeOfAFileThatIsThereStays() throws IOException {
        Files.writeString(folder.resolve("cfg"), "old");
        Files.setPosixFilePermissions(folder.resolve("cfg"), PosixFilePermissions.fromString("rw-r-----"));

        AtomicFile.write(folder.resolve("cfg"), "new".getBytes(UTF_8));

        assertThat(folder.resolve("cfg")).hasContent("new");
        assertThat(rights("cfg")).isEqualTo("rw-r-----");
    }

    @Test
    void whatAKilledWriterLeftDoesNotStandInTheWay() throws IOException {
        Files.writeString(folder.resolve(".new-cfg"), "half");

        AtomicFile.write(folder.resolve("cfg"), "whole".getBytes(UTF_8));

        assertThat(folder.resolve("cfg")).hasContent("whole");
        assertThat(folder.resolve(".new-cfg")).doesNotExist();
    }

    @Test
    void aLinkIsReplacedAndWhatItLedToIsLeftAlone() throws IOException {
        Path elsewhere = Files.writeString(folder.resolve("elsewhere"), "untouched");
        Files.createSymbolicLink(folder.resolve("cfg"), elsewhere);

        AtomicFile.write(folder.resolve("cfg"), "new".getBytes(UTF_8));

        assertThat(elsewhere).hasContent("untouched");
        assertThat(folder.resolve("cfg")).isRegularFile().hasContent("new");
    }

    @Test
    void aFileThatCannotBeReplacedIsAsItWasAndNothingIsLeft() throws IOException {
        Files.createDirectories(folder.resolve("taken/by/others"));

        assertThatThrownBy(() -> AtomicFile.write(folder.resolve("taken"), "new".getBytes(UTF_8)))
                .isInstanceOf(IOException.class);

        assertThat(folder.resolve("taken/by")).isDirectory();
        assertThat(folder.resolve(".new-taken")).doesNotExist();
    }

    @Test
    void deletesForGoodAndTwiceWithoutComplaint() throws IOException {
        Files.writeString(folder.resolve("cfg"), "old");

        AtomicFile.delete(folder.resolve("cfg"));
        AtomicFile.delete(folder.resolve("cfg"));

        assertThat(folder.resolve("cfg")).doesNotExist();
    }

    @Test
    void makesFoldersThatOnlyTheOwnerCanLookInto() throws IOException {
        AtomicFile.privateFolder(folder.resolve("a/b"));
        AtomicFile.privateFolder(folder.resolve("a/b"));
        Files.setPosixFilePermissions(folder.resolve("a"), PosixFilePermissions.fromString("rwxr-xr-x"));
        AtomicFile.privateFolder(folder.resolve("a"));

        assertThat(rights("a")).isEqualTo("rwx------");
        assertThat(rights("a/b")).isEqualTo("rwx------");
    }

    @Test
    void whatAKilledWriterLeftIsSweptAway() throws Exception {
        Files.writeString(folder.resolve(".new-cloudy.x.cfg"), "half");
        Files.writeString(folder.resolve(".new-users"), "somebody else's");

        AtomicFile.sweep(folder, "cloudy.*");

        assertThat(folder.toFile().list()).containsExactly(".new-users");
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
        AtomicFile.sweep(folder, "cloudy.*");
        assertThat(folder.toFile().list()).containsExactly("cloudy.x.cfg");
    }

    /** The last number that the writer said in full, or -1. */
    private static long acknowledged(Path answers) throws IOException {
        String text = Files.readString(answers);
        int end = text.lastIndexOf('\n');
        return end < 0 ? -1 : Long.parseLong(text.substring(end - RestlessWriter.WIDTH, end));
    }

    private String rights(String name) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name)));
    }
}
