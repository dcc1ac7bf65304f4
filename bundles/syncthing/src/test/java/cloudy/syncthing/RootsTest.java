// SPDX-License-Identifier: Apache-2.0
package cloudy.syncthing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloudy.api.InvalidFieldException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RootsTest {

    @TempDir
    private Path folder;

    private Roots roots;

    @BeforeEach
    void makeRoot() throws IOException {
        folder = folder.toRealPath();
        roots = Roots.of(List.of(), folder.resolve("root"));
    }

    @Test
    void takesRelativeAndAbsolutePathsBelowARoot() throws IOException {
        assertThat(roots.resolve("a/b", List.of())).isEqualTo(folder.resolve("root/a/b"));
        assertThat(roots.resolve(folder + "/root/c", List.of())).isEqualTo(folder.resolve("root/c"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"..", ".", "", " ", "../beside", "a/../../beside", "/etc", "/", "a\nb", "a\0b", "../rooted"})
    void refusesEscapes(String path) {
        assertThatThrownBy(() -> roots.resolve(path, List.of()))
                .isInstanceOf(InvalidFieldException.class)
                .hasMessageStartingWith("path: ");
    }

    @Test
    void refusesLinksThatLeadOut() throws IOException {
        Path root = Files.createDirectories(folder.resolve("root"));
        Files.createDirectories(folder.resolve("secret"));
        Files.createSymbolicLink(root.resolve("out"), folder.resolve("secret"));
        Files.createSymbolicLink(root.resolve("nowhere"), folder.resolve("not-there"));

        assertThatThrownBy(() -> roots.resolve("out", List.of())).hasMessageContaining("must be below");
        assertThatThrownBy(() -> roots.resolve("out/deeper", List.of())).hasMessageContaining("must be below");
        assertThatThrownBy(() -> roots.resolve("nowhere/x", List.of())).isInstanceOf(IOException.class);
    }

    @Test
    void refusesAFolderInAnother() throws IOException {
        Path taken = roots.resolve("a/b", List.of());

        assertThatThrownBy(() -> roots.resolve("a/b/c", List.of(taken))).hasMessageContaining("another folder");
        assertThatThrownBy(() -> roots.resolve("a", List.of(taken))).hasMessageContaining("another folder");
        assertThat(roots.resolve("a/bc", List.of(taken))).isEqualTo(folder.resolve("root/a/bc"));
    }

    @Test
    void refusesRootsThatAreNone() {
        assertThatThrownBy(() -> Roots.of(List.of("relative"), folder)).hasMessageStartingWith("roots: ");
        assertThatThrownBy(() -> Roots.of(List.of("/"), folder)).hasMessageStartingWith("roots: ");
    }
}
