// SPDX-License-Identifier: Apache-2.0
package cloudy.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import cloudy.api.form.Texts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is remembered on disk, and what is made of it. */
class MemoryTest {

    private static final String SHA = "0123456789abcdef".repeat(4);
    private static final Glance GLANCE =
            new Glance(Glance.Kind.FILE, 1000, 0644, 4711, 1_795_000_000_123_456_789L, 1_795_000_000_987_654_321L, -5);

    @TempDir
    Path folder;

    private final List<String> said = new ArrayList<>();
    private final Lines lines = new Lines(said::add, said::add);
    private DurableFile file;

    @BeforeEach
    void name() {
        file = new DurableFile(folder.resolve("file"));
    }

    @Test
    void findsAgainWhatWasInstalled() throws Exception {
        var entry = new Ledger.Entry(SHA, GLANCE, 1_795_000_000_000L);
        var ledger = Ledger.read(file, lines);
        ledger.put("a b.jar", entry);
        ledger.put("gone.jar", entry);
        ledger.remove("gone.jar");
        ledger.save();

        var again = Ledger.read(file, lines);

        assertThat(again.of("a b.jar")).contains(entry);
        assertThat(again.of("gone.jar")).isEmpty();
        assertThat(said).isEmpty();
    }

    @Test
    void writesOnlyWhatChanged() throws Exception {
        var ledger = Ledger.read(file, lines);
        ledger.save();
        assertThat(file.path()).doesNotExist();

        ledger.put("a.jar", new Ledger.Entry(SHA, GLANCE, 1));
        ledger.save();
        Files.delete(file.path());
        ledger.put("a.jar", new Ledger.Entry(SHA, GLANCE, 1));
        ledger.save();
        assertThat(file.path()).doesNotExist();
    }

    @Test
    void makesTheBestOfAFileThatMakesNoSense() throws Exception {
        Files.write(
                file.path(),
                (SHA + " 1 2 3 4 5 6 7 good.jar\n" + SHA + " 9999999999999999999 2 3 4 5 6 7 large.jar\n"
                                + "nonsense\n\0\0\0\n" + SHA + " 1 2 3 4 5 6 cut.jar\n" + SHA)
                        .getBytes(java.nio.charset.StandardCharsets.UTF_8));

        var ledger = Ledger.read(file, lines);

        assertThat(ledger.of("good.jar")).isPresent();
        assertThat(ledger.of("cut.jar")).isEmpty();
        assertThat(new Marker(file).leftBehind(lines)).isEmpty();
    }

    @Test
    void startsWithoutAFileThatCannotBeRead() throws Exception {
        Files.createDirectory(file.path());

        assertThat(Ledger.read(file, lines).of("a.jar")).isEmpty();
        assertThat(new Marker(file).leftBehind(lines)).isEmpty();
        assertThat(said).hasSize(1).first().asString().startsWith("deploy/: what was remembered of it cannot be read");
    }

    @Test
    void namesTheLastStartedFirst() throws Exception {
        var marker = new Marker(file);
        marker.starting(suspect(Suspect.Phase.STARTING, 0, "a.jar"));
        marker.started("a.jar");
        marker.starting(suspect(Suspect.Phase.STARTING, 1, "b.jar"));

        assertThat(new Marker(file).leftBehind(lines))
                .containsExactly(
                        suspect(Suspect.Phase.STARTING, 1, "b.jar"), suspect(Suspect.Phase.SETTLING, 0, "a.jar"));

        marker.started("b.jar");
        marker.cleared("a.jar");
        marker.cleared("b.jar");
        marker.flush();
        assertThat(file.path()).doesNotExist();
    }

    @Test
    void keepsOnlyTheGuiltyWhenTheNodeStops() throws Exception {
        var marker = new Marker(file);
        var convicted = suspect(Suspect.Phase.CONVICTED, 0, "old.jar");
        marker.convict(List.of(convicted));
        marker.starting(suspect(Suspect.Phase.STARTING, 0, "a.jar"));
        marker.starting(suspect(Suspect.Phase.STARTING, 0, "b.jar"));

        marker.close(Optional.of(suspect(Suspect.Phase.STARTING, 0, "a.jar")));

        assertThat(new Marker(file).leftBehind(lines))
                .containsExactly(suspect(Suspect.Phase.GUILTY, 0, "a.jar"), convicted);
        assertThat(marker.isConvicted("old.jar", SHA)).isTrue();
        assertThat(marker.isConvicted("a.jar", SHA)).isFalse();
        assertThat(marker.starting(suspect(Suspect.Phase.STARTING, 0, "late.jar")))
                .isFalse();
        assertThat(new Marker(file).leftBehind(lines)).hasSize(2);
    }

    @Test
    void keepsASuspectWhoseFileIsReplacedWhileItSettles() throws Exception {
        var marker = new Marker(file);
        marker.starting(suspect(Suspect.Phase.STARTING, 0, "a.jar"));

        marker.acquit("a.jar");

        assertThat(marker.suspects()).hasSize(1);
    }

    @Test
    void blamesTheOneThatCanBeBlamed() {
        var starting = suspect(Suspect.Phase.STARTING, 0, "starting.jar");
        var settling = suspect(Suspect.Phase.SETTLING, 0, "settling.jar");
        var struck = suspect(Suspect.Phase.SETTLING, 2, "struck.jar");
        var once = suspect(Suspect.Phase.SETTLING, 1, "once.jar");
        var guilty = suspect(Suspect.Phase.GUILTY, 0, "guilty.jar");
        var convicted = suspect(Suspect.Phase.CONVICTED, 1, "convicted.jar");

        assertThat(Judge.blamed(List.of())).isEmpty();
        assertThat(Judge.blamed(List.of(settling, once, convicted))).isEmpty();
        assertThat(Judge.blamed(List.of(settling, struck))).contains(struck);
        assertThat(Judge.blamed(List.of(starting, settling, convicted))).contains(starting);
        assertThat(Judge.blamed(List.of(starting, once))).isEmpty();
        assertThat(Judge.blamed(List.of(starting, struck))).contains(struck);
        assertThat(Judge.blamed(List.of(starting, struck, guilty))).contains(guilty);
    }

    @Test
    void findsWhoseCodeIsNearestToTheExit() {
        var library = suspect(Suspect.Phase.SETTLING, 0, "library.jar");
        var user = suspect(Suspect.Phase.SETTLING, 0, "user.jar");
        var trace = new ExitTrace(List.of(List.of("org.unknown.A", "org.library.B", "org.user.C")));

        assertThat(trace.culprit(
                        List.of(user, library),
                        (one, name) -> name.contains(one.name().replace(".jar", ""))))
                .contains(library);
        assertThat(ExitTrace.now().callers()).isEmpty();
    }

    @Test
    void saysAComplaintOncePerContent() {
        lines.refused("a.jar", "1", Texts.of("is bad"));
        lines.refused("a.jar", "1", Texts.of("is bad"));
        lines.refused("a.jar", "2", Texts.of("is bad"));
        lines.forget("a.jar");
        lines.refused("a.jar", "2", Texts.of("is bad"));

        assertThat(said).hasSize(3);
    }

    @Test
    void printsNoControlCharactersAndNoFlood() {
        lines.done("a\r\n\u001b[31m\u202e\u2028b.jar", "x".repeat(1000));

        assertThat(said.get(0)).startsWith("deploy/a [31m b.jar: xxx").hasSizeLessThan(510);
    }

    private static Suspect suspect(Suspect.Phase phase, int strikes, String name) {
        return new Suspect(phase, strikes, SHA, name);
    }
}
