// SPDX-License-Identifier: Apache-2.0
package cloudy.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloudy.api.InvalidFieldException;
import cloudy.api.Text;
import cloudy.api.access.Caller;
import cloudy.api.access.Role;
import cloudy.api.rest.Call;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is sent as a value ends in the file as that value and nothing else, or is refused. */
class HostileValuesTest {

    private static final int COUNT = 5_000;
    private static final int AT_ONCE = 10;
    private static final String BOX = "cloudy.box";
    private static final String FILE = "cloudy.box.cfg";
    private static final Caller ANNA = new Caller("anna", Role.OPERATOR, Caller.Proof.SESSION, Set.of());

    private static final List<String> PIECES = List.of(
            "\\",
            "\\\\",
            "\n",
            "\r\n",
            "\u2028",
            "\u0085",
            "\0",
            "=",
            ":",
            "#",
            "!",
            " ",
            "\t",
            "\f",
            ",",
            "\\u000a",
            "\\n",
            "\\,",
            "${karaf.home}",
            "$[env:HOME]",
            "$[",
            "\"",
            "'",
            "`id`",
            "$(id)",
            ";rm -rf /",
            "|",
            "&&",
            "../../etc/passwd",
            "<script>",
            "&lt;",
            "%00",
            "%n%s",
            "note = x",
            "other = x",
            "T\"1\"",
            "I\"7\"",
            "[",
            "]",
            "{",
            "}",
            "é",
            "日本",
            "🐚",
            "\ud800",
            "\udc00",
            "\ufeff",
            "\u00a0",
            "\u3000",
            "\u202e",
            "a",
            "-",
            "--config=x",
            "@",
            "*",
            "\u001b[31m");

    private Etc etc;
    private SettingsOperations operations;

    @Test
    void reachTheFileAsTheyAreOrAreRefused(@TempDir(factory = Memory.class) Path home) throws Exception {
        etc = new Etc(home);
        var definitions = new StringBuilder("<AD id='tags' cardinality='5' default=''/>");
        for (int i = 0; i < AT_ONCE; i++) {
            definitions.append("<AD id='note").append(i).append("' default=''/>");
        }
        etc.osgi().declare("box", "pid='cloudy.box'", definitions.toString());
        operations = new SettingsOperations(etc.start());
        var random = new Random(4);
        var fine = new LinkedHashMap<String, Object>();
        for (int i = 0; i < COUNT; i++) {
            String value = hostile(random);
            if (value.contains("$[") || value.codePoints().anyMatch(Text::isControl)) {
                assertThatThrownBy(() -> patch(Map.of("note0", value))).isInstanceOf(InvalidFieldException.class);
            } else {
                fine.put("note" + fine.size(), value);
            }
            if (fine.size() == AT_ONCE) {
                assertTaken(fine);
                fine.clear();
            }
        }
        assertThat(etc.log).isEmpty();
    }

    /** Holds what was sent against what came out at each end; Java's own reader of such files is not ours. */
    private void assertTaken(Map<String, Object> values) throws Exception {
        var tags = List.of(values.get("note0"), "b", values.get("note1"));
        var body = new LinkedHashMap<>(values);
        body.put("tags", tags);

        patch(body);

        Map<String, String> read = etc.settings().read(BOX);
        assertThat(read).containsOnlyKeys(body.keySet()).containsAllEntriesOf(texts(values));
        assertThat(properties(Files.readAllBytes(etc.file(FILE)))).isEqualTo(read);
        assertThat(CfgFile.parse(Files.readAllBytes(etc.file(FILE))).values()).isEqualTo(read);
        for (Map.Entry<String, Object> value : values.entrySet()) {
            assertThat(etc.osgi().property(BOX, value.getKey())).isEqualTo(value.getValue());
        }
        assertThat(etc.osgi().property(BOX, "tags")).isEqualTo(tags.toArray(String[]::new));
    }

    private void patch(Map<String, Object> body) throws Exception {
        operations
                .operations()
                .get("changeSettings")
                .answer(Call.of(ANNA, Map.of("pid", BOX)).with(body));
    }

    private static Map<String, String> texts(Map<String, Object> values) {
        var texts = new HashMap<String, String>();
        values.forEach((key, value) -> texts.put(key, (String) value));
        return texts;
    }

    private static String hostile(Random random) {
        var text = new StringBuilder();
        random.ints(1 + random.nextInt(6), 0, PIECES.size()).forEach(at -> text.append(PIECES.get(at)));
        return text.toString();
    }

    /** What Java's own reader of such files makes of one, which is not ours. */
    private static Map<String, String> properties(byte[] content) throws Exception {
        var properties = new Properties();
        properties.load(new StringReader(new String(content, StandardCharsets.UTF_8)));
        var values = new HashMap<String, String>();
        properties.stringPropertyNames().forEach(key -> values.put(key, properties.getProperty(key)));
        return values;
    }
}
