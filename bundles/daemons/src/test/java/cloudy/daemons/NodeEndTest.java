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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real programs, and a node that ends. */
class NodeEndTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration LONGEST = Duration.ofMinutes(1);

    @TempDir
    private Path temp;

    private Path bin;
    private Supervisor supervisor;

    @BeforeEach
    void startSupervisor() throws IOException {
        bin = Files.createDirectory(temp.resolve("bin"));
        var programs = new Programs(List.of(bin, Path.of("/usr/bin"), Path.of("/bin")));
        supervisor = new Supervisor(temp.resolve("daemons"), programs, Clock.systemUTC());
    }

    @AfterEach
    void stopSupervisor() {
        supervisor.stop();
    }

    /** Before the framework comes to whoever waits for them. */
    @Test
    void allProgramsAreToldAsSoonAsTheNodeBeginsToEnd() throws IOException {
        var one = run("one", "trap 'echo goodbye; exit 0' TERM; echo up; while :; do sleep 0.05; done");
        var other = run("other", "trap 'echo goodbye; exit 0' TERM; echo up; while :; do sleep 0.05; done");

        supervisor.nodeEnds();

        for (Running running : List.of(one, other)) {
            await().atMost(LONG).until(() -> running.state().kind() == Kind.STOPPED);
            await().atMost(LONG).until(() -> running.log(9).contains("goodbye"));
        }
    }

    @Test
    void whatDoesNotEndWithTheNodeIsKilledWithItsChildren() throws IOException {
        var running =
                run("deaf", "trap '' TERM; sleep 1001 & sleep 1002 & echo up; while :; do sleep 0.05; done", LONGEST);
        long begun = System.nanoTime();

        supervisor.nodeEnds(Duration.ofMillis(300));
        supervisor.stop();

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(LONGEST);
        assertThat(running.state().kind()).isEqualTo(Kind.STOPPED);
        assertThat(new Family(temp.resolve("daemons/deaf")).living()).isEmpty();
    }

    /** The second time, Serf leaves without a word to the others. */
    @Test
    void aProgramIsToldOnce() throws IOException {
        Path may = temp.resolve("may-end");
        var running = run(
                "slow",
                "trap 'echo told' TERM; echo up; until [ -e " + may + " ]; do sleep 0.05; done; echo goodbye",
                LONGEST);

        running.restart();
        await().atMost(LONG).until(() -> running.log(9).contains("told"));
        running.restart();
        supervisor.nodeEnds(LONGEST);
        Files.createFile(may);
        supervisor.stop();

        await().atMost(LONG).until(() -> running.log(9).contains("goodbye"));
        assertThat(running.log(9)).containsExactly("up", "told", "goodbye");
    }

    private Running run(String name, String script) throws IOException {
        return run(name, script, Duration.ofSeconds(10));
    }

    /** A program that says that it is up once it minds signals. */
    private Running run(String name, String text, Duration stopTime) throws IOException {
        Path script = Files.writeString(bin.resolve(name), "#!/bin/sh\n" + text + "\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        Running running = supervisor.run(
                Daemon.of(name, List.of(name), name + "-package").stoppedBy(Signal.TERM, stopTime), state -> {});
        await().atMost(LONG).until(() -> running.log(9).contains("up"));
        return running;
    }
}
