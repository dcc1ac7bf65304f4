// SPDX-License-Identifier: Apache-2.0
package cloudy.daemons;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import cloudy.api.access.Caller;
import cloudy.api.daemon.Daemon;
import cloudy.api.daemon.DaemonState.Kind;
import cloudy.api.daemon.Daemons.Running;
import cloudy.api.rest.Answer;
import cloudy.api.rest.Call;
import cloudy.api.rest.Problem;
import cloudy.daemons.ProgramOperations.Shown;
import cloudy.helper.wire.DebianPackage;
import cloudy.helper.wire.Reply;
import cloudy.helper.wire.Request;
import cloudy.testing.JobsAtOnce;
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

class ProgramOperationsTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    private Path temp;

    private final JobsAtOnce jobs = new JobsAtOnce();
    private Path bin;
    private RootStandIn helper;
    private Supervisor supervisor;
    private ProgramOperations operations;

    @BeforeEach
    void start() throws IOException {
        bin = Files.createDirectory(temp.resolve("bin"));
        var programs = new Programs(List.of(bin));
        helper = new RootStandIn(temp);
        supervisor = new Supervisor(temp.resolve("daemons"), programs, Clock.systemUTC());
        operations = new ProgramOperations(supervisor, jobs, new HelperCalls(helper.socket()), programs);
    }

    @AfterEach
    void end() throws IOException {
        supervisor.stop();
        helper.close();
    }

    @Test
    void whatIsMissingIsInstalledAndStartsAtOnce() throws Exception {
        Running squid = supervisor.run(Daemon.of("proxy3", List.of("squid"), "squid"));
        await().atMost(LONG).until(() -> squid.state().kind() == Kind.MISSING);
        assertThat(shown("squid"))
                .isEqualTo(new Shown("squid", "squid", List.of("proxy3"), false, true, true, "sudo apt install squid"));
        program("squid", "exec /bin/sleep 1000");
        helper.installs(new Reply.Line("Setting up squid"), new Reply.Done(0));

        install("squid");

        assertThat(helper.asked()).containsExactly(new Request.Install(DebianPackage.SQUID));
        assertThat(jobs.started()).singleElement().asString().startsWith("daemons.install | Install squid");
        assertThat(jobs.said()).contains("Setting up squid");
        assertThat(jobs.failure()).isEmpty();
        await().atMost(LONG).until(() -> squid.state().kind() == Kind.UP);
        assertThat(shown("squid").installed()).isTrue();
        assertThat(shown("squid").missing()).isFalse();
    }

    @Test
    void saysHowAptEndedAndWhyTheHelperDoesNot() throws Exception {
        helper.installs(new Reply.Line("E: Unable to locate package serf"), new Reply.Done(100));
        install("serf");
        assertThat(jobs.reason()).isEqualTo("apt ended with status 100; the log says why");
        assertThat(jobs.said()).contains("E: Unable to locate package serf");

        helper.refuses("only the user cloudy is listened to");
        install("serf");
        assertThat(jobs.reason()).isEqualTo("only the user cloudy is listened to");
    }

    @Test
    void withoutAHelperItSaysWhatToType() throws Exception {
        Files.delete(helper.socket());

        assertThat(shown("bind9").installable()).isFalse();
        assertThat(shown("bind9").command()).isEqualTo("sudo apt install bind9");
        assertThatThrownBy(() -> install("bind9"))
                .isInstanceOf(Problem.class)
                .hasMessage("This node cannot install programs; type in a terminal: sudo apt install bind9");
        assertThat(jobs.started()).isEmpty();
    }

    @Test
    void installsNothingElse() throws Exception {
        supervisor.run(Daemon.of("tinc", List.of("tincd"), "tinc"));

        assertThat(shown("tinc"))
                .extracting(Shown::program, Shown::neededBy, Shown::installable)
                .containsExactly("tincd", List.of("tinc"), false);
        assertThatThrownBy(() -> install("tinc")).isInstanceOf(Problem.class).hasMessageContaining("tinc is none");
        assertThat(helper.asked()).isEmpty();
    }

    private void install(String name) throws Exception {
        operations.operations().get("installProgram").answer(Call.of(Caller.shell(), Map.of("name", name)));
    }

    private Shown shown(String name) throws Exception {
        Answer answer = operations.operations().get("listPrograms").answer(Call.of(Caller.shell(), Map.of()));
        var json = (Answer.Json) answer.content();
        List<?> items = (List<?>) ((Map<?, ?>) json.value().get()).get("items");
        return items.stream()
                .map(Shown.class::cast)
                .filter(item -> item.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private void program(String name, String script) throws IOException {
        Path file = Files.writeString(bin.resolve(name), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
