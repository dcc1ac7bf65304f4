// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The package on a clean Debian: it comes up by itself, changes its version both ways, and goes without a trace. */
class PackageIT {

    @RegisterExtension
    static final Rig rig = new Rig();

    static final Path PACKAGE =
            Project.archive().resolveSibling("cloudy_" + Project.version().replace('-', '~') + "_all.deb");

    private static final String PADS = "cloudy.external~published-etherpad-9001";
    private static final String LATER = "cloudy.external~published-etherpad-9002";

    @Test
    void installsUpgradesGoesBackAndLeavesNothing() throws IOException {
        Lan lan = rig.lan();
        Host neighbour = lan.join("neighbour");
        Host host = lan.join("debian");
        Debian debian = Debian.boot(host, rig.folder());
        var before = debian.files();
        assertThat(before).contains("/usr/bin/dpkg").hasSizeGreaterThan(1000);
        String first = debian.place(PACKAGE);
        String next = debian.place(later());

        debian.answer("cloudy/name", "string", "roof");
        long begun = System.nanoTime();
        String said = debian.install(first).text();
        System.out.printf("measured: package -> its page answers: %.1f s%n", (System.nanoTime() - begun) / 1e9);
        String code = Files.readString(debian.file("/var/lib/cloudy/data/run/setup-code"))
                .strip();
        String page = "https://" + host.address() + ":7443/";
        assertThat(said).contains(page, code);
        assertThat(neighbour.run("curl", "-sk", page + "readyz").text()).contains("\"pass\"");
        assertThat(debian.run("cloudy", "setup-code").succeeded().text()).contains(page, code, "Fingerprint: ");
        assertThat(debian.run("journalctl", "-u", "cloudy").text()).contains(page, code, "node roof");
        awaitIssue(debian, code, true);
        isConfined(debian);
        // Who publishes by the first Cloudy's commands finds them where they were.
        debian.run("/usr/sbin/avahi-ps", "publish", "Pads", "etherpad", "9001").succeeded();

        debian.run("systemctl", "kill", "--signal=KILL", "cloudy").succeeded();
        awaitPads(debian, "systemd has started the node anew");
        debian.cutPower();
        awaitPads(debian, "the node came with the machine");
        assertThat(neighbour.run("curl", "-sk", page + "readyz").text()).contains("\"pass\"");

        Path theirs = debian.file("/etc/cloudy/shell.init.script");
        Files.writeString(theirs, "// mine\n", StandardOpenOption.APPEND);
        debian.run("cloudy", "backup", "key").succeeded();
        Awaitility.await("the key is taken")
                .atMost(Duration.ofSeconds(90))
                .until(() -> debian.run("cloudy", "backup", "create", "--wait").exit() == 0);
        List<String> asked = backups(debian);
        debian.install(next);
        assertThat(backups(debian))
                .containsAll(asked)
                .hasSize(asked.size() + 1)
                .anyMatch(name -> name.endsWith("Z__upgrade.tar.gz.age"));
        assertThat(debian.file("/var/lib/cloudy-previous/lib/cloudy/data")).isDirectory();
        assertThat(debian.file("/var/lib/cloudy-previous/lib/cloudy/data/backups"))
                .doesNotExist();
        assertThat(theirs).content().contains("// mine").doesNotContain("// next");
        assertThat(debian.file("/etc/cloudy/custom.properties")).content().contains("# next");
        assertThat(debian.run("cloudy", "version").text()).contains("+next");
        debian.run("cloudy", "service", "show", PADS).succeeded();
        debian.run("cloudy", "service", "share", "etherpad", "Later pads", "9002")
                .succeeded();

        debian.run("cloudy", "rollback", "--yes").succeeded();
        assertThat(debian.run("dpkg-query", "--show", "cloudy").text()).doesNotContain("+next");
        assertThat(debian.run("cloudy", "version").text()).isEqualTo("Cloudy " + Project.version() + "\n");
        assertThat(debian.run("dpkg", "--verify", "cloudy").text()).isEmpty();
        debian.run("cloudy", "service", "show", PADS).succeeded();
        assertThat(debian.run("cloudy", "service", "show", LATER).exit()).isEqualTo(3);
        assertThat(backups(debian)).hasSize(asked.size() + 1);
        assertThat(debian.run("cloudy", "backup", "list").succeeded().text()).contains("__upgrade", "upgrade");

        debian.run("dpkg", "--purge", "cloudy").succeeded();
        assertThat(before).containsAll(debian.files());

        debian.answer("cloudy/admin-password", "password", "correct horse battery");
        debian.install(first);
        assertThat(debian.run("cloudy", "user", "list").succeeded().text()).contains("admin");
        assertThat(debian.file("/var/lib/cloudy/data/run/setup-code")).doesNotExist();
        awaitIssue(debian, "Set-up code", false);
        assertThat(Files.readString(debian.file("/var/cache/debconf/passwords.dat")))
                .doesNotContain("correct horse");

        debian.run("dpkg", "--purge", "cloudy").succeeded();
        assertThat(before).containsAll(debian.files());
        assertThat(debian.run("getent", "passwd", "cloudy").exit()).isNotZero();
        assertThat(debian.run("getent", "group", "cloudy").exit()).isNotZero();
    }

    private static List<String> backups(Debian debian) throws IOException {
        try (Stream<Path> files = Files.list(debian.file("/var/lib/cloudy/data/backups"))) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private static void awaitPads(Debian debian, String what) {
        Awaitility.await(what)
                .atMost(Duration.ofSeconds(90))
                .until(() -> debian.run("cloudy", "service", "show", PADS).exit() == 0);
    }

    /** The unit, and what the node of it may do: nothing of root's but low ports and ping. */
    private static void isConfined(Debian debian) throws IOException {
        String exposure = debian.run("systemd-analyze", "security", "--no-pager", "cloudy")
                .text();
        var level =
                Pattern.compile("exposure level for cloudy.service: ([0-9.]+)").matcher(exposure);
        assertThat(level.find()).as(exposure).isTrue();
        System.out.println("measured: systemd-analyze security cloudy: " + level.group(1));
        assertThat(Double.parseDouble(level.group(1))).isLessThanOrEqualTo(3.0);
        String process = debian.run("systemctl", "show", "--property=MainPID", "--value", "cloudy")
                .text()
                .strip();
        String status = debian.run("cat", "/proc/" + process + "/status").text();
        assertThat(status)
                .containsPattern("(?m)^CapEff:\\s+0000000000002400$")
                .containsPattern("(?m)^NoNewPrivs:\\s+1$");
        assertThat(debian.run("stat", "-c", "%U", "/proc/" + process).text()).isEqualTo("cloudy\n");
    }

    /** The console says where the page is, and the code as long as there is one. */
    private static void awaitIssue(Debian debian, String code, boolean there) {
        Awaitility.await("the text console has the code")
                .atMost(Duration.ofSeconds(30))
                .until(() -> {
                    String issue =
                            debian.run("cat", "/etc/issue.d/cloudy.issue").text();
                    return issue.contains("https://\\4:7443/") && issue.contains(code) == there;
                });
    }

    @Test
    void runsWithoutSystemd() throws Exception {
        Host host = rig.lan().join("bare");
        Debian debian = Debian.bare(host, rig.folder());
        debian.answer("cloudy/name", "string", "roof");
        debian.install(debian.place(PACKAGE));

        Path printed = rig.folder().resolve("node.log");
        Process node = debian.start(printed, "cloudy", "run");
        Awaitility.await("the node is up")
                .atMost(Duration.ofSeconds(90))
                .until(() -> Files.exists(debian.file("/var/lib/cloudy/data/run/ready")) || !node.isAlive());
        assertThat(Files.readString(printed)).contains("node roof", "https://" + host.address() + ":7443/");
        assertThat(host.run("curl", "-sk", "https://" + host.address() + ":7443/readyz")
                        .text())
                .contains("\"pass\"");
        assertThat(debian.run("cloudy", "service", "list").succeeded().text()).contains("cloudy.serf");
        // Not by root, and not for anybody else.
        String process =
                Files.readString(debian.file("/var/lib/cloudy/data/lock")).replaceFirst("(?s) .*", "");
        assertThat(debian.run("stat", "-c", "%U", "/proc/" + process).text()).isEqualTo("cloudy\n");
        assertThat(debian.run("setpriv", "--reuid=4711", "--clear-groups", "cloudy", "service", "list")
                        .text())
                .contains("sudo cloudy");
        debian.run("cloudy", "stop").succeeded();
        // "stop" is back when the node has gone; whoever ran it hears of that a moment later.
        assertThat(node.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void debianFindsNothingWrongWithIt() throws IOException {
        assertThat(PACKAGE).isRegularFile();
        assertThat(Files.size(PACKAGE)).isLessThan(60_000_000);
        Command version = Command.run(List.of("env", "lintian", "--version"));
        assumeTrue(version.exit() == 0, "lintian is not installed");
        Command found = Command.run(List.of("lintian", "--fail-on", "error", PACKAGE.toString()));
        assertThat(found.exit()).as(found.text()).isZero();
    }

    /** The same sources make the same bytes: nothing of when, where and by whom is in them. */
    @Test
    void packageAndArchiveSayNothingOfTheirBuild() {
        for (List<String> listing : List.of(
                List.of(
                        "tar",
                        "--utc",
                        "--full-time",
                        "-tvzf",
                        Project.archive().toString()),
                List.of("env", "TZ=UTC", "dpkg-deb", "--contents", PACKAGE.toString()))) {
            Set<String> marks = Command.run(listing)
                    .succeeded()
                    .text()
                    .lines()
                    .map(entry -> entry.replaceFirst("^.{10} (\\S+) +\\d+ (\\S+ \\S+) .*", "$1 $2"))
                    .collect(Collectors.toSet());
            assertThat(marks).singleElement().asString().matches("(0/0|root/root) \\S+ 00:00(:00)?");
        }
    }

    /** The same package, under a version that comes after it. */
    private static Path later() throws IOException {
        Path tree = rig.folder().resolve("later");
        Command.run(List.of("dpkg-deb", "--raw-extract", PACKAGE.toString(), tree.toString()))
                .succeeded();
        Path control = tree.resolve("DEBIAN/control");
        Files.writeString(control, Files.readString(control).replaceFirst("(?m)^(Version: .*)$", "$1+next"));
        Path version = tree.resolve("usr/share/cloudy/lib/version");
        Files.writeString(version, Files.readString(version).strip() + "+next\n");
        for (String changed : List.of("custom.properties\n# next", "shell.init.script\n// next")) {
            Files.writeString(
                    tree.resolve("usr/share/cloudy/etc")
                            .resolve(changed.lines().findFirst().orElseThrow()),
                    changed.substring(changed.indexOf('\n')) + '\n',
                    StandardOpenOption.APPEND);
        }
        Path later = rig.folder().resolve("cloudy_next_all.deb");
        Command.run(List.of("dpkg-deb", "-Znone", "--root-owner-group", "--build", tree.toString(), later.toString()))
                .succeeded();
        return later;
    }
}
