// SPDX-License-Identifier: Apache-2.0
package cloudy.api.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {

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

        assertThat(rights("a")).isEqualTo("rwx------");
        assertThat(rights("a/b")).isEqualTo("rwx------");
    }

    private String rights(String name) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name)));
    }
}
