// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** The archive that users download, unpacked on a host and run there by an ordinary user. */
final class CloudyNode implements Closeable {

    /** The user that runs the node. */
    static final String USER = "nobody";

    private static final Duration BOOT = Duration.ofSeconds(90);

    private final Host host;
    /** Where it is for the test, and for programs of the host. */
    private final Path home;

    private final Path inside;
    private Process foreground;
    private long begun;
    private Shell shell;

    private CloudyNode(Host host, Path home, Path inside) {
        this.host = host;
        this.home = home;
        this.inside = inside;
    }

    /** Unpacks the archive; its top folder becomes {@code home}. */
    static CloudyNode unpack(Host host, Path home) throws IOException {
        return unpack(host, home, home);
    }

    /** The same on a disk that is mounted on the host, and nowhere else. */
    static CloudyNode unpackOnDisk(Host host, Path inside) throws IOException {
        return unpack(host, host.seen(inside), inside);
    }

    private static CloudyNode unpack(Host host, Path home, Path inside) throws IOException {
        Files.createDirectories(home);
        Command.run(List.of(
                        "tar",
                        "-xzf",
                        Project.archive().toString(),
                        "-C",
                        home.toString(),
                        "--strip-components=1",
                        "--no-same-owner"))
                .succeeded();
        Command.run(List.of("chown", "-R", USER + ":", home.toString())).succeeded();
        return new CloudyNode(host, home, inside);
    }

    /** This node on another host, once its own is gone: what was on the disk is all that is left of it. */
    CloudyNode movedTo(Host other) {
        return new CloudyNode(other, home, inside);
    }

    Host host() {
        return host;
    }

    Path home() {
        return home;
    }

    /** Starts the node in the foreground; see {@link #awaitBoot}. */
    CloudyNode start() throws IOException {
        return startWith();
    }

    /** The same with variables in its environment, each as {@code name=value}. */
    CloudyNode startWith(String... variables) throws IOException {
        var line = new ArrayList<>(List.of("env"));
        line.addAll(List.of(variables));
        line.addAll(List.of(launcher().toString(), "run"));
        begun = System.currentTimeMillis();
        foreground = new ProcessBuilder(host.inside(asUser(line.toArray(String[]::new))))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        home.resolve("console.log").toFile()))
                .start();
        return this;
    }

    /** Waits until the node says that it is up, and opens its shell. */
    CloudyNode awaitBoot() throws IOException {
        Path ready = home.resolve("data/run/ready");
        Awaitility.await(host.name() + " is up")
                .atMost(BOOT)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> isReady(ready) || !foreground.isAlive());
        if (!foreground.isAlive()) {
            throw new AssertionError(host.name() + " did not start: " + log());
        }
        shell = Shell.with(this);
        return this;
    }

    /** A node that was killed has left the file of its last boot. */
    private boolean isReady(Path ready) throws IOException {
        return Files.exists(ready)
                && Files.size(ready) > 0
                && Files.getLastModifiedTime(ready).toMillis() > begun;
    }

    /** Runs one of the launcher's commands to its end, as the node's user. */
    Command launch(String... arguments) {
        var line = new ArrayList<>(List.of(launcher().toString()));
        line.addAll(List.of(arguments));
        return asOwner(line.toArray(String[]::new));
    }

    /** The same with a line of input, such as a secret that is asked for. */
    Command launchWith(String input, String... arguments) throws IOException {
        var line = new ArrayList<>(List.of(launcher().toString()));
        line.addAll(List.of(arguments));
        Path typed = Files.createTempFile("cloudy-itests-", ".in");
        try {
            Files.writeString(typed, input + '\n');
            return Command.run(host.inside(asUser(line.toArray(String[]::new))), typed);
        } finally {
            Files.delete(typed);
        }
    }

    /** Runs any program to its end, as the node's user. */
    Command asOwner(String... line) {
        return Command.run(host.inside(asUser(line)));
    }

    /** What a command of the node's shell printed. */
    String shell(String command) throws IOException {
        return shell.run(command);
    }

    /** How much memory its Java has from the system. */
    String resident() throws IOException {
        return Files.readString(Path.of("/proc/" + jvm().pid() + "/status"))
                .lines()
                .filter(line -> line.startsWith("VmRSS:"))
                .findFirst()
                .orElseThrow()
                .replaceAll("\\s+", " ");
    }

    Path launcher() {
        return inside.resolve("bin/cloudy");
    }

    /** Puts a file into a folder of the node in one step, as the node's user would. */
    void place(Path file, String target) throws IOException {
        Path beside = home.resolve("placing-" + home.resolve(target).getFileName());
        Files.copy(file, beside, StandardCopyOption.REPLACE_EXISTING);
        chown(beside);
        Files.move(beside, home.resolve(target), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Writes a file of the node in one step, as the node's user would. */
    void write(String target, String text) throws IOException {
        Path beside = home.resolve("placing-" + home.resolve(target).getFileName());
        Files.writeString(beside, text);
        chown(beside);
        Files.move(beside, home.resolve(target), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Drops a bundle into the node. */
    void drop(DropIn bundle) throws IOException {
        Path jar = Files.createTempFile("cloudy-itests-", ".jar");
        try {
            place(bundle.writeTo(jar), bundle.place());
        } finally {
            Files.delete(jar);
        }
    }

    /** The lines of the node's list of services that have all of some texts in them. */
    List<String> lists(String... texts) throws IOException {
        return shell("cloudy:search")
                .lines()
                .filter(line -> Stream.of(texts).allMatch(line::contains))
                .toList();
    }

    /** Takes away every bundle that was dropped in. */
    void clearDeploy() throws IOException {
        try (DirectoryStream<Path> dropped = Files.newDirectoryStream(home.resolve("deploy"), "*.jar")) {
            for (Path jar : dropped) {
                Files.delete(jar);
            }
        }
    }

    void remove(String target) throws IOException {
        Files.delete(home.resolve(target));
    }

    /** The node's own process. */
    ProcessHandle jvm() {
        return foreground
                .descendants()
                .filter(process -> process.info().command().orElse("").endsWith("/java"))
                .findFirst()
                .orElseThrow(() -> new AssertionError(host.name() + " does not run"));
    }

    /** Whether it has not ended, by itself or otherwise. */
    boolean isAlive() {
        return foreground.isAlive();
    }

    /** Kills the node in the middle of what it does, as a power cut would. */
    void kill() {
        jvm().destroyForcibly();
        foreground.onExit().join();
    }

    /** Waits for the end of a node that somebody else has killed. */
    void awaitEnd() {
        foreground.onExit().join();
    }

    /** The process of a node that was started in the background. */
    ProcessHandle inBackground() {
        return host.orphans()
                .filter(CloudyNode::isJava)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no node in the background of " + host.name()));
    }

    /** Asks the node's process to end, as systemd would. */
    void terminate() {
        jvm().destroy();
        foreground.onExit().join();
    }

    /** The node's log. */
    String logged() throws IOException {
        return Files.readString(home.resolve("data/log/cloudy.log"));
    }

    /** The log and what went to the console. */
    String log() throws IOException {
        var text = new StringBuilder();
        for (Path log : logs()) {
            text.append(Files.readString(log));
        }
        return text.toString();
    }

    void copyLogsTo(Path folder) throws IOException {
        for (Path log : logs()) {
            copy(log, folder.resolve(home.getFileName() + "-" + log.getFileName()));
        }
    }

    static void copy(Path from, Path to) throws IOException {
        Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
    }

    private List<Path> logs() throws IOException {
        List<Path> logs = new ArrayList<>();
        for (Path folder : List.of(home, home.resolve("data/log"))) {
            if (Files.isDirectory(folder)) {
                try (Stream<Path> files = Files.list(folder)) {
                    files.filter(file -> file.toString().endsWith(".log"))
                            .sorted()
                            .forEach(logs::add);
                }
            }
        }
        return logs;
    }

    /** The line that runs a program as the node's user. */
    List<String> asUser(String... line) {
        var all = new ArrayList<>(List.of(
                "setpriv",
                "--reuid=" + USER,
                "--regid=nogroup",
                "--clear-groups",
                "--inh-caps=-all",
                "--no-new-privs",
                "--",
                "env",
                "HOME=" + inside));
        all.addAll(List.of(line));
        return all;
    }

    private static boolean isJava(ProcessHandle process) {
        return process.info().command().orElse("").endsWith("/java");
    }

    private static void chown(Path file) throws IOException {
        UserPrincipal user =
                file.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(USER);
        Files.setOwner(file, user);
    }

    @Override
    public void close() {
        if (foreground != null) {
            foreground.descendants().forEach(ProcessHandle::destroyForcibly);
            foreground.destroyForcibly();
        }
    }
}
