// SPDX-License-Identifier: Apache-2.0
package cloudy.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloudy.api.access.Caller;
import cloudy.api.access.Role;
import cloudy.api.settings.SettingsVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who made which settings when, and the way back to them. */
class HistoryTest {

    private static final String FILE = "cloudy.box.cfg";
    private static final String BOX = "cloudy.box";
    private static final Caller ANNA = new Caller("anna", Role.OPERATOR, Caller.Proof.SESSION, Set.of());

    private Etc etc;
    private EtcSettings settings;

    @BeforeEach
    void prepare(@TempDir(factory = Memory.class) Path home) throws Exception {
        etc = new Etc(home);
        etc.osgi()
                .declare(
                        "box", "pid='cloudy.box'", "<AD id='port' type='Integer' default='0'/><AD id='a' default=''/>");
        settings = etc.start();
    }

    @Test
    void everyVersionSaysWhoAndWhen() throws Exception {
        settings.write(BOX, Map.of("port", "1"), ANNA);
        etc.now = etc.now.plusSeconds(60);
        etc.change(FILE, "# a word\nport = 2");
        settings.delete(BOX, ANNA);

        List<SettingsVersion> versions = settings.history(BOX);

        assertThat(lines()).containsExactly("3 anna gone", "2 file {port=2}", "1 anna {port=1}");
        assertThat(versions.get(2).at()).isEqualTo("2026-11-22T12:00:00Z");
        assertThat(versions.get(1).at()).isEqualTo("2026-11-22T12:01:00Z");
        settings = etc.start();
        assertThat(lines()).containsExactly("3 anna gone", "2 file {port=2}", "1 anna {port=1}");
    }

    @Test
    void neitherTheSameContentNorARefusedFileIsAVersion() throws Exception {
        etc.change(FILE, "port = 1");
        etc.change(FILE, "port = x");
        etc.change(FILE, "port = 1");
        settings.write(BOX, Map.of("port", "1"), ANNA);
        settings.rescan();
        settings = etc.start();

        assertThat(lines()).containsExactly("1 file {port=1}");
    }

    @Test
    void whatHappenedWhileTheNodeWasDownIsTheWorkOfAHand() throws Exception {
        settings.write(BOX, Map.of("port", "1"), ANNA);
        etc.put(FILE, "port = 2");
        settings = etc.start();
        Files.delete(etc.file(FILE));
        settings = etc.start();

        assertThat(lines()).containsExactly("3 file gone", "2 file {port=2}", "1 anna {port=1}");
    }

    @Test
    void keepsTheLastTwenty() throws Exception {
        for (int i = 1; i <= 25; i++) {
            settings.write(BOX, Map.of("port", Integer.toString(i)), ANNA);
        }

        assertThat(lines()).hasSize(20).startsWith("25 anna {port=25}").endsWith("6 anna {port=6}");
        assertThat(place().toFile().list()).hasSize(20);
        settings = etc.start();
        settings.write(BOX, Map.of("port", "26"), ANNA);
        assertThat(lines()).hasSize(20).startsWith("26 anna {port=26}");
    }

    @Test
    void largeVersionsAreFewer() throws Exception {
        for (int i = 0; i < 12; i++) {
            settings.write("cloudy.x~1", Map.of("a", "x".repeat(50_000) + i), ANNA);
        }

        assertThat(settings.history("cloudy.x~1")).hasSizeBetween(5, 11);
    }

    @Test
    void forgetsTheFilesThatWentFirst() throws Exception {
        for (int i = 0; i < 203; i++) {
            settings.write("cloudy.x~" + i, Map.of("a", "1"), ANNA);
            settings.delete("cloudy.x~" + i, ANNA);
            assertThat(place().resolveSibling("cloudy.x-" + i).toFile().setLastModified(1_000_000_000L + i * 1_000L))
                    .isTrue();
        }

        assertThat(place().getParent().toFile().list()).hasSize(200).doesNotContain("cloudy.x-0");
        assertThat(settings.history("cloudy.x~0")).isEmpty();
        assertThat(settings.history("cloudy.x~202")).hasSize(2);
    }

    @Test
    void anEarlierVersionComesBackAsItWas() throws Exception {
        etc.change(FILE, "# mine\nport = 1\n");
        settings.write(BOX, Map.of("port", "2"), ANNA);
        settings.delete(BOX, ANNA);

        settings.restore(BOX, "1", ANNA);
        assertThat(etc.file(FILE)).hasContent("# mine\nport = 1\n");
        assertThat(etc.osgi().property(BOX, "port")).isEqualTo("1");
        assertThat(lines()).startsWith("4 anna {port=1}", "3 anna gone").hasSize(4);

        settings.restore(BOX, "3", ANNA);
        assertThat(etc.file(FILE)).doesNotExist();
    }

    @Test
    void aVersionThatDoesNotPassAnyMoreIsRefused() throws Exception {
        settings.withdraw(etc.osgi().context().getBundle("test:box"));
        etc.change(FILE, "port = many");
        etc.change(FILE, "port = 2");
        settings = etc.start();

        assertThatThrownBy(() -> settings.restore(BOX, "1", ANNA))
                .hasMessageStartingWith("port: must be a whole number");
        assertThatThrownBy(() -> settings.restore(BOX, "9", ANNA))
                .hasMessage("version: is not one that is kept, not \"9\"");
        assertThat(etc.file(FILE)).hasContent("port = 2");
    }

    @Test
    void aKillBetweenTheWishAndTheFileMakesNoVersion() throws Exception {
        settings.write(BOX, Map.of("port", "1"), ANNA);
        new History(place().getParent(), () -> etc.now)
                .wish(FILE, Optional.of("port = 2\n".getBytes(StandardCharsets.UTF_8)), Set.of(), "anna");
        Files.writeString(place().resolve(".new-00000009-gone"), "half");

        settings = etc.start();

        assertThat(lines()).containsExactly("1 anna {port=1}");
        assertThat(place().toFile().list()).hasSize(1);
    }

    @Test
    void aKillBetweenTheFileAndItsVersionForgetsNobody() throws Exception {
        settings.write(BOX, Map.of("port", "1"), ANNA);
        new History(place().getParent(), () -> etc.now)
                .wish(FILE, Optional.of("port = 2\n".getBytes(StandardCharsets.UTF_8)), Set.of(), "anna");
        etc.put(FILE, "port = 2\n");

        settings = etc.start();

        assertThat(lines()).containsExactly("2 anna {port=2}", "1 anna {port=1}");
    }

    @Test
    void aDiskThatKeepsNoHistoryRefusesAChangeAndLosesNothing() throws Exception {
        settings.write(BOX, Map.of("port", "1"), ANNA);
        Files.move(place().getParent(), etc.data().resolve("away"));
        Files.createFile(place().getParent());

        assertThatThrownBy(() -> settings.write(BOX, Map.of("port", "2"), ANNA)).isInstanceOf(IOException.class);

        assertThat(etc.file(FILE)).hasContent("port = 1\n");
        etc.change(FILE, "port = 3");
        assertThat(settings.read(BOX)).isEqualTo(Map.of("port", "3"));
    }

    @Test
    void aVersionThatCannotBeReadIsLeftOut() throws Exception {
        settings.write(BOX, Map.of("port", "1"), ANNA);
        settings.write(BOX, Map.of("port", "2"), ANNA);
        for (String name : List.of("00000003-0123456789abcdef", "nonsense")) {
            Files.writeString(place().resolve(name), "at = never\nby = x\n\nport = 3");
        }

        settings = etc.start();

        assertThat(lines()).contains("2 anna {port=2}", "1 anna {port=1}").noneMatch(line -> line.contains("=3"));
    }

    private List<String> lines() {
        return settings.history(BOX).stream()
                .map(version -> version.id()
                        + ' '
                        + version.by()
                        + ' '
                        + version.values().map(Object::toString).orElse("gone"))
                .toList();
    }

    private Path place() {
        return etc.data().resolve("history").resolve(BOX);
    }
}
