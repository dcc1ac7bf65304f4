// SPDX-License-Identifier: Apache-2.0
package cloudy.api.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreesTest {

    @TempDir
    private Path folder;

    @Test
    void goWithAllThatIsInThemAndNothingThatTheyPointAt() throws IOException {
        Path kept = Files.writeString(folder.resolve("kept"), "mine");
        Path tree = Files.createDirectories(folder.resolve("tree"));
        Files.writeString(Files.createDirectories(tree.resolve("a/b")).resolve("c"), "x");
        Files.createSymbolicLink(tree.resolve("a/file"), kept);
        Files.createSymbolicLink(tree.resolve("folder"), folder);
        Files.createSymbolicLink(tree.resolve("nowhere"), Path.of("nothing"));

        Trees.sync(tree);
        Trees.delete(tree);

        assertThat(folder).isDirectoryNotContaining(path -> path.endsWith("tree"));
        assertThat(kept).hasContent("mine");
    }

    @Test
    void aLinkIsDeletedAndNotWhatItPointsAt() throws IOException {
        Path kept = Files.createDirectories(folder.resolve("kept"));
        Files.writeString(kept.resolve("file"), "mine");
        Path link = Files.createSymbolicLink(folder.resolve("link"), kept);

        Trees.delete(link);

        assertThat(Files.isSymbolicLink(link)).isFalse();
        assertThat(kept.resolve("file")).hasContent("mine");
    }

    @Test
    void whatIsNotThereIsGoneAlready() {
        assertThatCode(() -> Trees.delete(folder.resolve("nothing"))).doesNotThrowAnyException();
    }
}
