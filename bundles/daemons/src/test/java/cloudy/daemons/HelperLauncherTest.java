// SPDX-License-Identifier: Apache-2.0
package cloudy.daemons;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import cloudy.api.daemon.Daemon.Signal;
import cloudy.daemons.Launcher.Launched;
import cloudy.helper.wire.Program;
import cloudy.helper.wire.Reply;
import cloudy.helper.wire.Request;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a helper on a real socket, which runs a real program as a unit would be: it writes into a pipe with a name. */
class HelperLauncherTest {

    private static final Map<String, String> ENVIRONMENT =
            Map.of("PATH", "/bin", "LANG", "C", "HOME", "/", "CLOUDY_CACHE", "disk");

    @TempDir
    private Path temp;

    private Path folder;
    private RootStandIn helper;
    private HelperLauncher launcher;

    @BeforeEach
    void start() throws IOException {
        folder = Files.createDirectories(temp.resolve("data/daemons/proxy3"));
        Files.createDirectories(folder.resolve("home"));
        helper = new RootStandIn(temp);
        launcher = new HelperLauncher(
                Program.PROXY3,
                folder,
                new HelperCalls(helper.socket()),
                Files.getAttribute(folder, "posix:group").toString());
    }

    @AfterEach
    void end() throws IOException {
        helper.close();
    }

    @Test
    void readsWhatTheProgramWritesAndHowItEnds() throws Exception {
        helper.runs("printf", "one\\ntwo\\n");

        Launched launched = launch();
        var ended = new CompletableFuture<Integer>();
        launched.whenEnded(ended::complete);

        assertThat(new String(launched.output().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo("one\ntwo\n");
        assertThat(ended.get(60, TimeUnit.SECONDS)).isZero();
        assertThat(helper.asked().get(0))
                .isEqualTo(new Request.Start(Program.PROXY3, List.of("-N"), Map.of("CLOUDY_CACHE", "disk")));
    }

    @Test
    void tellsItsSignalsToTheHelper() throws Exception {
        helper.runs("sleep", "1000");
        Launched launched = launch();
        var ended = new CompletableFuture<Integer>();
        launched.whenEnded(ended::complete);
        assertThat(ProcessHandle.of(launched.pid())).isPresent();

        launched.signal(Signal.TERM);
        // The supervisor's own thread reads it to its end.
        assertThat(launched.output().readAllBytes()).isEmpty();

        assertThat(ended.get(60, TimeUnit.SECONDS)).isEqualTo(143);
        assertThat(helper.asked()).contains(new Request.Signal(Program.PROXY3, Request.Signal.Kind.TERM));
    }

    /** When the whole system ends there may be no helper any more. */
    @Test
    void doesNotWaitForAHelperThatIsGone() throws Exception {
        helper.runs("sleep", "1000");
        Launched launched = launch();
        var ended = new CompletableFuture<Integer>();
        launched.whenEnded(ended::complete);
        helper.closeSocket();

        launched.signal(Signal.TERM);

        assertThat(ended.get(60, TimeUnit.SECONDS)).isEqualTo(-1);
    }

    @Test
    void saysWhyTheHelperDoesNot() {
        helper.refuses("Unit cloudy.service is stopping");

        assertThatThrownBy(this::launch).isInstanceOf(IOException.class).hasMessage("Unit cloudy.service is stopping");
    }

    @Test
    void theOperatorsOwnProgramIsAChild() throws Exception {
        Launched launched = launcher.launch(List.of("/bin/echo", "mine"), Map.of(), folder.resolve("home"), List.of());

        assertThat(new String(launched.output().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo("mine\n");
        // What it kept under its own user before is the node's first.
        assertThat(helper.asked()).containsExactly(new Request.Stop(Program.PROXY3));
        launcher.endRest(Duration.ofSeconds(2));
    }

    @Test
    void aProgramThatWorksElsewhereHasTheRightsOfTheNode() throws Exception {
        helper.refuses("the folders cannot be given");
        assertThatThrownBy(() -> launcher.launch(
                        List.of("/usr/sbin/squid"), Map.of(), folder.resolve("home"), List.of(Path.of("/srv"))))
                .hasMessage("the folders cannot be given");

        assertThat(helper.asked()).containsExactly(new Request.Stop(Program.PROXY3));
    }

    @Test
    void whereNobodyAnswersTheProgramIsAChildIfAllThatItKeepsIsTheNodes() throws Exception {
        helper.closeSocket();
        Path cache = Files.createDirectories(temp.resolve("data/proxy3/cache/00"));
        Launched launched = launcher.launch(List.of("/bin/echo", "mine"), Map.of(), folder.resolve("home"), List.of());
        assertThat(new String(launched.output().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo("mine\n");
        launcher.endRest(Duration.ofSeconds(2));

        assumeTrue(Files.getAttribute(temp, "unix:uid").equals(0), "only root can give a folder away");
        Files.setAttribute(cache, "unix:uid", 65_534);
        assertThatThrownBy(() ->
                        launcher.launch(List.of("/usr/sbin/squid"), ENVIRONMENT, folder.resolve("home"), List.of()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("belongs to _cloudy-proxy3");
    }

    @Test
    void doesNotWaitForEverForAHelperThatSaysNothing() throws Exception {
        helper.hangs();
        var impatient = new HelperCalls(helper.socket(), Duration.ofMillis(100), Duration.ofMillis(1_100));

        assertThatThrownBy(() -> impatient.ask(new Request.Status(Program.PROXY3), Reply.class))
                .isInstanceOf(IOException.class)
                .hasMessage("root's helper does not answer within 0 s");
        assertThatThrownBy(() -> impatient.ask(new Request.Stop(Program.PROXY3), Reply.class))
                .hasMessage("root's helper does not answer within 1 s");
    }

    @Test
    void onlyTheNodesFoldersOfWhatPeopleShareGetRights() throws Exception {
        Path own = Files.createDirectories(temp.resolve("data/daemons/syncthing"));
        Path notes = Files.createDirectories(temp.resolve("data/syncthing/folders/notes"));
        Path letter = file(notes.resolve("letter"), "rw-------");
        Path key = file(
                Files.createDirectories(temp.resolve("data/syncthing/home")).resolve("key.pem"), "rw-------");
        Files.setPosixFilePermissions(notes, PosixFilePermissions.fromString("rwx------"));

        new Shared(
                        Program.SYNCTHING,
                        own,
                        Files.getAttribute(folder, "posix:group").toString())
                .share();

        assertThat(rights(notes)).isEqualTo("rwxrwx---");
        assertThat(rights(letter)).isEqualTo("rw-------");
        assertThat(rights(key)).isEqualTo("rw-rw----");
    }

    @Test
    void theProgramsGroupGetsWhatIsForItAndNothingElse() throws Exception {
        Path files = Files.createDirectories(folder.resolve("files-1"));
        Path conf = file(files.resolve("squid.conf"), "rw-------");
        Path log = file(folder.resolve("output.log"), "rw-------");
        Path cache = Files.createDirectories(temp.resolve("data/proxy3/cache/00"));
        Path origin = file(temp.resolve("data/proxy3/origin"), "rw-------");
        Path secret = file(temp.resolve("secret"), "rw-------");
        Files.createSymbolicLink(cache.resolve("link"), secret);
        Files.createSymbolicLink(folder.resolve("home/up"), temp);
        for (Path each : List.of(folder, files, folder.resolve("home"), cache, cache.getParent())) {
            Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("rwx------"));
        }

        launcher.share();

        assertThat(rights(folder)).isEqualTo("rwxr-x---");
        assertThat(rights(files)).isEqualTo("rwxr-x---");
        assertThat(rights(conf)).isEqualTo("rw-r-----");
        assertThat(rights(folder.resolve("home"))).isEqualTo("rwxrwx---");
        assertThat(rights(cache)).isEqualTo("rwxrwx---");
        assertThat(rights(log)).isEqualTo("rw-------");
        assertThat(rights(origin)).isEqualTo("rw-------");
        assertThat(rights(secret)).isEqualTo("rw-------");
        assertThat(rights(temp)).isEqualTo("rwx------");

        Path later = file(files.resolve("users"), "rw-------");
        launcher.share();
        assertThat(rights(later)).isEqualTo("rw-r-----");
    }

    private Launched launch() throws IOException {
        return launcher.launch(List.of("/usr/sbin/squid", "-N"), ENVIRONMENT, folder.resolve("home"), List.of());
    }

    private static Path file(Path file, String rights) throws IOException {
        Files.createFile(file);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(rights));
    }

    private static String rights(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
