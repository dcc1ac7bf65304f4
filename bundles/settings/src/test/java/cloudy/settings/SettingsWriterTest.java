// SPDX-License-Identifier: Apache-2.0
package cloudy.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import cloudy.api.InvalidFieldException;
import cloudy.api.access.Caller;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of settings that the console, a command or the API makes. */
class SettingsWriterTest {

    private static final String FILE = "cloudy.external-pad.cfg";
    private static final String PAD = "cloudy.external~pad";

    private Etc etc;
    private EtcSettings settings;

    @BeforeEach
    void prepare(@TempDir(factory = Memory.class) Path home) throws Exception {
        etc = new Etc(home);
        etc.osgi()
                .declare(
                        "external",
                        "factoryPid='cloudy.external'",
                        "<AD id='port' type='Integer' min='0' max='65535' default='0'/><AD id='note' default=''/>");
        settings = etc.start();
    }

    @Test
    void whatIsWrittenIsOnTheDiskAndInForce() throws Exception {
        settings.write(PAD, Map.of("note", "Càmera, plaça"), Caller.shell());

        assertThat(etc.file(FILE)).hasContent("note = Càmera, plaça\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(etc.file(FILE))))
                .isEqualTo("rw-------");
        assertThat(settings.read(PAD)).containsExactly(entry("note", "Càmera, plaça"));
        assertThat(settings.pids()).containsExactly(PAD);
        assertThat(etc.osgi().property(PAD, "note")).isEqualTo("Càmera, plaça");
    }

    @Test
    void theWatcherFindsNothingNewInWhatWasWritten() throws Exception {
        settings.write(PAD, Map.of("port", "1"), Caller.shell());
        long before = etc.osgi().configuration(PAD).getChangeCount();

        settings.rescan();

        assertThat(etc.osgi().configuration(PAD).getChangeCount()).isEqualTo(before);
    }

    @Test
    void commentsModeAndOrderOfAFileStay() throws Exception {
        etc.change(FILE, "# ours\nport = 1\n\n# a word\nnote = x\n");
        Files.setPosixFilePermissions(etc.file(FILE), PosixFilePermissions.fromString("rw-rw-r--"));

        settings.write(PAD, Map.of("note", "y", "cloudy.enabled", "false"), Caller.shell());

        assertThat(etc.file(FILE)).hasContent("# ours\n\n# a word\nnote = y\ncloudy.enabled = false\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(etc.file(FILE))))
                .isEqualTo("rw-rw-r--");
    }

    @Test
    void writingTheSameTouchesNoDisk() throws Exception {
        settings.write(PAD, Map.of("port", "1"), Caller.shell());
        Object before = Files.readAttributes(etc.file(FILE), "unix:ino,ctime");

        settings.write(PAD, settings.read(PAD), Caller.shell());

        assertThat(Files.readAttributes(etc.file(FILE), "unix:ino,ctime")).isEqualTo(before);
    }

    @Test
    void aBadValueChangesNothing() throws Exception {
        settings.write(PAD, Map.of("port", "1"), Caller.shell());

        assertThatThrownBy(() -> settings.write(PAD, Map.of("port", "65536"), Caller.shell()))
                .isInstanceOfSatisfying(
                        InvalidFieldException.class, e -> assertThat(e.field()).isEqualTo("port"))
                .hasMessage("port: must be between 0 and 65535, not \"65536\"");
        assertThatThrownBy(() -> settings.write(PAD, Map.of("colour", "red"), Caller.shell()))
                .hasMessage("colour: is not a setting that can be made here");
        assertThatThrownBy(() -> settings.write(PAD, Map.of("note", "a\r\nport = 2"), Caller.shell()))
                .hasMessageContaining("line ends");
        assertThatThrownBy(() -> settings.write(PAD, Map.of("note\n", "a"), Caller.shell()))
                .hasMessageStartingWith("key: ");

        assertThat(etc.file(FILE)).hasContent("port = 1\n");
        assertThat(etc.osgi().property(PAD, "port")).isEqualTo("1");
        assertThat(etc.log).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"org.apache.karaf.shell", "cloudy.external~../../x", "cloudy.external~a/b", "", "cloudy."})
    void onlyOurPidsAreReached(String pid) {
        assertThatThrownBy(() -> settings.write(pid, Map.of(), Caller.shell())).hasMessageStartingWith("pid: ");
        assertThatThrownBy(() -> settings.read(pid)).hasMessageStartingWith("pid: ");
        assertThatThrownBy(() -> settings.delete(pid, Caller.shell())).hasMessageStartingWith("pid: ");
    }

    @Test
    void settingsThatAreTooMuchAreRefused() throws Exception {
        assertThatThrownBy(() -> settings.write(PAD, Map.of("note", "à".repeat(4_001)), Caller.shell()))
                .isInstanceOf(InvalidFieldException.class)
                .hasMessageStartingWith("note: must have at most 4000 characters, not \"ààà");
        assertThat(etc.file(FILE)).doesNotExist();
        // Of what no bundle describes, only all of it is counted.
        assertThatThrownBy(() -> settings.write("cloudy.x~1", Map.of("a", "à".repeat(33_000)), Caller.shell()))
                .isInstanceOf(InvalidFieldException.class)
                .hasMessage("pid: its settings take more than 64 kB");
        assertThat(etc.file("cloudy.x-1.cfg")).doesNotExist();

        for (int i = 0; i < 10; i++) {
            etc.put("cloudy.x-" + i + ".cfg", "");
        }
        settings = etc.start(10);
        assertThatThrownBy(() -> settings.write(PAD, Map.of(), Caller.shell()))
                .isInstanceOf(InvalidFieldException.class)
                .hasMessage("pid: is one too many, there are 10 already");
        settings.write("cloudy.x~5", Map.of("a", "1"), Caller.shell());
    }

    @Test
    void noSettingsAreSettingsToo() throws Exception {
        settings.write(PAD, Map.of("port", "1"), Caller.shell());

        settings.write(PAD, Map.of(), Caller.shell());

        assertThat(settings.read(PAD)).isEmpty();
        assertThat(etc.osgi().configuration(PAD)).isNotNull();
        assertThat(etc.start().read(PAD)).isEmpty();
        assertThat(etc.log).isEmpty();
    }

    @Test
    void aFileThatWasRefusedIsWrittenOverButNotLost() throws Exception {
        etc.change(FILE, "# my notes\nport = 1\n");
        etc.change(FILE, "# my notes\nport = abc\n");
        assertThat(settings.read(PAD)).containsExactly(entry("port", "1"));

        settings.write(PAD, Map.of("port", "2"), Caller.shell());

        assertThat(etc.file(FILE)).hasContent("# my notes\nport = 2\n");
        assertThat(etc.data().resolve("refused").resolve(FILE)).hasContent("# my notes\nport = abc\n");
    }

    @Test
    void aFileThatCannotBeParsedIsWrittenOverButNotLost() throws Exception {
        etc.change(FILE, "port = \\u12");

        settings.write(PAD, Map.of("port", "2"), Caller.shell());

        assertThat(etc.file(FILE)).hasContent("port = 2\n");
        assertThat(etc.data().resolve("refused").resolve(FILE)).hasContent("port = \\u12");
    }

    @Test
    void anEditThatNobodyHasSeenYetIsNotLostEither() throws Exception {
        etc.change(FILE, "port = 1\n");
        etc.put(FILE, "port = 3\n");

        settings.write(PAD, Map.of("port", "2"), Caller.shell());

        assertThat(settings.history(PAD))
                .extracting(version -> version.by() + version.values().orElseThrow())
                .containsExactly("shell{port=2}", "file{port=3}", "file{port=1}");
    }

    @Test
    void whatTheDiskDoesNotTakeChangesNothing() throws Exception {
        settings.write(PAD, Map.of("port", "1"), Caller.shell());
        Files.delete(etc.file(FILE));
        Files.createDirectory(etc.file(FILE));
        Files.createFile(etc.file(FILE).resolve("child"));

        assertThatThrownBy(() -> settings.write(PAD, Map.of("port", "2"), Caller.shell()))
                .isInstanceOf(IOException.class);

        assertThat(settings.read(PAD)).containsExactly(entry("port", "1"));
        assertThat(etc.osgi().property(PAD, "port")).isEqualTo("1");
        assertThat(etc.file(FILE).getParent().toFile().list()).containsExactly(FILE);
    }

    @Test
    void whatIsDeletedIsGone() throws Exception {
        settings.write(PAD, Map.of("port", "1"), Caller.shell());

        settings.delete(PAD, Caller.shell());
        settings.delete(PAD, Caller.shell());

        assertThat(etc.file(FILE)).doesNotExist();
        assertThat(settings.pids()).isEmpty();
        assertThat(settings.read(PAD)).isEmpty();
        assertThat(etc.osgi().configuration(PAD)).isNull();
    }

    @Test
    void aWriterThatWasKilledBeforeTheRenameChangedNothing() throws Exception {
        settings.write(PAD, Map.of("port", "1"), Caller.shell());
        Files.writeString(etc.file(".new-" + FILE), "port = 2\nno");

        settings = etc.start();

        assertThat(settings.read(PAD)).containsExactly(entry("port", "1"));
        assertThat(etc.file(".new-" + FILE)).doesNotExist();
        assertThat(etc.log).isEmpty();
    }

    @Test
    void manyWritersAtOnceLeaveOneWholeAnswerEach() throws Exception {
        var threads = Executors.newFixedThreadPool(8);
        var writers = new ArrayList<Future<?>>();
        for (int writer = 0; writer < 8; writer++) {
            String number = Integer.toString(writer);
            writers.add(threads.submit(() -> {
                for (int i = 0; i < 10; i++) {
                    var values = new LinkedHashMap<String, String>();
                    values.put("port", number);
                    values.put("note", number.repeat(1_000));
                    settings.write(PAD, values, Caller.shell());
                    settings.write(
                            "cloudy.external~own-" + number, Map.of("port", Integer.toString(i)), Caller.shell());
                    settings.rescan();
                }
                return null;
            }));
        }
        for (Future<?> writer : writers) {
            writer.get();
        }
        threads.shutdown();

        Map<String, String> last = settings.read(PAD);
        assertThat(last.get("note")).isEqualTo(last.get("port").repeat(1_000));
        assertThat(etc.osgi().property(PAD, "port")).isEqualTo(last.get("port"));
        assertThat(CfgFile.parse(Files.readAllBytes(etc.file(FILE))).values()).isEqualTo(last);
        assertThat(settings.pids()).hasSize(9);
        assertThat(settings.read("cloudy.external~own-5")).containsExactly(entry("port", "9"));
        assertThat(etc.log).isEmpty();
    }
}
