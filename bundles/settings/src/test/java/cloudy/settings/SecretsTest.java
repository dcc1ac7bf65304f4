// SPDX-License-Identifier: Apache-2.0
package cloudy.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloudy.api.access.Caller;
import cloudy.api.settings.SettingsVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;

/** What can be written and is never shown again. */
class SecretsTest {

    private static final String FILE = "cloudy.box.cfg";
    private static final String BOX = "cloudy.box";

    private Etc etc;
    private EtcSettings settings;
    private Bundle bundle;

    @BeforeEach
    void prepare(@TempDir(factory = Memory.class) Path home) throws Exception {
        etc = new Etc(home);
        bundle = declare();
        settings = etc.start();
    }

    private Bundle declare() throws Exception {
        return etc.osgi()
                .declare(
                        "box",
                        "pid='cloudy.box'",
                        "<AD id='note' default=''/><AD id='.key' default='' max='20'/>"
                                + "<AD id='pin' type='Password' default='' max='20'/>");
    }

    @Test
    void aSecretIsNotRead() throws Exception {
        settings.write(BOX, values("note", "a", ".key", "hunter1", "pin", "hunter2"), Caller.shell());

        assertThat(settings.read(BOX)).isEqualTo(Map.of("note", "a"));
        assertThat(settings.secrets(BOX)).containsExactlyInAnyOrder(".key", "pin");
        assertThat(settings.secret(BOX, ".key")).contains("hunter1".toCharArray());
        assertThat(settings.secret(BOX, "pin")).contains("hunter2".toCharArray());
        assertThat(settings.secret(BOX, "note")).isEmpty();
    }

    @Test
    void whatWouldBePublicAsAPropertyOfAServiceIsNoProperty() throws Exception {
        etc.change(FILE, "note = a\n.key = hunter1\npin = hunter2");

        assertThat(etc.osgi().property(BOX, ".key")).isEqualTo("hunter1");
        assertThat(etc.osgi().property(BOX, "pin")).isNull();
    }

    @Test
    void secretsThatAreNotNamedStay() throws Exception {
        settings.write(BOX, values("note", "a", ".key", "hunter1", "pin", "hunter2"), Caller.shell());

        settings.write(BOX, values("pin", "hunter3"), Caller.shell());

        assertThat(etc.file(FILE)).hasContent(".key = hunter1\npin = hunter3\n");
        settings.change(BOX, Map.of(".key", Optional.empty()), Caller.shell());
        assertThat(etc.file(FILE)).hasContent("pin = hunter3\n");
        settings.change(BOX, Map.of("note", Optional.of("b")), Caller.shell());
        assertThat(etc.file(FILE)).hasContent("pin = hunter3\nnote = b\n");
    }

    @Test
    void aFileWithASecretIsClosedToOthers() throws Exception {
        for (String text : new String[] {"pin = hunter2", ".key = hunter2", "pin = hunter2\nnonsense = 1"}) {
            etc.put(FILE, "note = a");
            Files.setPosixFilePermissions(etc.file(FILE), PosixFilePermissions.fromString("rw-r--r--"));
            settings.rescan();
            assertThat(mode(etc.file(FILE))).isEqualTo("rw-r--r--");

            etc.change(FILE, text);

            assertThat(mode(etc.file(FILE))).isEqualTo("rw-------");
        }
    }

    @Test
    void aSecretThatIsWrittenNeverIsInAnOpenFile() throws Exception {
        etc.change(FILE, "note = a");
        Files.setPosixFilePermissions(etc.file(FILE), PosixFilePermissions.fromString("rw-r--r--"));

        settings.change(BOX, Map.of("pin", Optional.of("hunter2")), Caller.shell());

        assertThat(mode(etc.file(FILE))).isEqualTo("rw-------");
        try (var files = Files.walk(etc.data())) {
            assertThat(files).allMatch(file -> mode(file).endsWith("------"));
        }
    }

    @Test
    void theHistoryHidesThemAndBringsThemBack() throws Exception {
        settings.write(BOX, values("pin", "hunter1"), Caller.shell());
        settings.write(BOX, values("pin", "hunter2"), Caller.shell());

        assertThat(settings.history(BOX))
                .allSatisfy(version ->
                        assertThat(version.values().orElseThrow()).isEqualTo(Map.of("pin", SettingsVersion.SECRET)));
        settings.restore(BOX, "1", Caller.shell());

        assertThat(settings.secret(BOX, "pin")).contains("hunter1".toCharArray());
        assertThat(settings.history(BOX)).hasSize(3);
    }

    @Test
    void noRefusalAndNoLogRepeatsThem() throws Exception {
        for (String key : new String[] {".key", "pin"}) {
            for (String bad : new String[] {"hunter2-hunter2-hunter2", "hunter2$[a]", "hunter2\u0007"}) {
                assertThatThrownBy(() -> settings.write(BOX, values(key, bad), Caller.shell()))
                        .hasMessageStartingWith(key + ": must")
                        .hasMessageNotContaining("hunter2");
                etc.change(FILE, key + " = " + bad.replace("\u0007", "\\u0007"));
            }
        }
        assertThat(settings.refusals()).hasSize(1);
        assertThat(etc.log).hasSize(6).noneMatch(line -> line.contains("hunter2"));
        assertThat(etc.audited()).hasSize(6).noneMatch(line -> line.contains("hunter2"));
    }

    @Test
    void theyStaySecretWhenTheBundleIsGone() throws Exception {
        settings.write(BOX, values("note", "a", "pin", "hunter2"), Caller.shell());

        bundle.uninstall();
        settings.withdraw(bundle);
        assertThat(settings.read(BOX)).containsOnlyKeys("note");
        assertThat(settings.history(BOX).get(0).values().orElseThrow()).containsEntry("pin", SettingsVersion.SECRET);

        assertThat(etc.start().read(BOX)).containsOnlyKeys("note");
        assertThat(etc.settings().secret(BOX, "pin")).contains("hunter2".toCharArray());
    }

    private static Map<String, String> values(String... pairs) {
        var values = new LinkedHashMap<String, String>();
        for (int i = 0; i < pairs.length; i += 2) {
            values.put(pairs[i], pairs[i + 1]);
        }
        return values;
    }

    private static String mode(Path file) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
