// SPDX-License-Identifier: Apache-2.0
package cloudy.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdentityFileTest {

    private static final String FILE = "identity.pem";
    private static final String COPY = "identity-copy.pem";

    private Path folder;

    @BeforeEach
    void prepare(@TempDir Path data) {
        folder = data.resolve("node");
    }

    private Identity open() {
        return new IdentityFile(folder).open();
    }

    @Test
    void isMadeAtTheFirstStartAndKept() throws Exception {
        Identity made = open();

        assertThat(open().id()).isEqualTo(made.id());
        assertThat(files()).containsExactly(COPY, FILE);
        assertThat(folder.resolve(FILE)).hasSameTextualContentAs(folder.resolve(COPY));
    }

    @Test
    void isTheOwnersAlone() throws Exception {
        open();
        assertThat(rights(folder)).isEqualTo("rwx------");
        assertThat(rights(folder.resolve(FILE))).isEqualTo("rw-------");
        assertThat(rights(folder.resolve(COPY))).isEqualTo("rw-------");

        Files.setPosixFilePermissions(folder.resolve(FILE), PosixFilePermissions.fromString("rw-r--r--"));
        open();
        assertThat(rights(folder.resolve(FILE))).isEqualTo("rw-------");
    }

    @Test
    void anotherStartWritesNothing() throws Exception {
        open();
        Object before = Files.readAttributes(folder.resolve(FILE), "unix:ino,ctime");
        Object folderBefore = Files.readAttributes(folder, "unix:ctime");

        open();

        assertThat(Files.readAttributes(folder.resolve(FILE), "unix:ino,ctime")).isEqualTo(before);
        assertThat(Files.readAttributes(folder, "unix:ctime")).isEqualTo(folderBefore);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nonsense", "-----BEGIN PRIVATE KEY-----\nMC4CAQAw"})
    void oneBadFileCostsNothing(String content) throws Exception {
        Identity made = open();
        Files.writeString(folder.resolve(FILE), content);
        assertThat(open().id()).isEqualTo(made.id());
        assertThat(folder.resolve("identity.pem.bad-1")).hasContent(content);

        Files.writeString(folder.resolve(COPY), content);
        assertThat(open().id()).isEqualTo(made.id());

        assertThat(folder.resolve("identity-copy.pem.bad-1")).hasContent(content);
        assertThat(folder.resolve(FILE)).hasSameTextualContentAs(folder.resolve(COPY));
    }

    @Test
    void oneMissingFileCostsNothing() throws Exception {
        Identity made = open();
        Files.delete(folder.resolve(FILE));
        assertThat(open().id()).isEqualTo(made.id());
        Files.delete(folder.resolve(COPY));
        assertThat(open().id()).isEqualTo(made.id());
        assertThat(files()).containsExactly(COPY, FILE);
    }

    @Test
    void whereBothAreBadTheNodeStartsAsAnotherOneAndNothingIsDeleted() throws Exception {
        Identity made = open();
        byte[] file = Files.readAllBytes(folder.resolve(FILE));
        Files.write(folder.resolve(FILE), Arrays.copyOf(file, 50));
        Files.write(folder.resolve(COPY), new byte[100]);

        Identity other = open();

        assertThat(other.id()).isNotEqualTo(made.id());
        assertThat(open().id()).isEqualTo(other.id());
        assertThat(files()).containsExactly(COPY, "identity-copy.pem.bad-1", FILE, "identity.pem.bad-1");
        // A good copy makes it the old one again, and the key of the other is not lost.
        Files.write(folder.resolve(FILE), file);
        assertThat(open().id()).isEqualTo(made.id());
        assertThat(files()).contains("identity-copy.pem.bad-2");
        Files.delete(folder.resolve(FILE));
        assertThat(open().id()).isEqualTo(made.id());
    }

    @Test
    void aFileThatCannotBeReadAtAllIsLeftWhereItIs() throws Exception {
        Identity made = open();
        Files.delete(folder.resolve(FILE));
        Files.createDirectory(folder.resolve(FILE));
        assertThat(open().id()).isEqualTo(made.id());

        Files.delete(folder.resolve(COPY));
        Files.createDirectory(folder.resolve(COPY));
        assertThat(open().id()).isNotEqualTo(open().id());

        assertThat(files()).containsExactly(COPY, FILE);
    }

    @Test
    void whereNothingCanBeWrittenTheNodeStartsAllTheSame() throws Exception {
        Files.writeString(folder, "a file where the folder should be");

        assertThat(open().id()).matches("[0-9a-f]{16}");

        assertThat(folder).hasContent("a file where the folder should be");
    }

    @Test
    void aWriterThatWasKilledLeavesNoKeyBehind() throws Exception {
        Files.createDirectory(folder);
        Files.writeString(folder.resolve(".new-identity.pem"), "-----BEGIN PRIVATE");
        Files.writeString(folder.resolve(".new-identity-copy.pem"), "-----BEGIN PRIVATE");

        open();

        assertThat(files()).containsExactly(COPY, FILE);
    }

    @Test
    void aHugeFileIsNotReadToItsEnd() throws Exception {
        Identity made = open();
        Files.write(folder.resolve(FILE), new byte[10_000_000]);

        assertThat(open().id()).isEqualTo(made.id());
    }

    private String[] files() {
        String[] names = folder.toFile().list();
        Arrays.sort(names);
        return names;
    }

    private static String rights(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
