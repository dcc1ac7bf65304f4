// SPDX-License-Identifier: Apache-2.0
package cloudy.daemons;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cloudy.api.daemon.Daemon;
import cloudy.api.daemon.Daemon.Signal;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program that reads its files again at SIGHUP, as squid and named do. */
class ReloadTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    /** Says which word its file has, at its start and at each SIGHUP. */
    private static final String READER =
            """
            #!/bin/sh
            trap 'cat "$1"' HUP
            cat "$1"
            sleep 1000 &
            touch ready
            while :; do wait; done
            """;

    @TempDir
    private Path temp;

    private Supervisor supervisor;
    private Daemon reader;

    @BeforeEach
    void startSupervisor() throws IOException {
        Path script = temp.resolve("reader");
        Files.writeString(script, READER);
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        Path ready = temp.resolve("daemons/reader/home/ready");
        reader = Daemon.of("reader", List.of(script.toString(), "{files}/word"), "reader")
                .readyWhen(() -> Files.exists(ready))
                .reloadedBy(Signal.HUP);
        supervisor = new Supervisor(temp.resolve("daemons"), Programs.ofTheSystem(), Clock.systemUTC());
    }

    @AfterEach
    void stopSupervisor() {
        supervisor.stop();
    }

    @Test
    void readsNewFilesWithoutBeingStartedAnew() throws IOException {
        Running first = up("one\n");
        long pid = pid(first);

        Running second = supervisor.run(reader.withFiles(Map.of("word", "two\n"), List.of()));

        await().atMost(LONG).until(() -> second.log(9).equals(List.of("one", "two")));
        assertThat(pid(second)).isEqualTo(pid);
        assertThat(second.state().kind()).isEqualTo(Kind.UP);
    }

    @Test
    void goesOnWithTheFilesBeforeWhenTheCheckerRefusesNewOnes() throws IOException {
        long pid = pid(up("one\n"));

        Running worse = supervisor.run(reader.withFiles(Map.of("word", "worse\n"), List.of("false")));
        await().atMost(LONG).until(() -> !worse.state().why().isEmpty());

        assertThat(worse.state().kind()).isEqualTo(Kind.UP);
        assertThat(worse.state().reason())
                .startsWith("runs with the settings before, the new ones are refused: ")
                .endsWith("refuses the settings with status 1");
        assertThat(pid(worse)).isEqualTo(pid);

        Running better = supervisor.run(reader.withFiles(Map.of("word", "better\n"), List.of("true")));
        await().atMost(LONG).until(() -> better.log(9).equals(List.of("one", "better")));
        assertThat(better.state().reason()).isEmpty();
    }

    @Test
    void startsAnewWhereArgumentsChanged() throws IOException {
        long pid = pid(up("one\n"));

        var command = List.of(reader.command().get(0), "{files}/word", "more");
        Running second = supervisor.run(Daemon.of("reader", command, "reader")
                .withFiles(Map.of("word", "two\n"), List.of())
                .reloadedBy(Signal.HUP));

        await().atMost(LONG).until(() -> second.log(9).equals(List.of("one", "two")) && pid(second) != pid);
        assertThat(ProcessHandle.of(pid)).isEmpty();
    }

    @Test
    void readsAgainWhenItsServiceSaysSo() throws IOException {
        Running running = up("one\n");
        long pid = pid(running);

        running.reload();

        await().atMost(LONG).until(() -> running.log(9).equals(List.of("one", "one")));
        assertThat(pid(running)).isEqualTo(pid);
    }

    @Test
    void isStartedWithTheLastGoodFilesAfterACrash() throws IOException {
        up("one\n");
        Running second = supervisor.run(reader.withFiles(Map.of("word", "two\n"), List.of()));
        await().atMost(LONG).until(() -> second.log(9).contains("two"));
        long pid = pid(second);

        ProcessHandle.of(pid).orElseThrow().destroyForcibly();

        await().atMost(LONG).until(() -> second.log(9).equals(List.of("one", "two", "two")));
        assertThat(pid(second)).isNotEqualTo(pid);
    }

    private Running up(String word) {
        Running running = supervisor.run(reader.withFiles(Map.of("word", word), List.of()));
        await().atMost(LONG).until(() -> running.state().kind() == Kind.UP);
        return running;
    }

    private static long pid(Running running) {
        return running.state().pid().orElse(0);
    }
}
