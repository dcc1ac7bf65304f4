// SPDX-License-Identifier: Apache-2.0
package cloudy.shell;

import static org.assertj.core.api.Assertions.assertThat;

import cloudy.api.form.Field;
import cloudy.api.form.Form;
import cloudy.api.form.Texts;
import cloudy.testing.MemorySettings;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SettingsCommandsTest {

    private final MemorySettings settings = new MemorySettings();
    private final KarafShell shell = new KarafShell(settings);

    @AfterEach
    void close() {
        shell.close();
    }

    @Test
    void changesSomeAndLeavesTheOthers() throws Exception {
        settings.files().put("cloudy.serf", Map.of("join", "10.0.0.1", "port", "5000"));

        assertThat(shell.run("cloudy:set cloudy.serf port= \"name=a = b\" 'join=10.0.0.2:5000, 10.0.0.3'"))
                .isEqualTo("Changed; cloudy:settings cloudy.serf shows what is set.\n");

        assertThat(settings.files().get("cloudy.serf"))
                .isEqualTo(Map.of("join", "10.0.0.2:5000, 10.0.0.3", "name", "a = b"));
    }

    @Test
    void refusesWhatIsNoSettingAndChangesNothing() throws Exception {
        assertThat(shell.refuse("cloudy:set cloudy.serf port"))
                .isEqualTo("value: must be written key=value, not \"port\"");
        assertThat(shell.refuse("cloudy:set cloudy.serf =1")).startsWith("value: must be written key=value");
        assertThat(shell.refuse("cloudy:set cloudy.serf a=1 a=")).isEqualTo("a: is there twice");
        assertThat(settings.files()).isEmpty();
    }

    @Test
    void saysWhenTheDiskIsFull() throws Exception {
        settings.full(true);

        assertThat(shell.refuse("cloudy:set cloudy.serf port=1")).startsWith("The disk did not take it: ");
    }

    @Test
    void listsWhatHasSettingsAndWhatCouldHave() throws Exception {
        settings.files().put("cloudy.external~pads", Map.of());
        settings.forms().put("cloudy.serf", Form.empty());
        settings.refusals().put("cloudy.serf.cfg", Texts.of("port: must be a number"));

        assertThat(shell.run("cloudy:settings").lines().map(String::stripTrailing))
                .containsExactly(
                        "PID                   FILE",
                        "cloudy.external~pads  etc/cloudy.external-pads.cfg",
                        "cloudy.serf",
                        "etc/cloudy.serf.cfg is not in force: port: must be a number");
    }

    @Test
    void showsThoseOfOneWithoutItsSecrets() throws Exception {
        settings.files().put("cloudy.serf", Map.of("join", "10.0.0.1", ".key", "x"));
        settings.forms()
                .put("cloudy.serf", Form.of(Field.of("port", Field.Type.INTEGER, Texts.of("Port"), Texts.none())));

        assertThat(shell.run("cloudy:settings cloudy.serf").lines().map(String::stripTrailing))
                .containsExactly("KEY   VALUE     BY ITSELF", ".key  ••••", "join  10.0.0.1", "port");
    }

    @Test
    void saysThatNothingIsNamedSo() throws Exception {
        assertThat(shell.refuse("cloudy:settings cloudy.nothing"))
                .isEqualTo("Nothing on this node has settings named \"cloudy.nothing\".");
    }

    @Test
    void completesPids() {
        settings.files().put("cloudy.node", Map.of());
        settings.forms().put("cloudy.serf", Form.empty());

        assertThat(shell.complete("cloudy:set cloudy.")).containsExactly("cloudy.node", "cloudy.serf");
    }
}
