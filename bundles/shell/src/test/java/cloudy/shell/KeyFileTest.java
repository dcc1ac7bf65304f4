// SPDX-License-Identifier: Apache-2.0
package cloudy.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFileTest {

    @TempDir
    private Path data;

    private KeyFile file;

    @BeforeEach
    void name() {
        file = new KeyFile(data.resolve("run/shell.key"));
    }

    @Test
    void belongsToItsOwnerAlone() throws IOException {
        file.write("secret");

        assertThat(file.path()).hasContent("secret");
        assertThat(permissions(file.path())).isEqualTo("rw-------");
        assertThat(permissions(file.path().getParent())).isEqualTo("rwx------");
    }

    @Test
    void closesAFolderThatOthersCouldRead() throws IOException {
        Files.createDirectory(
                data.resolve("run"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));

        file.write("secret");

        assertThat(permissions(data.resolve("run"))).isEqualTo("rwx------");
    }

    @Test
    void replacesTheKeyOfTheBootBeforeAndWhatAKilledStartLeft() throws IOException {
        file.write("old");
        Files.writeString(data.resolve("run/shell.key.new"), "half");

        file.write("new");

        assertThat(file.path()).hasContent("new");
        assertThat(data.resolve("run")).isDirectoryNotContaining("glob:**.new");
        assertThat(permissions(file.path())).isEqualTo("rw-------");
    }

    @Test
    void isGoneOnceDeleted() throws IOException {
        file.write("secret");

        file.delete();
        file.delete();

        assertThat(file.path()).doesNotExist();
    }

    @Test
    void failsWhereThereCanBeNoFolder() throws IOException {
        Files.writeString(data.resolve("run"), "not a folder");

        assertThatThrownBy(() -> file.write("secret")).isInstanceOf(IOException.class);
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
