// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/**
 * A clean Debian in a host: what {@code itests/run} has put together of nothing but Debian's packages. It runs as a
 * container whose first process is systemd, or without any of that.
 */
final class Debian implements Closeable {

    private static final String CLEAN = "debian";

    /** What packages of any kind leave, and what systemd and its timers write by themselves. */
    private static final Pattern NOBODYS = Pattern.compile("/(dev|proc|sys|run|tmp|opt|root"
            + "|var/(cache|tmp|backups|spool|log/(journal|apt|private|[^/]*log[^/]*|[bw]tmp)|lib/(dpkg|apt|systemd|private))"
            + "|etc/((passwd|group|shadow|gshadow|subuid|subgid)-|\\.pwd\\.lock|machine-id)"
            + "|(var|etc)/\\.updated)(/.*|\\..*)?");

    private final Host host;
    private final Path root;
    private final List<String> enter;

    private Debian(Host host, Path root, List<String> enter) {
        this.host = host;
        this.root = root;
        this.enter = enter;
    }

    /**
     * Without a first process, as a container that only runs one program.
     *
     * @param folder the same for all hosts of a test
     */
    static Debian bare(Host host, Path folder) throws IOException {
        Path root = tree(host, folder, Project.target().resolve(CLEAN + ".tar"));
        host.run("mount", "-t", "proc", "proc", root.resolve("proc").toString()).succeeded();
        host.run("mount", "--rbind", "/dev", root.resolve("dev").toString()).succeeded();
        return new Debian(host, root, List.of("chroot", root.toString()));
    }

    /** With systemd. Skips the test where that cannot be had. */
    static Debian boot(Host host, Path folder) throws IOException {
        return boot(host, folder, CLEAN);
    }

    /** With systemd, and what else {@code itests/run} has put into the Debian of a name. */
    static Debian boot(Host host, Path folder, String kind) throws IOException {
        return boot(host, folder, Project.target().resolve(kind + ".tar"), List.of());
    }

    /**
     * With systemd, from a packed root.
     *
     * @param more lines of LXC's configuration
     */
    static Debian boot(Host host, Path folder, Path packed, List<String> more) throws IOException {
        assumeTrue(host.run("lxc-start", "--version").exit() == 0, "lxc is not installed");
        Path root = tree(host, folder, packed);
        Path containers = folder.resolve("lxc");
        String name = host.name();
        Path log = folder.resolve(name + ".log");
        Files.writeString(
                Files.createDirectories(containers.resolve(name)).resolve("config"),
                """
                lxc.uts.name = %s
                lxc.rootfs.path = dir:%s
                lxc.net.0.type = none
                lxc.mount.auto = proc:mixed sys:mixed cgroup:mixed
                lxc.apparmor.profile = unconfined
                lxc.pty.max = 64
                lxc.init.cmd = /sbin/init
                """
                                .formatted(name, root)
                        + String.join("\n", more));
        var debian = new Debian(
                host,
                root,
                List.of(
                        "lxc-attach",
                        "-P",
                        containers.toString(),
                        "-n",
                        name,
                        "--clear-env",
                        "-v",
                        "PATH=/usr/sbin:/usr/bin:/sbin:/bin",
                        "-v",
                        "DEBIAN_FRONTEND=noninteractive",
                        "--"));
        assumeTrue(
                debian.powerUp(containers, log).isAlive(),
                () -> "no container with systemd can be had here: "
                        + Command.run(List.of("cat", log.toString())).text().strip());
        return debian;
    }

    /** Takes its power away in the midst of everything, gives it back, and waits until systemd is up again. */
    void cutPower() throws IOException {
        Path containers = root.getParent().resolveSibling("lxc");
        host.run("lxc-stop", "--kill", "-P", containers.toString(), "-n", host.name())
                .succeeded();
        Path log = containers.resolveSibling(host.name() + "-again.log");
        assertThat(powerUp(containers, log).isAlive()).as(log.toString()).isTrue();
    }

    private Process powerUp(Path containers, Path log) throws IOException {
        Process container = host.start(log.toFile(), "lxc-start", "-F", "-P", containers.toString(), "-n", host.name());
        Awaitility.await("systemd is up")
                .atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> !container.isAlive()
                        || Set.of("running", "degraded")
                                .contains(run("systemctl", "is-system-running")
                                        .text()
                                        .strip()));
        return container;
    }

    /** Where the host has a Debian of its own: what it changes is laid over the one that all hosts have in common. */
    private static Path tree(Host host, Path folder, Path packed) throws IOException {
        Path underWay = Path.of(packed + ".part");
        Path common = folder.resolve(packed.getFileName() + ".d");
        if (!Files.exists(common)) {
            Awaitility.await("Debian's packages have been put together")
                    .atMost(Duration.ofMinutes(5))
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> !Files.exists(underWay));
            assumeTrue(
                    Files.exists(packed),
                    "no clean Debian was put together; itests/run does, as root, with mmdebstrap");
            Files.createDirectories(common);
            Command.run(List.of("tar", "-xpf", packed.toString(), "--numeric-owner", "-C", common.toString()))
                    .succeeded();
        }
        Path own = Files.createDirectories(folder.resolve(host.name()));
        Path root = Files.createDirectories(own.resolve("root"));
        Path upper = Files.createDirectories(own.resolve("upper"));
        Path work = Files.createDirectories(own.resolve("work"));
        host.run(
                        "mount",
                        "-t",
                        "overlay",
                        "overlay",
                        "-o",
                        "lowerdir=" + common + ",upperdir=" + upper + ",workdir=" + work,
                        root.toString())
                .succeeded();
        return root;
    }

    /** Runs a program in it to its end, as root. */
    Command run(String... line) {
        var all = new ArrayList<>(enter);
        all.addAll(List.of(line));
        return host.run(all.toArray(String[]::new));
    }

    /** The same with a file of the test's for its input. */
    Command runWith(Path input, String... line) {
        var all = new ArrayList<>(enter);
        all.addAll(List.of(line));
        return Command.run(host.inside(all), input);
    }

    /** Starts a program in it, as root; what it prints goes to a file. */
    Process start(Path printed, String... line) throws IOException {
        var all = new ArrayList<>(enter);
        all.addAll(List.of(line));
        return host.start(printed.toFile(), all.toArray(String[]::new));
    }

    /** Copies a file into it. */
    String place(Path file) throws IOException {
        String target = "/opt/" + file.getFileName();
        Files.copy(file, file(target));
        return target;
    }

    /** One of its files, as the test sees it: what is mounted in the host is not mounted elsewhere. */
    Path file(String path) {
        return Path.of("/proc/" + host.init() + "/root" + root + path);
    }

    /** Every path in it that a package answers for, and that does not come and go by itself. */
    Set<String> files() {
        // That a temporary file has gone meanwhile is no failure.
        return run("find", "/", "-xdev")
                .text()
                .lines()
                .filter(path -> path.startsWith("/") && !NOBODYS.matcher(path).matches())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** What an answer of debconf is before it is asked for. */
    void answer(String question, String type, String value) throws IOException {
        Path answers = Files.writeString(file("/opt/answers"), "cloudy " + question + " " + type + " " + value + "\n");
        run("debconf-set-selections", "/opt/answers").succeeded();
        Files.delete(answers);
    }

    /** Installs a package file, without a network. */
    Command install(String deb) {
        return run("dpkg", "--install", deb).succeeded();
    }

    @Override
    public void close() {
        host.close();
    }
}
