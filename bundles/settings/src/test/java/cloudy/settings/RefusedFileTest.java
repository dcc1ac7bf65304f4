// SPDX-License-Identifier: Apache-2.0
package cloudy.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.osgi.framework.Bundle;

/** Which files are not taken, and what is said of them. */
class RefusedFileTest {

    private static final String PAD = "cloudy.external-pad.cfg";
    private static final String DECLARED = "<AD id='port' type='Integer' min='0' max='65535'/>"
            + "<AD id='tags' cardinality='9' default=''/><AD id='note' default=''/>";

    private Etc etc;

    @BeforeEach
    void prepare(@TempDir(factory = Memory.class) Path home) throws Exception {
        etc = new Etc(home);
    }

    private Bundle declareExternal() throws Exception {
        return etc.osgi().declare("external", "factoryPid='cloudy.external'", DECLARED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "port = 1;colour = red|colour: is not a setting that can be made here",
                "port = 1;Port = 2|line 2: sets \"Port\" a second time",
                "note = x|port: is missing",
                "port =|port: must be between 0 and 65535, not \"\"",
                "port = 1;cloudy.colour = red|cloudy.colour: is not a setting that can be made here",
                "port = 1;cloudy.enabled = maybe|cloudy.enabled: must be true or false, not \"maybe\"",
                "port = 1;cloudy.publish = 1|cloudy.publish: must be true or false, not \"1\"",
                "port = 1;cloudy.audience = all|cloudy.audience: must be lan or community, not \"all\"",
                "port = 1;cloudy.protocol = sctp|cloudy.protocol: must be tcp or udp, not \"sctp\"",
                "port = 1;cloudy.type = a b|cloudy.type: must be 1 to 15 letters, digits or hyphens, not \"a b\"",
                "port = 1;cloudy.description =|cloudy.description: must not be empty",
                "port = 1;cloudy.port = 70000|cloudy.port: must be between 0 and 65535, not \"70000\"",
                "port = 1;cloudy.port = x|cloudy.port: must be between 0 and 65535, not \"x\"",
                "port = 1;cloudy.txt = à=1|cloudy.txt: a key must be printable ASCII without \"=\", not \"à\"",
                "port = 1;note = $[secret:users.properties]|note: must not hold \"$[\", not \"$[secret:users.properties]\"",
                "port = 1;note = a\\nb|note: must not hold control characters or line ends, not \"a\uFFFDb\"",
                "port = 1;note = a\\ud800b|note: must not hold control characters or line ends, not \"a\uFFFDb\"",
                "port = 1;.key = hunter2$[|.key: must not hold \"$[\"",
                "port = 1;no!te = a|key: must be 1 to 100 letters, digits, dots, \"_\" or \"-\", not \"no!te\"",
                "port = 1;note|line 2: must be \"key = value\"",
            })
    void saysWhyAFileIsRefused(String text, String reason) throws Exception {
        declareExternal();
        etc.put(PAD, text.replace(';', '\n'));

        etc.start();

        assertThat(etc.log).containsExactly("etc/" + PAD + ": " + reason + "; the file has no effect");
        assertThat(etc.osgi().configuration("cloudy.external~pad")).isNull();
    }

    @Test
    void noFileTakesThePropertiesOfTheFramework() throws Exception {
        etc.put("cloudy.a.cfg", "component.name = cloudy.node");
        etc.put("cloudy.b.cfg", "service.ranking = 1000");
        etc.put("cloudy.c.cfg", "objectClass = cloudy.api.Node");
        etc.put("cloudy.d.cfg", "Cloudy.Port = 1");

        etc.start();

        assertThat(etc.log).hasSize(4).allMatch(line -> line.contains(": is not a setting that can be made here;"));
    }

    @Test
    void aThingAndAListOfThingsAreNotConfused() throws Exception {
        declareExternal();
        etc.osgi().declare("node", "pid='cloudy.node'", "");
        etc.put("cloudy.external.cfg", "port = 1");
        etc.put("cloudy.node-second.cfg", "");

        etc.start();

        assertThat(etc.log)
                .containsExactly(
                        "etc/cloudy.external.cfg: pid: needs a name, as in cloudy.external-<name>.cfg;"
                                + " the file has no effect",
                        "etc/cloudy.node-second.cfg: pid: takes no name, the settings belong in cloudy.node.cfg;"
                                + " the file has no effect");
    }

    @Test
    void aFileThatAPowerCutEmptiedDoesNotResetAService() throws Exception {
        etc.put(PAD, "port = 9001");
        var settings = etc.start();

        etc.change(PAD, "");
        assertThat(settings.read("cloudy.external~pad")).containsExactly(entry("port", "9001"));
        assertThat(etc.log).singleElement().asString().contains(": is empty; delete it to go back to");

        etc.change(PAD, "# nothing\n");
        assertThat(settings.read("cloudy.external~pad")).isEmpty();
        assertThat(etc.osgi().configuration("cloudy.external~pad")).isNotNull();
    }

    @Test
    void aFileOfNulBytesIsRefused() throws Exception {
        etc.put(PAD, "port = 9001");
        var settings = etc.start();

        etc.change(PAD, "port = \0\0\0\0");

        assertThat(settings.read("cloudy.external~pad")).containsExactly(entry("port", "9001"));
    }

    @Test
    void whatIsNoPlainFileInTheFolderIsRefused(@TempDir Path elsewhere) throws Exception {
        Path secret = Files.writeString(elsewhere.resolve("secret"), "root = 1");
        Files.createSymbolicLink(etc.file("cloudy.a.cfg"), secret);
        Files.createSymbolicLink(etc.file("cloudy.b.cfg"), Path.of("nowhere"));
        Files.createDirectory(etc.file("cloudy.c.cfg"));
        assertThat(new ProcessBuilder("mkfifo", etc.file("cloudy.d.cfg").toString())
                        .start()
                        .waitFor())
                .isZero();
        Files.createSymbolicLink(etc.file("cloudy.e.cfg"), etc.put("shared.txt", "a = 1"));
        Files.createSymbolicLink(etc.file("cloudy.f.cfg"), Path.of("cloudy.f.cfg"));
        etc.put("cloudy.Upper.cfg", "a = 1");

        var settings = etc.start();

        assertThat(etc.log)
                .hasSize(6)
                .contains(
                        "etc/cloudy.a.cfg: is a link that leads out of etc/; the file has no effect",
                        "etc/cloudy.b.cfg: is a link that leads nowhere; the file has no effect",
                        "etc/cloudy.c.cfg: is not a file; the file has no effect",
                        "etc/cloudy.d.cfg: is not a file; the file has no effect",
                        "etc/cloudy.Upper.cfg: must be named cloudy.<word>.cfg or cloudy.<word>-<name>.cfg"
                                + " in plain letters and digits; the file has no effect");
        assertThat(settings.read("cloudy.e")).containsExactly(entry("a", "1"));
        settings.rescan();
        assertThat(etc.log).hasSize(6);
    }

    @Test
    void aFileOf64KilobytesIsTakenAndALargerOneIsNot() throws Exception {
        etc.put("cloudy.a.cfg", "a = 1\n#" + "x".repeat(64 * 1024 - 7));
        etc.put("cloudy.b.cfg", "a = 1\n#" + "x".repeat(64 * 1024 - 6));

        var settings = etc.start();

        assertThat(settings.read("cloudy.a")).containsOnlyKeys("a");
        assertThat(etc.log).containsExactly("etc/cloudy.b.cfg: is larger than 64 kB; the file has no effect");
    }

    @Test
    void whatComesBeyondTheMostFilesIsLeftOutAndDisplacesNothing() throws Exception {
        for (int i = 0; i < 10; i++) {
            etc.put("cloudy.x-" + i + ".cfg", "a = 1");
        }
        var settings = etc.start(10);
        assertThat(etc.log).isEmpty();

        etc.change("cloudy.a.cfg", "a = 1");
        settings.rescan();

        assertThat(settings.pids()).hasSize(10).doesNotContain("cloudy.a");
        assertThat(etc.log).containsExactly("etc/: of the settings files only 10 are used");

        Files.delete(etc.file("cloudy.x-7.cfg"));
        settings.rescan();
        assertThat(settings.pids()).hasSize(10).contains("cloudy.a");
    }

    @Test
    void aBadFileIsSaidOnceAndTheLastGoodSettingsStay() throws Exception {
        declareExternal();
        etc.put(PAD, "port = 9001");
        var settings = etc.start();

        etc.change(PAD, "port = abc");
        settings.rescan();
        etc.put("cloudy.node.cfg", "name = other");
        settings.rescan();

        assertThat(etc.log)
                .containsExactly("etc/cloudy.external-pad.cfg: port: must be between 0 and 65535, not \"abc\";"
                        + " the last good settings stay in force");
        assertThat(settings.read("cloudy.external~pad")).containsExactly(entry("port", "9001"));
        assertThat(etc.osgi().property("cloudy.external~pad", "port")).isEqualTo("9001");
        assertThat(etc.osgi().property("cloudy.node", "name")).isEqualTo("other");
    }

    @Test
    void anotherBadContentIsSaidAgain() throws Exception {
        declareExternal();
        etc.start();

        etc.change(PAD, "port = a");
        etc.change(PAD, "port = b");
        etc.change(PAD, "port = 1");
        etc.change(PAD, "port = b");

        assertThat(etc.log)
                .containsExactly(
                        "etc/cloudy.external-pad.cfg: port: must be between 0 and 65535, not \"a\";"
                                + " the file has no effect",
                        "etc/cloudy.external-pad.cfg: port: must be between 0 and 65535, not \"b\";"
                                + " the file has no effect",
                        "etc/cloudy.external-pad.cfg: port: must be between 0 and 65535, not \"b\";"
                                + " the last good settings stay in force");
    }

    @Test
    void whereNothingGoodIsKeptABadFileHasNoEffect() throws Exception {
        etc.put(PAD, "port = abc");
        var settings = etc.start();

        settings.declare(declareExternal());

        assertThat(etc.osgi().configuration("cloudy.external~pad")).isNull();
        assertThat(settings.read("cloudy.external~pad")).isEmpty();
        assertThat(settings.pids()).containsExactly("cloudy.external~pad");
        assertThat(etc.log).singleElement().asString().endsWith("; the file has no effect");
    }
}
