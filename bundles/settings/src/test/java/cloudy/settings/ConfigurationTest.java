// SPDX-License-Identifier: Apache-2.0
package cloudy.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import cloudy.api.InvalidFieldException;
import cloudy.api.access.Caller;
import cloudy.api.form.Texts;
import cloudy.api.rest.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationTest {

    private static final String BOX = "cloudy.box";

    private Etc etc;
    private EtcSettings settings;
    private Configuration configuration;

    @BeforeEach
    void prepare(@TempDir(factory = Memory.class) Path home) throws Exception {
        etc = new Etc(home);
        etc.osgi()
                .declare(
                        "box",
                        "pid='cloudy.box'",
                        "<AD id='port' name='Port' type='Integer' min='0' max='9' default='3'/>"
                                + "<AD id='tags' cardinality='3' default=''/><AD id='note' default=''/>"
                                + "<AD id='.key' type='Password' default=''/>");
        etc.put("cloudy.box.cfg", "port = 7\ntags = a, b\n.key = hunter2\n");
        etc.put("cloudy.radio.cfg", "station = 3\n");
        settings = etc.start();
        configuration = new Configuration(settings);
    }

    @Test
    void isAllThatIsSetButSecrets() {
        assertThat(configuration.document())
                .isEqualTo(Map.of(
                        "settings",
                        Map.of(
                                BOX,
                                Map.of("port", 7L, "tags", List.of("a", "b")),
                                "cloudy.radio",
                                Map.of("station", "3")),
                        "secretsLeftOut",
                        List.of("cloudy.box .key")));
    }

    @Test
    void putIntoForceAgainChangesNothing() throws IOException {
        String before = settings.version(BOX);

        assertThat(apply(configuration.document())).isEmpty();
        assertThat(settings.version(BOX)).isEqualTo(before);
    }

    @Test
    void onlyWhatItNamesChanges() throws IOException {
        var box = new HashMap<String, Object>();
        box.put("port", 8L);
        box.put("tags", null);

        assertThat(apply(Map.of("settings", Map.of(BOX, box))))
                .extracting(Configuration.Change::key, Configuration.Change::change, Configuration.Change::value)
                .containsExactly(tuple("port", "changed", "checked"), tuple("tags", "removed", "checked"));

        assertThat(settings.read(BOX)).isEqualTo(Map.of("port", "8"));
        assertThat(settings.secret(BOX, ".key"))
                .hasValueSatisfying(key -> assertThat(key).containsExactly("hunter2".toCharArray()));
        assertThat(settings.read("cloudy.radio")).isEqualTo(Map.of("station", "3"));
    }

    @Test
    void nullTakesAllOfAPidAway() throws IOException {
        var all = new HashMap<String, Object>();
        all.put("cloudy.radio", null);
        all.put("cloudy.never", null);

        assertThat(apply(Map.of("settings", all)))
                .extracting(Configuration.Change::pid, Configuration.Change::change, Configuration.Change::value)
                .containsExactly(tuple("cloudy.radio", "removed", "unchecked"));
        assertThat(etc.file("cloudy.radio.cfg")).doesNotExist();
    }

    @Test
    void aDryRunChangesNothing() throws IOException {
        var changes = configuration.apply(
                Map.of("settings", Map.of(BOX, Map.of("port", 8L, ".key", "hunter3"))), true, pid -> {}, Caller.node());

        assertThat(changes).extracting(Configuration.Change::key).containsExactly(".key", "port");
        assertThat(changes.toString()).doesNotContain("hunter");
        assertThat(settings.read(BOX)).containsEntry("port", "7");
    }

    @Test
    void oneWrongValueLeavesAllAsItWas() {
        assertThatThrownBy(() -> apply(
                        Map.of("settings", Map.of(BOX, Map.of("port", 10L), "cloudy.radio", Map.of("station", "4")))))
                .isInstanceOf(InvalidFieldException.class)
                .hasMessage("cloudy.box port: must be between 0 and 9, not \"10\"");
        assertThatThrownBy(() -> apply(Map.of("settings", Map.of(BOX, List.of()))))
                .hasMessage("cloudy.box pid: must be an object");
        assertThatThrownBy(() -> apply(Map.of("settings", Map.of("../box", Map.of()))))
                .hasMessageStartingWith("pid: ");
        assertThat(settings.read("cloudy.radio")).isEqualTo(Map.of("station", "3"));
    }

    @Test
    void whoMayNotChangeOneChangesNone() {
        var all = Map.<String, Object>of(
                "settings", Map.of(BOX, Map.of("port", 8L), "cloudy.radio", Map.of("station", "4")));

        assertThatThrownBy(() -> configuration.apply(
                        all,
                        false,
                        pid -> {
                            if (pid.equals("cloudy.radio")) {
                                throw Problem.of(403, Texts.of("no"));
                            }
                        },
                        Caller.node()))
                .isInstanceOf(Problem.class);
        assertThat(settings.read(BOX)).containsEntry("port", "7");
    }

    private List<Configuration.Change> apply(Map<String, Object> document) throws IOException {
        return configuration.apply(document, false, pid -> {}, Caller.node());
    }
}
