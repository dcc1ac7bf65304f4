// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

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
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/**
 * A clean Debian in a host: what {@code itests/run} has put together of nothing but Debian's packages. It runs as a
 * container whose first process is systemd, or without any of that.
 */
final class Debian implements Closeable {

    private static final Path TREE = Project.target().resolve("debian.tar");
    private static final Path UNDER_WAY = Project.target().resolve("debian.tar.part");

    /** What packages of any kind leave, and what systemd writes by itself. */
    private static final String NOBODYS =
            "/(dev|proc|sys|run|tmp|root|var/cache|var/log/(journal|dpkg|alternatives)|var/lib/(dpkg|systemd)"
                    + "|etc/(passwd|group|shadow|gshadow|subuid|subgid)-|etc/.pwd.lock|etc/machine-id)(/.*|\\..*)?";

    private final Host host;
    private final Path root;
    private final List<String> enter;

    private Debian(Host host, Path root, List<String> enter) {
        this.host = host;
        this.root = root;
        this.enter = enter;
    }

    /** Without a first process, as a container that only runs one program. */
    static Debian bare(Host host, Path folder) throws IOException {
        Path root = unpack(folder);
        host.run("mount", "--bind", root.toString(), root.toString()).succeeded();
        host.run("mount", "-t", "proc", "proc", root.resolve("proc").toString()).succeeded();
        host.run("mount", "--rbind", "/dev", root.resolve("dev").toString()).succeeded();
        return new Debian(host, root, List.of("chroot", root.toString()));
    }

    /** With systemd. Skips the test where that cannot be had. */
    static Debian boot(Host host, Path folder) throws IOException {
        assumeTrue(host.run("lxc-start", "--version").exit() == 0, "lxc is not installed");
        Path root = unpack(folder);
        Path containers = Files.createDirectories(folder.resolve("lxc"));
        Files.writeString(
                Files.createDirectories(containers.resolve("debian")).resolve("config"),
                """
                lxc.uts.name = debian
                lxc.rootfs.path = dir:%s
                lxc.net.0.type = none
                lxc.mount.auto = proc:mixed sys:mixed cgroup:mixed
                lxc.apparmor.profile = unconfined
                lxc.pty.max = 64
                lxc.init.cmd = /sbin/init
                """
                        .formatted(root));
        Process container = host.start(
                folder.resolve("lxc.log").toFile(), "lxc-start", "-F", "-P", containers.toString(), "-n", "debian");
        var debian = new Debian(
                host,
                root,
                List.of(
                        "lxc-attach",
                        "-P",
                        containers.toString(),
                        "-n",
                        "debian",
                        "--clear-env",
                        "-v",
                        "PATH=/usr/sbin:/usr/bin:/sbin:/bin",
                        "-v",
                        "DEBIAN_FRONTEND=noninteractive",
                        "--"));
        Awaitility.await("systemd is up")
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> !container.isAlive()
                        || Set.of("running", "degraded")
                                .contains(debian.run("systemctl", "is-system-running")
                                        .text()
                                        .strip()));
        assumeTrue(
                container.isAlive(),
                () -> "no container with systemd can be had here: "
                        + Command.run(List.of("cat", folder.resolve("lxc.log").toString()))
                                .text()
                                .strip());
        return debian;
    }

    private static Path unpack(Path folder) throws IOException {
        Awaitility.await("Debian's packages have been put together")
                .atMost(Duration.ofMinutes(5))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> !Files.exists(UNDER_WAY));
        assumeTrue(Files.exists(TREE), "itests/run could not put a Debian together (more in debian.log)");
        Path root = Files.createDirectories(folder.resolve("root"));
        Command.run(List.of("tar", "-xpf", TREE.toString(), "--numeric-owner", "-C", root.toString()))
                .succeeded();
        return root;
    }

    /** Runs a program in it to its end, as root. */
    Command run(String... line) {
        var all = new ArrayList<>(enter);
        all.addAll(List.of(line));
        return host.run(all.toArray(String[]::new));
    }

    /** Starts a program in it, as root; what it prints goes to a file. */
    Process start(Path printed, String... line) throws IOException {
        var all = new ArrayList<>(enter);
        all.addAll(List.of(line));
        return host.start(printed.toFile(), all.toArray(String[]::new));
    }

    /** Copies a file into it. */
    String place(Path file) throws IOException {
        Path target = root.resolve("root").resolve(file.getFileName());
        Files.copy(file, target);
        return "/root/" + file.getFileName();
    }

    /** One of its files, as the test sees it. */
    Path file(String path) {
        return root.resolve(path.substring(1));
    }

    /** Every path in it that a package answers for, and that does not change by itself. */
    Set<String> files() {
        return run("find", "/", "-xdev")
                .succeeded()
                .text()
                .lines()
                .filter(path -> !path.matches(NOBODYS))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** What an answer of debconf is before it is asked for. */
    void answer(String question, String type, String value) throws IOException {
        Path answers = Files.writeString(file("/root/answers"), "cloudy " + question + " " + type + " " + value + "\n");
        run("debconf-set-selections", "/root/answers").succeeded();
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
