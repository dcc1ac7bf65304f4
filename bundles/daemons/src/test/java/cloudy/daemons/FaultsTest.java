// SPDX-License-Identifier: Apache-2.0
package cloudy.daemons;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cloudy.api.daemon.Daemon;
import cloudy.api.daemon.DaemonState;
import cloudy.api.daemon.DaemonState.Kind;
import cloudy.api.daemon.Daemons.Running;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that does not take what is written, and others' code that breaks: the programs go on. */
class FaultsTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir
    private Path temp;

    private final List<Supervisor> supervisors = new ArrayList<>();

    @AfterEach
    void stop() {
        supervisors.forEach(Supervisor::stop);
    }

    @Test
    void whatCannotBeKeptOfTheOutputIsReadAllTheSame() throws IOException {
        Path folder = Files.createDirectory(temp.resolve("full"));
        Path inTheWay = Files.createDirectory(folder.resolve("output.log"));
        var heard = new LinkedBlockingQueue<String>();
        try (var log = new OutputLog(folder, Runnable::run)) {
            log.follow(heard::add);

            log.copy(stream("one\ntwo\n"));
            assertThat(heard).containsExactly("one", "two");
            assertThat(log.lastLine()).isEqualTo("two");

            Files.delete(inTheWay);
            log.copy(stream("three\n"));
            assertThat(log.tail(10)).containsExactly("three");
        }
    }

    @Test
    void aLogThatAPowerCutHasTornCanBeRead() throws IOException {
        Path folder = Files.createDirectory(temp.resolve("torn"));
        Files.write(folder.resolve("output.log"), new byte[] {'o', 'n', 'e', '\n', (byte) 0xC3});
        try (var log = new OutputLog(folder, Runnable::run)) {
            assertThat(log.tail(10)).containsExactly("one", "\uFFFD");
        }
    }

    @Test
    void aProgramOutlivesADiskThatTakesNoLog() throws Exception {
        blocked("chatty", "output.log");
        var heard = new LinkedBlockingQueue<String>();
        var running = run("chatty", "while echo alive; do sleep 0.05; done", state -> {});
        running.follow(heard::add);

        for (int i = 0; i < 5; i++) {
            assertThat(heard.poll(30, TimeUnit.SECONDS)).isEqualTo("alive");
        }
        assertThat(running.state().restarts()).isZero();
    }

    @Test
    void aProgramWhosePidCannotBePutDownRunsOnce() throws IOException {
        Path home = blocked("sleeper", "pid");
        var running = run("sleeper", "exec sleep 1000", state -> {});

        await().atMost(LONG).until(() -> running.state().kind() == Kind.UP);

        assertThat(new Family(home).living())
                .extracting(ProcessHandle::pid)
                .containsExactly(running.state().pid().orElseThrow());
    }

    @Test
    void whatOneProgramLeftDoesNotKeepTheRestOfOthersRunning() throws IOException {
        for (int i = 0; i < 10; i++) {
            blocked("stubborn" + i, "pid");
        }
        Path home = Files.createDirectories(daemons().resolve("left"));
        var left = new ChildLauncher(home).launch(List.of("/bin/sleep", "1000"), Map.of(), home, List.of());
        try {
            supervisor();

            assertThat(new Family(home).living()).isEmpty();
        } finally {
            left.kill();
        }
    }

    @Test
    void aWatcherWhoseBundleHasGoneDoesNotLeaveTheProgramAlone() throws IOException {
        Consumer<DaemonState> gone = state -> {
            throw new NoClassDefFoundError("cloudy/gone/Service");
        };
        var running = run("sleeper", "exec sleep 1000", gone);
        await().atMost(LONG).until(() -> running.state().kind() == Kind.UP);
        long first = running.state().pid().orElseThrow();

        ProcessHandle.of(first).orElseThrow().destroyForcibly();

        await().atMost(LONG)
                .until(() -> running.state().kind() == Kind.UP
                        && running.state().pid().orElseThrow() != first);
    }

    private static ByteArrayInputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The folder of a program in which nothing can be written under some name. */
    private Path blocked(String program, String name) throws IOException {
        Path home = daemons().resolve(program);
        Files.createDirectories(home.resolve(name).resolve("in the way"));
        return home;
    }

    private Path daemons() {
        return temp.resolve("daemons");
    }

    private Supervisor supervisor() {
        var folders = new Programs(List.of(temp.resolve("bin"), Path.of("/usr/bin"), Path.of("/bin")));
        var supervisor = new Supervisor(daemons(), folders, Clock.systemUTC());
        supervisors.add(supervisor);
        return supervisor;
    }

    private Running run(String name, String text, Consumer<DaemonState> watcher) throws IOException {
        Path bin = Files.createDirectories(temp.resolve("bin"));
        Path script = Files.writeString(bin.resolve(name), "#!/bin/sh\n" + text + "\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        return supervisor().run(Daemon.of(name, List.of(name), name + "-package"), watcher);
    }
}
