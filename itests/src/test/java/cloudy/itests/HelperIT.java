// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Root's helper on a clean Debian: it installs a program, and runs it as a user who finds nothing of the node. */
class HelperIT {

    @RegisterExtension
    static final Rig rig = new Rig();

    /** squid and Syncthing, and what they want, as {@code itests/run} has fetched them. */
    private static final Path PACKAGES = Project.target().resolve("packages");

    private static final String UNIT = "cloudy-proxy3";
    private static final String USER = "_cloudy-proxy3";
    private static final String DATA = "/var/lib/cloudy/data/";
    private static final String HELPER = "/run/cloudy-helper/socket";

    private Debian debian;
    private Set<String> before;

    private Host boot(String name) throws IOException, GeneralSecurityException {
        assumeTrue(Files.isDirectory(PACKAGES), "the packages of programs were not fetched; itests/run does");
        Host host = rig.lan().join(name);
        debian = Debian.boot(host, rig.folder());
        repository();
        before = debian.files();
        debian.install(debian.place(PackageIT.PACKAGE));
        return host;
    }

    @Test
    @Tag("slow")
    void whatProgramsKeepChangesHandsAsTheHelperComesAndGoes() throws Exception {
        Host host = boot("upgraded");
        new SyncthingApart(host, debian, rig.folder()).changesHands();
    }

    @Test
    void installsAProgramAndRunsItApartFromTheNode() throws Exception {
        Host host = boot("debian");
        cloudy("catalogue", "install", "cloudy-proxy3");
        await(
                "the proxy is there",
                () -> debian.run("cloudy", "service", "start", "cloudy.proxy3").exit() == 0);
        await("it lacks its program", () -> isRun("missing"));
        assertThat(cloudy("program", "list")).containsPattern("squid +squid +no +yes +yes +sudo apt install squid");

        cloudy("program", "install", "squid");
        await("the proxy is up", () -> isRun("up"));

        debiansOwnNeverRan();
        runsAsAnotherUserWhoFindsNothing();
        // It answers, and lets nobody in whom it does not know.
        assertThat(host.run(
                                "curl",
                                "--silent",
                                "--output",
                                "/dev/null",
                                "--write-out",
                                "%{http_code}",
                                "--proxy",
                                host.address() + ":3128",
                                "http://" + host.address() + "/")
                        .text())
                .isIn("403", "407");
        readsChangedSettingsWhileItRuns();
        exposure("cloudy-helper", 1.0);
        exposure(UNIT, 2.0);
        refusesOthers();
        goesWithTheNodeAndComesBackOnce();
        new SyncthingApart(host, debian, rig.folder()).livesApart();
        isTidyWhenItIsOff();

        debian.run("dpkg", "--purge", "cloudy").succeeded();
        assertThat(debian.run("systemctl", "is-enabled", "squid").text()).doesNotContain("masked");
        assertThat(debian.run("getent", "passwd", USER).exit()).isNotZero();
        assertThat(debian.run("getent", "passwd", "_cloudy-syncthing").exit()).isNotZero();
        assertThat(debian.run("cat", "/etc/apparmor.d/local/usr.sbin.squid").text())
                .doesNotContain("cloudy");
        assertThat(debian.files()).filteredOn(path -> path.contains("cloudy")).allMatch(before::contains);
    }

    private void debiansOwnNeverRan() {
        assertThat(debian.run("systemctl", "is-enabled", "squid").text()).isEqualTo("masked\n");
        assertThat(debian.run("journalctl", "--unit=squid").text()).doesNotContain("Started");
        assertThat(debian.run("cat", "/etc/apparmor.d/local/usr.sbin.squid").text())
                .contains(DATA + "proxy3/cache/");
    }

    private void runsAsAnotherUserWhoFindsNothing() {
        assertThat(debian.run("stat", "-c", "%U %G", "/proc/" + squid()).text()).isEqualTo(USER + " " + USER + "\n");
        assertThat(debian.run("cat", "/proc/" + squid() + "/status").text())
                .containsPattern("(?m)^CapEff:\\s+0000000000000400$")
                .containsPattern("(?m)^NoNewPrivs:\\s+1$");
        for (String secret : List.of(
                "/etc/cloudy/custom.properties",
                DATA + "node/identity.pem",
                DATA + "proxy3/origin",
                DATA + "daemons/proxy3/output.log")) {
            assertThat(debian.run("test", "-s", secret).exit()).as(secret).isZero();
            assertThat(within("cat", secret).exit()).as(secret).isNotZero();
        }
        for (String place : List.of(
                "/var/lib/cloudy/deploy/evil.jar",
                "/etc/cloudy/evil.cfg",
                DATA + "daemons/proxy3/files/squid.conf",
                DATA + "daemons/proxy3/files/more",
                "/usr/share/cloudy/evil")) {
            assertThat(within("tee", "-a", place).exit()).as(place).isNotZero();
        }
        assertThat(within("cat", DATA + "daemons/proxy3/files/squid.conf").text())
                .contains("http_port");
        within("touch", DATA + "daemons/proxy3/home/mine").succeeded();
        // Not by the socket either, which it does not even see.
        assertThat(within("test", "-e", HELPER).exit()).isNotZero();
        // The node, in turn, reads what the program writes.
        assertThat(debian.run(
                                "setpriv",
                                "--reuid=cloudy",
                                "--regid=cloudy",
                                "--init-groups",
                                "cat",
                                DATA + "proxy3/log/access.log")
                        .exit())
                .isZero();
    }

    private void readsChangedSettingsWhileItRuns() {
        String process = squid();
        cloudy("settings", "set", "cloudy.proxy3", "realm=Roof");
        await(
                "squid has read its new settings",
                () -> debian.run("journalctl", "--unit=" + UNIT).text().contains("SIGHUP")
                        && within("cat", DATA + "daemons/proxy3/files/squid.conf")
                                .text()
                                .contains("Roof"));
        await("it is up with them", () -> isRun("up"));
        assertThat(squid()).isEqualTo(process);
    }

    private void exposure(String unit, double most) {
        String said =
                debian.run("systemd-analyze", "security", "--no-pager", unit).text();
        var level = Pattern.compile("exposure level for \\S+: ([0-9.]+)").matcher(said);
        assertThat(level.find()).as(said).isTrue();
        System.out.println("measured: systemd-analyze security " + unit + ": " + level.group(1));
        assertThat(Double.parseDouble(level.group(1))).isLessThanOrEqualTo(most);
    }

    /** Who is not in the node's group does not reach the socket; who is, but is another user, is not listened to. */
    private void refusesOthers() {
        assertThat(asNobody("nogroup").exit()).isNotZero();
        // Who talks on without listening may not hear it.
        await("it says why", () -> asNobody("cloudy").text().contains("only the user cloudy is listened to"));
    }

    private Command asNobody(String group) {
        return debian.run(
                "setpriv",
                "--reuid=nobody",
                "--regid=" + group,
                "--clear-groups",
                "curl",
                "--silent",
                "--max-time",
                "30",
                "--http0.9",
                "--output",
                "-",
                "--unix-socket",
                HELPER,
                "http://helper/");
    }

    private void goesWithTheNodeAndComesBackOnce() {
        String process = squid();
        debian.run("systemctl", "kill", "--signal=KILL", "cloudy").succeeded();
        await("another squid runs", () -> {
            String now = squid();
            return !now.equals("0") && !now.equals(process);
        });
        await("the proxy is up again", () -> isRun("up"));
        assertThat(debian.run(
                                "find",
                                "/proc",
                                "-maxdepth",
                                "2",
                                "-name",
                                "comm",
                                "-exec",
                                "grep",
                                "-lx",
                                "squid",
                                "{}",
                                "+")
                        .text())
                .isEqualTo("/proc/" + squid() + "/comm\n");
    }

    private void isTidyWhenItIsOff() {
        cloudy("service", "stop", "cloudy.proxy3");
        await(
                "squid has ended",
                () -> debian.run("systemctl", "is-active", UNIT).text().equals("inactive\n"));
        assertThat(debian.run("ls", "/run/cloudy-helper").text()).isEqualTo("socket\n");
        assertThat(debian.run("systemctl", "--failed", "--plain", "--no-legend").text())
                .doesNotContain("cloudy");
    }

    private String squid() {
        return debian.run("systemctl", "show", "--property=MainPID", "--value", UNIT)
                .text()
                .strip();
    }

    /** Runs a program as squid's user in what squid sees. */
    private Command within(String... line) {
        var all = new ArrayList<>(List.of(
                "nsenter",
                "--target",
                squid(),
                "--mount",
                "setpriv",
                "--reuid=" + USER,
                "--regid=" + USER,
                "--clear-groups",
                "--bounding-set=-all"));
        all.addAll(List.of(line));
        return debian.run(all.toArray(String[]::new));
    }

    private boolean isRun(String run) {
        return debian.run("cloudy", "service", "show", "cloudy.proxy3").text().contains("run: " + run + "\n");
    }

    private String cloudy(String... words) {
        var line = new String[words.length + 1];
        line[0] = "cloudy";
        System.arraycopy(words, 0, line, 1, words.length);
        return debian.run(line).succeeded().text();
    }

    /** Has apt know the packages, and nothing else. */
    private void repository() throws IOException, GeneralSecurityException {
        Path folder = Files.createDirectories(debian.file("/opt/packages"));
        var index = new StringBuilder();
        try (var all = Files.newDirectoryStream(PACKAGES, "*.deb")) {
            for (Path deb : all) {
                Files.copy(deb, folder.resolve(deb.getFileName()));
                byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(deb));
                index.append(Command.run(List.of("dpkg-deb", "--field", deb.toString()))
                                .succeeded()
                                .text())
                        .append("Filename: ./" + deb.getFileName() + "\nSize: " + Files.size(deb) + "\nSHA256: "
                                + HexFormat.of().formatHex(hash) + "\n\n");
            }
        }
        Files.writeString(folder.resolve("Packages"), index, StandardCharsets.UTF_8);
        Files.writeString(debian.file("/etc/apt/sources.list"), "deb [trusted=yes] file:/opt/packages ./\n");
    }

    private static void await(String what, Callable<Boolean> condition) {
        Awaitility.await(what)
                .atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(300))
                .until(condition);
    }
}
