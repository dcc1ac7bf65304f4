// SPDX-License-Identifier: Apache-2.0
package cloudy.daemons;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import cloudy.api.Health;
import cloudy.api.daemon.Daemon;
import cloudy.api.daemon.Daemon.Signal;
import cloudy.api.daemon.DaemonState;
import cloudy.api.daemon.DaemonState.Kind;
import cloudy.api.daemon.Daemons.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real programs: scripts that a test writes, run by the kernel as any other program is. */
class SupervisorTest {

    private static final int SIGINT = 2;
    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir
    private Path temp;

    private Path bin;
    private Supervisor supervisor;
    private final List<DaemonState> told = new CopyOnWriteArrayList<>();

    @BeforeEach
    void startSupervisor() throws IOException {
        bin = Files.createDirectory(temp.resolve("bin"));
        supervisor = newSupervisor();
    }

    @AfterEach
    void stopSupervisor() {
        supervisor.stop();
        assertThat(ours()).isEmpty();
    }

    @Test
    void runsAProgramAndTellsHowItGoes() throws IOException {
        var running = run(daemon("sleeper", "exec sleep 1000"));

        await().atMost(LONG).until(() -> running.state().kind() == Kind.UP);

        assertThat(ProcessHandle.of(running.state().pid().getAsLong())).isPresent();
        assertThat(told.get(0).kind()).isEqualTo(Kind.STARTING);
        assertThat(running.state().health()).isEqualTo(Health.up());
        assertThat(supervisor.all()).containsExactly(running);
    }

    @Test
    void isUpOnlyWhenTheProgramSaysThatItIsReady() throws IOException {
        Path ready = temp.resolve("ready");
        var running = run(daemon("slow", "exec sleep 1000").readyWhen(() -> Files.exists(ready)));
        await().atMost(LONG).until(() -> running.state().pid().isPresent());

        assertThat(running.state().kind()).isEqualTo(Kind.STARTING);
        assertThat(running.state().health().status()).isEqualTo(Health.Status.STARTING);
        Files.createFile(ready);

        await().atMost(LONG).until(() -> running.state().kind() == Kind.UP);
    }

    @Test
    void aProbeThatThrowsOrHangsIsNotReadyAndDisturbsNobody() throws IOException {
        var hangs = new java.util.concurrent.CountDownLatch(1);
        var hung = run(daemon("hung", "exec sleep 1000").readyWhen(() -> hangs.await(1, TimeUnit.HOURS)));
        var failing = run(daemon("failing", "exec sleep 1000").readyWhen(() -> {
            throw new IOException("refused");
        }));
        var fine = run(daemon("fine", "exec sleep 1000"));

        await().atMost(LONG).until(() -> fine.state().kind() == Kind.UP);
        assertThat(hung.state().kind()).isEqualTo(Kind.STARTING);
        assertThat(failing.state().kind()).isEqualTo(Kind.STARTING);
    }

    @Test
    void startsAgainWhatEndsAndSaysThatItLoops() throws IOException {
        var running = run(daemon("crash", "echo 'no such database'; exit 3"));
        var fatal = run(daemon("fatal", "echo 'FATAL: no such folder'; echo 'Terminated abnormally.'; exit 1"));

        await().atMost(LONG).until(() -> running.state().kind() == Kind.CRASH_LOOPING);
        await().atMost(LONG).until(() -> fatal.state().kind() == Kind.CRASH_LOOPING);

        assertThat(running.state().reason()).endsWith("ended with status 3: no such database");
        assertThat(fatal.state().reason()).endsWith("ended with status 1: FATAL: no such folder");
        assertThat(running.state().health().status()).isEqualTo(Health.Status.CRASH_LOOPING);
        int restarts = running.state().restarts();
        await().atMost(LONG).until(() -> running.state().restarts() > restarts);
        assertThat(running.state().kind()).isEqualTo(Kind.CRASH_LOOPING);
    }

    @Test
    void bringsBackAProgramThatWasKilled() throws IOException {
        var running = run(daemon("sleeper", "exec sleep 1000"));
        await().atMost(LONG).until(() -> running.state().kind() == Kind.UP);
        long first = running.state().pid().getAsLong();

        ProcessHandle.of(first).orElseThrow().destroyForcibly();

        await().atMost(LONG)
                .until(() -> running.state().kind() == Kind.UP
                        && running.state().pid().getAsLong() != first);
        assertThat(running.state().restarts()).isEqualTo(1);
    }

    /** A service that is switched off and on again raises no alarm while its program takes its time to end. */
    @Test
    void whatEndsToBeStartedAnewIsStartingAndNotDown() throws IOException {
        var running = run(daemon("lazy", "trap 'sleep 0.3; exit 0' TERM; sleep 1000 & wait"));
        await().atMost(LONG).until(() -> running.state().kind() == Kind.UP);
        long first = running.state().pid().getAsLong();
        told.clear();

        running.restart();

        await().atMost(LONG)
                .until(() -> running.state().kind() == Kind.UP
                        && running.state().pid().getAsLong() != first);
        assertThat(told)
                .extracting(DaemonState::kind)
                .contains(Kind.STARTING)
                .doesNotContain(Kind.STOPPING, Kind.STOPPED);
    }

    @Test
    void namesThePackageOfAProgramThatIsMissing() {
        var running = run(Daemon.of("ghost", List.of("no-such-program"), "ghost-tools"));

        await().atMost(LONG).until(() -> running.state().kind() == Kind.MISSING);

        assertThat(running.state().reason())
                .isEqualTo("no-such-program is not installed; the package ghost-tools brings it");
    }

    @Test
    void leavesAloneWhatIsWantedAgainUnchanged() throws IOException {
        var daemon = daemon("sleeper", "exec sleep 1000");
        var first = run(daemon);
        await().atMost(LONG).until(() -> first.state().kind() == Kind.UP);
        long pid = first.state().pid().getAsLong();

        first.close();
        var second = run(daemon.readyWhen(() -> true));
        first.close();

        assertThat(supervisor.all()).containsExactly(second);
        await().during(Duration.ofMillis(2_500))
                .atMost(LONG)
                .until(() -> second.state().pid().equals(java.util.OptionalLong.of(pid)));
    }

    @Test
    void startsAnewWhatIsWantedWithOtherArgumentsOrFiles() throws IOException {
        var daemon = daemon("sleeper", "cat \"$1\"; exec sleep 1000", "{files}/word");
        var first = run(daemon.withFiles(Map.of("word", "hello\n"), List.of()));
        await().atMost(LONG).until(() -> first.log(9).contains("hello"));
        long pid = first.state().pid().getAsLong();

        var second = run(daemon.withFiles(Map.of("word", "good bye\n"), List.of()));

        await().atMost(LONG).until(() -> second.log(9).contains("good bye"));
        assertThat(ProcessHandle.of(pid)).isEmpty();
        assertThat(ours()).hasSize(1);
    }

    @Test
    void keepsTheLastGoodFilesWhenTheCheckerRefusesNewOnes() throws IOException {
        String checker = script(
                "checker", "grep -q good \"$1\" && exit 0; yes read | head -999; echo \"line 1: error\"; exit 1");
        var daemon = daemon("careful", "cat \"$1\"; exec sleep 1000", "{files}/conf");
        var bad = run(daemon.withFiles(Map.of("conf", "bad"), List.of(checker, "{files}/conf")));
        await().atMost(LONG).until(() -> bad.state().kind() == Kind.MISCONFIGURED);
        assertThat(bad.state().reason()).isEqualTo("line 1: error");

        var good = run(daemon.withFiles(Map.of("conf", "good one\n"), List.of(checker, "{files}/conf")));
        await().atMost(LONG).until(() -> good.log(9).contains("good one"));

        var worse = run(daemon.withFiles(Map.of("conf", "worse\n"), List.of(checker, "{files}/conf")));
        await().atMost(LONG).until(() -> worse.log(9).equals(List.of("good one", "good one")));
        assertThat(worse.state().kind()).isEqualTo(Kind.UP);
        assertThat(worse.state().reason())
                .isEqualTo("runs with the settings before, the new ones are refused: line 1: error");
    }

    @Test
    void generatedFilesAreTheOwnersAlone() throws IOException {
        var running = run(daemon("secret", "cat \"$1\"; exec sleep 1000", "{files}/key")
                .withFiles(Map.of("key", "home is {home}\n"), List.of()));
        await().atMost(LONG).until(() -> !running.log(9).isEmpty());

        Path own = temp.resolve("daemons/secret/home");
        assertThat(running.log(9)).containsExactly("home is " + own);
        try (var files = Files.walk(temp.resolve("daemons"))) {
            assertThat(files.filter(file -> file.endsWith("key")).map(SupervisorTest::rights))
                    .containsExactly("rw-------");
        }
        assertThat(rights(temp.resolve("daemons/secret"))).isEqualTo("rwx------");
    }

    @Test
    void inheritsNothingFromTheNode() throws IOException {
        var running = run(daemon("inheritor", "env | cut -d= -f1 | sort; exec sleep 1000"));

        await().atMost(LONG).until(() -> running.log(99).size() >= 4);
        assertThat(running.log(99)).contains("CLOUDY_DAEMON", "HOME", "LANG", "PATH");
        assertThat(running.log(99)).doesNotContain("JAVA_HOME", "USER", "TERM");
    }

    @Test
    void endsAProgramByTheSignalThatItWants() throws IOException {
        assumeFalse(isInterruptIgnored(), "whoever started the tests in the background has SIGINT ignored");
        var running = run(daemon("polite", "trap 'echo interrupted; exit 0' INT; sleep 1000 & echo listens; wait")
                .stoppedBy(Signal.INT, Duration.ofSeconds(20)));
        await().atMost(LONG).until(() -> running.log(9).contains("listens"));

        supervisor.stop();

        assertThat(running.log(9)).contains("interrupted");
        assertThat(running.state().kind()).isEqualTo(Kind.STOPPED);
    }

    /** All that is started inherits that, and a shell then cannot heed it. */
    private static boolean isInterruptIgnored() throws IOException {
        String ignored = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .findFirst()
                .orElse("SigIgn: 0");
        return (Long.parseLong(ignored.split("\\s+", -1)[1], 16) & 1 << (SIGINT - 1)) != 0;
    }

    @Test
    void killsAProgramThatDoesNotEndWithAllItsChildren() throws IOException {
        var running = run(daemon("deaf", "trap '' TERM; sleep 1001 & sleep 1002 & while :; do sleep 0.05; done")
                .stoppedBy(Signal.TERM, Duration.ofMillis(300)));
        await().atMost(LONG).until(() -> ours().size() >= 3);

        supervisor.stop();

        assertThat(ours()).isEmpty();
        assertThat(running.state().kind()).isEqualTo(Kind.STOPPED);
    }

    @Test
    void childrenOfAProgramThatCrashedDoNotLiveOn() throws IOException {
        var running = run(daemon("parent", "sleep 1003 & echo started; exit 1"));

        await().atMost(LONG).until(() -> running.state().restarts() >= 3);

        assertThat(ours()).hasSizeLessThanOrEqualTo(2);
    }

    @Test
    void endsWhatANodeThatWasKilledLeftBehindAndStartsNothingTwice() throws Exception {
        var daemon = daemon("sleeper", "sleep 1004 & exec sleep 1005");
        var lost = run(daemon);
        await().atMost(LONG).until(() -> ours().size() == 2);
        List<ProcessHandle> left = ours();

        // A second supervisor over the same folder sees what a node sees that comes after a kill -9.
        var next = newSupervisor();
        try {
            assertThat(left).noneMatch(ProcessHandle::isAlive);
            lost.close();
        } finally {
            supervisor.stop();
            next.stop();
        }
    }

    @Test
    void aProcessWithARecycledPidIsNotTakenForOurs() throws IOException {
        Process stranger = new ProcessBuilder("sleep", "1006").start();
        try {
            Path home = Files.createDirectories(temp.resolve("daemons/old"));
            Files.writeString(home.resolve("pid"), stranger.pid() + " 12345\n");

            newSupervisor().stop();

            assertThat(stranger.isAlive()).isTrue();
        } finally {
            stranger.destroyForcibly();
        }
    }

    @Test
    void argumentsAreNeverReadByAShell() throws IOException {
        Path proof = temp.resolve("proof");
        String evil = "$(touch " + proof + "); touch " + proof + " `touch " + proof + "` | & \n '\"";
        var running = run(new Daemon(
                "args",
                List.of("printf", "%s\n", evil),
                Map.of(),
                Map.of(),
                List.of(),
                Daemon.Readiness.AT_ONCE,
                Optional.empty(),
                Signal.TERM,
                Duration.ofSeconds(1),
                "coreutils"));

        await().atMost(LONG).until(() -> running.log(99).size() >= 2);
        assertThat(running.log(99)).contains("$(touch " + proof + "); touch " + proof + " `touch " + proof + "` | &");
        assertThat(proof).doesNotExist();
    }

    @Test
    void followsWhatAProgramWrites() throws Exception {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        Path go = temp.resolve("go");
        var running = run(daemon(
                "talker",
                "while [ ! -e " + go + " ]; do sleep 0.02; done; printf 'one\\n\\033[31mtwo\\n'; exec sleep 99"));
        var following = running.follow(heard::add);
        Files.createFile(go);

        assertThat(heard.poll(30, TimeUnit.SECONDS)).isEqualTo("one");
        assertThat(heard.poll(30, TimeUnit.SECONDS)).isEqualTo("\ufffd[31mtwo");
        following.close();
    }

    @Test
    void keepsABoundedLogOverRestartsOfTheNode() throws IOException {
        var flood = run(daemon(
                "flood",
                "i=0; while [ $i -lt 9000 ]; do i=$((i+1)); echo \"line $i " + "x".repeat(80)
                        + "\"; done; echo done; exec sleep 1000"));
        await().atMost(LONG).until(() -> flood.log(1).equals(List.of("done")));

        supervisor.stop();
        supervisor = newSupervisor();
        var again = run(daemon("flood", "exec sleep 1000"));

        assertThat(again.log(1_000)).hasSize(1_000).endsWith("done");
        try (var files = Files.list(temp.resolve("daemons/flood"))) {
            assertThat(files.filter(file -> file.getFileName().toString().startsWith("output"))
                            .mapToLong(file -> file.toFile().length())
                            .sum())
                    .isLessThanOrEqualTo(512 * 1024);
        }
    }

    private Supervisor newSupervisor() {
        var folders = new Programs(List.of(bin, Path.of("/usr/bin"), Path.of("/bin")));
        return new Supervisor(temp.resolve("daemons"), folders, Clock.systemUTC());
    }

    private Running run(Daemon daemon) {
        return supervisor.run(daemon, told::add);
    }

    private Daemon daemon(String name, String script, String... arguments) throws IOException {
        var command = new java.util.ArrayList<>(List.of(script(name, script)));
        command.addAll(List.of(arguments));
        return Daemon.of(name, command, name + "-package");
    }

    private String script(String name, String text) throws IOException {
        Path script = Files.writeString(bin.resolve(name), "#!/bin/sh\n" + text + "\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        return name;
    }

    private static String rights(Path file) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Every process that a supervisor over this test's folder has started, directly or not. */
    private List<ProcessHandle> ours() {
        try (var homes = Files.list(temp.resolve("daemons"))) {
            return homes.flatMap(home -> new Family(home).living().stream()).toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
