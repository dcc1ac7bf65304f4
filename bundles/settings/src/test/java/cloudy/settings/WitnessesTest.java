// SPDX-License-Identifier: Apache-2.0
package cloudy.settings;

import static org.assertj.core.api.Assertions.assertThat;

import cloudy.api.access.Audit;
import cloudy.api.access.Caller;
import cloudy.api.access.Role;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is told when settings change. */
class WitnessesTest {

    private static final String FILE = "cloudy.box.cfg";
    private static final String BOX = "cloudy.box";

    private final Witnesses witnesses = new Witnesses();
    private final List<String> heard = new ArrayList<>();
    private final Audit audit = (by, from, action, target, outcome) -> heard.add(target + ' ' + outcome);

    @Test
    void whatIsEditedByHandIsAudited(@TempDir(factory = Memory.class) Path home) throws Exception {
        var etc = new Etc(home);
        etc.osgi().declare("box", "pid='cloudy.box'", "<AD id='a' default=''/><AD id='b' type='Integer' default='0'/>");
        etc.put(FILE, "a = 1");
        EtcSettings settings = etc.start();

        etc.change(FILE, "a = 2\nb = 3");
        etc.change(FILE, "a = 2\nb = many");
        settings.rescan();
        etc.change(FILE, "a = 2\nb = 3");
        etc.change(FILE, "# a word\na = 2\nb = 3");
        etc.change("cloudy.No.cfg", "");
        Files.delete(etc.file(FILE));
        settings.rescan();
        etc.start();

        assertThat(etc.audited())
                .containsExactly(
                        "file settings.changed cloudy.box: done: a",
                        "file settings.changed cloudy.box: done: a, b",
                        "file settings.changed cloudy.box: refused: etc/cloudy.box.cfg: b: must be a whole number,"
                                + " not \"many\"",
                        "file settings.changed cloudy.box: done: nothing is refused any more",
                        "file settings.changed cloudy.box: done: only comments",
                        "file settings.changed : refused: etc/cloudy.No.cfg: must be named cloudy.<word>.cfg or"
                                + " cloudy.<word>-<name>.cfg in plain letters and digits",
                        "file settings.changed cloudy.box: done: deleted",
                        "file settings.changed : refused: etc/cloudy.No.cfg: must be named cloudy.<word>.cfg or"
                                + " cloudy.<word>-<name>.cfg in plain letters and digits");
        assertThat(etc.told())
                .filteredOn(event -> event.startsWith("settings "))
                .hasSize(8)
                .contains("settings cloudy.box", "settings ");
        assertThat(etc.told()).as("the doctor looks at the files again").endsWith("check settings-files");
    }

    @Test
    void theApiWritesItsOwnEntries(@TempDir(factory = Memory.class) Path home) throws Exception {
        var etc = new Etc(home);
        EtcSettings settings = etc.start();

        settings.write(BOX, Map.of("a", "1"), new Caller("anna", Role.OPERATOR, Caller.Proof.TOKEN, Set.of()));
        settings.change(BOX, Map.of("a", Optional.of("2")), Caller.shell());
        settings.delete(BOX, Caller.shell());

        assertThat(etc.audited())
                .containsExactly(
                        "shell settings.changed cloudy.box: done: a",
                        "shell settings.changed cloudy.box: done: deleted");
        assertThat(etc.told())
                .filteredOn(event -> event.startsWith("settings "))
                .containsExactly("settings cloudy.box", "settings cloudy.box", "settings cloudy.box");
    }

    @Test
    void whatHappensBeforeThereIsAnAuditLogIsNotForgotten() {
        witnesses.note(new Notice("cloudy.a", Caller.file(), "done"));
        witnesses.deliver();
        assertThat(heard).isEmpty();

        witnesses.setAudit(audit);
        assertThat(heard).containsExactly("cloudy.a done");

        witnesses.unsetAudit(audit);
        witnesses.note(new Notice("cloudy.b", Caller.file(), "done"));
        witnesses.deliver();
        witnesses.setAudit(audit);
        assertThat(heard).containsExactly("cloudy.a done", "cloudy.b done");
    }

    @Test
    void anAuditLogThatNeverComesTakesNoMemory() {
        for (int i = 0; i < 3_000; i++) {
            witnesses.note(new Notice("cloudy.a" + i, Caller.file(), "done"));
        }

        witnesses.setAudit(audit);

        assertThat(heard).hasSize(2_000).endsWith("cloudy.a2999 done");
    }

    @Test
    void oneThatFailsKeepsNothingFromTheOthers() {
        witnesses.sinks = List.of(
                event -> {
                    throw new IllegalStateException("is gone");
                },
                event -> heard.add(event.subject()));
        witnesses.setAudit((by, from, action, target, outcome) -> {
            throw new IllegalStateException("is gone");
        });

        witnesses.note(new Notice("cloudy.a", Caller.file(), "done"));
        witnesses.note(new Notice("cloudy.b", Caller.file(), "done"));
        witnesses.deliver();

        assertThat(heard).containsExactly("cloudy.a", "cloudy.b", "settings-files");
    }

    @Test
    void whoIsToldMayAskBack() {
        witnesses.sinks = List.of(event -> {
            if (heard.size() < 3) {
                heard.add(event.subject());
                witnesses.note(new Notice("cloudy.b", Caller.node(), "done"));
                witnesses.deliver();
            }
        });

        witnesses.note(new Notice("cloudy.a", Caller.file(), "done"));
        witnesses.deliver();

        assertThat(heard).containsExactly("cloudy.a", "cloudy.b", "cloudy.b");
    }
}
