// SPDX-License-Identifier: Apache-2.0
package cloudy.helper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloudy.helper.wire.DebianPackage;
import cloudy.helper.wire.Program;
import cloudy.helper.wire.Reply;
import cloudy.helper.wire.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which programs are run for which request, and with which arguments. */
class ActionsTest {

    @TempDir
    private Path root;

    private final List<List<String>> ran = new CopyOnWriteArrayList<>();
    private final List<Reply> replies = new CopyOnWriteArrayList<>();
    private final Recorded commands = new Recorded();
    private Actions actions;

    /** Runs nothing but mkfifo, and answers as systemd and dpkg do. */
    private final class Recorded extends Commands {

        private String shown = "LoadState=not-found\nActiveState=inactive\nMainPID=0\n";
        private String environment = "";
        private int apt;
        private boolean apart;
        private final AtomicInteger now = new AtomicInteger();
        private final AtomicInteger most = new AtomicInteger();

        @Override
        int run(List<String> command, Lines lines) throws IOException, InterruptedException {
            ran.add(command);
            if (apart && command.contains("install")) {
                most.accumulateAndGet(now.incrementAndGet(), Math::max);
                assertThat(new CountDownLatch(1).await(100, TimeUnit.MILLISECONDS))
                        .isFalse();
                now.decrementAndGet();
            }
            if (command.get(0).endsWith("mkfifo")) {
                return super.run(command, lines);
            }
            if (command.contains("show")) {
                for (String line : shown.split("\n", -1)) {
                    lines.line(line);
                }
            }
            if (command.get(0).endsWith("dpkg-query")) {
                return 1;
            }
            if (command.contains("install") && apt > 0) {
                apt--;
                return 100;
            }
            Path variables = root.resolve("run/proxy3.env");
            if (Files.exists(variables)) {
                assertThat(Files.getPosixFilePermissions(variables)).hasSize(2);
                environment = Files.readString(variables);
            }
            return 0;
        }
    }

    @BeforeEach
    void make() throws IOException {
        Files.createDirectories(root.resolve("run"));
        Files.createDirectories(root.resolve("state"));
        actions = new Actions(
                new Packages(commands, new Masks(root.resolve("masked")), root),
                new Programs(commands, root.resolve("run"), root.resolve("state"), Path.of("/var/lib/cloudy/data")));
    }

    @Test
    void masksDebiansUnitBeforeItIsThereAndRemembersIt() throws Exception {
        handle(new Request.Install(DebianPackage.SQUID));

        assertThat(ran.get(1)).containsExactly("/usr/bin/systemctl", "mask", "--quiet", "squid.service");
        assertThat(ran.get(2))
                .startsWith("/usr/bin/systemd-run", "--unit=cloudy-install.service")
                .containsSubsequence("--", "/usr/bin/apt-get", "install", "--yes", "--no-install-recommends", "squid");
        assertThat(root.resolve("masked")).hasContent("squid.service");
        assertThat(replies).containsExactly(new Reply.Done(0));

        handle(new Request.Install(DebianPackage.SQUID));
        assertThat(root.resolve("masked")).hasContent("squid.service");
    }

    @Test
    void aUnitThatTheOperatorHasStaysAsItIs() throws Exception {
        Files.createDirectories(root.resolve("usr/lib/systemd/system"));
        Files.createFile(root.resolve("usr/lib/systemd/system/squid.service"));

        handle(new Request.Install(DebianPackage.SQUID));

        assertThat(ran).noneMatch(command -> command.contains("mask"));
        assertThat(root.resolve("masked")).doesNotExist();
    }

    @Test
    void fetchesTheListsWhenAptKnowsNoSuchPackage() throws Exception {
        commands.apt = 1;

        handle(new Request.Install(DebianPackage.FPING));

        assertThat(ran).extracting(command -> command.get(command.size() - 1)).endsWith("fping", "update", "fping");
        assertThat(replies).endsWith(new Reply.Done(0));
    }

    @Test
    void installsOneAfterTheOther() throws Exception {
        commands.apart = true;
        var second = new Thread(() -> {
            try {
                handle(new Request.Install(DebianPackage.SERF));
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
        second.start();
        handle(new Request.Install(DebianPackage.FPING));
        second.join();

        assertThat(commands.most.get()).isEqualTo(1);
        assertThat(replies).containsExactly(new Reply.Done(0), new Reply.Done(0));
    }

    @Test
    void startsAProgramThatSeesNothingOfTheNode() throws Exception {
        handle(new Request.Start(
                Program.PROXY3, List.of("-n", "$HOME %h ${x}"), Map.of("CLOUDY_CACHE", "a\"b\\c$d`e")));

        List<String> run = ran.stream()
                .filter(command -> command.get(0).endsWith("systemd-run"))
                .findFirst()
                .orElseThrow();
        assertThat(run)
                .endsWith("--", "/usr/sbin/squid", "-n", "$$HOME %h $${x}")
                .contains(
                        "--unit=cloudy-proxy3.service",
                        "--property=User=_cloudy-proxy3",
                        "--property=TemporaryFileSystem=/var/lib/cloudy:ro",
                        "--property=BindReadOnlyPaths=/var/lib/cloudy/data/daemons/proxy3",
                        "--property=BindPaths=/var/lib/cloudy/data/daemons/proxy3/home",
                        "--property=CapabilityBoundingSet=CAP_NET_BIND_SERVICE",
                        "--property=BindsTo=cloudy.service",
                        "--property=NoNewPrivileges=yes")
                .noneMatch(argument -> argument.contains("a\"b"));
        assertThat(commands.environment).contains("CLOUDY_CACHE=\"a\\\"b\\\\c\\$d\\`e\"\n", "HOME=\"/var/lib/cloudy/");
        assertThat(replies)
                .containsExactly(new Reply.Open(root.resolve("run/proxy3.out").toString()), new Reply.Running(0));
        assertThat(root.resolve("run")).isEmptyDirectory();
    }

    @Test
    void endsWhatIsLeftBeforeItStarts() throws Exception {
        commands.shown = "LoadState=loaded\nActiveState=active\nMainPID=42\n";

        handle(new Request.Start(Program.SERF, List.of(), Map.of()));

        assertThat(ran.get(1)).containsExactly("/usr/bin/systemctl", "stop", "cloudy-serf.service");
        assertThat(replies).endsWith(new Reply.Running(42));
    }

    @Test
    void whatPeopleShareBelongsToTheProgramWhileItRunsAndToTheNodeAfterwards() throws Exception {
        handle(new Request.Stop(Program.SYNCTHING));
        assertThat(ran).noneMatch(command -> command.contains("/usr/share/cloudy/lib/homes"));

        handle(new Request.Start(Program.SYNCTHING, List.of("serve"), Map.of()));
        assertThat(ran)
                .filteredOn(command -> command.get(0).endsWith("systemd-run"))
                .satisfiesExactly(
                        first -> assertThat(first)
                                .contains("--wait")
                                .endsWith("/usr/share/cloudy/lib/homes", "programs", "syncthing"),
                        second -> assertThat(second)
                                .contains("--property=BindPaths=-/var/lib/cloudy/data/syncthing/folders")
                                .endsWith("/usr/bin/syncthing", "serve"));
        assertThat(root.resolve("state/syncthing.lent")).exists();

        handle(new Request.Stop(Program.SYNCTHING));
        assertThat(ran.get(ran.size() - 1)).endsWith("/usr/share/cloudy/lib/homes", "nodes", "syncthing");
    }

    @Test
    void theProgramsUserReadsWhatItKeeps() throws Exception {
        handle(new Request.Read(Program.SYNCTHING, "syncthing/folders/$HOME"));

        assertThat(ran.get(ran.size() - 1))
                .startsWith("/usr/bin/systemd-run", "--unit=cloudy-syncthing-read.service")
                .contains(
                        "--property=User=_cloudy-syncthing",
                        "--property=TemporaryFileSystem=/var/lib/cloudy:ro",
                        "--property=StandardError=journal",
                        "--wait")
                .containsSubsequence("--", "/usr/bin/tar", "--create")
                .endsWith("--directory=/var/lib/cloudy/data/syncthing/folders", "--", "$$HOME");
        assertThat(replies)
                .containsExactly(
                        new Reply.Open(root.resolve("run/syncthing.read").toString()), new Reply.Done(0));
        assertThat(root.resolve("run")).isEmptyDirectory();
    }

    /** The script hands over what the programs keep, and nothing else. */
    @Test
    void theScriptKnowsTheSamePlaces() throws Exception {
        String script = Files.readString(Path.of("../distribution/src/deb/homes"));
        for (Program program : Program.values()) {
            var places = new ArrayList<>(program.written());
            places.addAll(program.owned());
            String line = script.lines()
                    .map(String::strip)
                    .filter(each -> each.startsWith(program.word() + ") "))
                    .findFirst()
                    .orElse("");
            assertThat(Pattern.compile("\\$data/([a-z0-9/]+)")
                            .matcher(line)
                            .results()
                            .map(result -> result.group(1)))
                    .containsExactlyElementsOf(places);
            for (String owned : program.owned()) {
                assertThat(owned).isEqualTo(program.word() + "/folders");
            }
        }
    }

    @Test
    void tellsHowAProgramEnded() throws Exception {
        commands.shown = "LoadState=loaded\nActiveState=failed\nExecMainCode=1\nExecMainStatus=3\n";
        handle(new Request.Status(Program.SERF));
        commands.shown = "LoadState=loaded\nActiveState=failed\nExecMainCode=2\nExecMainStatus=9\n";
        handle(new Request.Status(Program.SERF));
        commands.shown = "LoadState=not-found\nActiveState=inactive\n";
        handle(new Request.Status(Program.SERF));

        assertThat(replies).containsExactly(new Reply.Done(3), new Reply.Done(137), new Reply.Done(0));
        assertThat(ran).contains(List.of("/usr/bin/systemctl", "reset-failed", "cloudy-serf.service"));
    }

    @Test
    void signalsTheMainProcessAndKillsAll() throws Exception {
        handle(new Request.Signal(Program.NAMED, Request.Signal.Kind.HUP));
        handle(new Request.Signal(Program.NAMED, Request.Signal.Kind.KILL));

        assertThat(ran)
                .containsExactly(
                        List.of(
                                "/usr/bin/systemctl",
                                "kill",
                                "--kill-who=main",
                                "--signal=SIGHUP",
                                "cloudy-named.service"),
                        List.of(
                                "/usr/bin/systemctl",
                                "kill",
                                "--kill-who=all",
                                "--signal=SIGKILL",
                                "cloudy-named.service"));
    }

    @Test
    void realProgramsAreRunWithoutAShellAndTheirFailureIsSaid() throws Exception {
        var real = new Commands();

        assertThat(real.run(List.of("/usr/bin/printf", "%s", "$(id) ; `id`"))
                        .succeeded()
                        .lines())
                .containsExactly("$(id) ; `id`");
        assertThatThrownBy(() ->
                        real.run(List.of("/usr/bin/ls", "/no such folder")).succeeded())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("/no such folder");
    }

    private void handle(Request request) throws Exception {
        actions.handle(request, replies::add);
    }
}
