// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * A computer of its own as far as programs can tell: namespaces for network, mounts, name and processes.
 *
 * <p>It lives as long as its first process, and that one as long as the pipe to it: whatever becomes of the test's JVM,
 * the kernel then ends every process of the host and takes its interfaces away.
 */
final class Host implements Closeable {

    private final String name;
    private final String address;
    private final Process holder;
    private final long init;

    private Host(String name, String address, Process holder, long init) {
        this.name = name;
        this.address = address;
        this.holder = holder;
        this.init = init;
    }

    /** Makes a host that has nothing but its loopback interface. */
    static Host alone(String name, String address) throws IOException {
        Process holder = new ProcessBuilder(
                        "unshare",
                        "--net",
                        "--mount",
                        "--uts",
                        "--pid",
                        "--fork",
                        "--kill-child",
                        "--mount-proc",
                        // Ignoring the signal is how a first process without a wait loop leaves no zombies.
                        "env",
                        "--ignore-signal=CHLD",
                        "cat")
                .start();
        Awaitility.await("first process of " + name)
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> holder.children().findAny().isPresent() || !holder.isAlive());
        Optional<ProcessHandle> first = holder.children().findAny();
        if (first.isEmpty()) {
            throw new IOException("no namespaces for " + name + ": "
                    + holder.errorReader().lines().collect(Collectors.joining(" ")));
        }
        long init = first.get().pid();
        var host = new Host(name, address, holder, init);
        host.run("hostname", name).succeeded();
        host.run("ip", "link", "set", "lo", "up").succeeded();
        // Daemons of the machine do not show through: each host has its own sockets and pid files.
        host.run("mount", "-t", "tmpfs", "tmpfs", "/run").succeeded();
        return host;
    }

    String name() {
        return name;
    }

    /** Its address in the test's network. */
    String address() {
        return address;
    }

    /** The process that others name to put an interface into this host. */
    long init() {
        return init;
    }

    /** One of its files as the test sees it: what is mounted on the host is not mounted elsewhere. */
    Path seen(Path file) {
        return Path.of("/proc/" + init + "/root").resolve(file.toString().substring(1));
    }

    /** Runs a program in this host, as root, to its end. */
    Command run(String... line) {
        return Command.run(inside(List.of(line)));
    }

    /** Starts a program in this host, as root; what it prints goes to a file. */
    Process start(File printed, String... line) throws IOException {
        return new ProcessBuilder(inside(List.of(line)))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(printed))
                .start();
    }

    /** Starts one of this package's own programs in this host, as root; it has begun when this returns. */
    Talker java(Class<?> program, String... arguments) throws IOException {
        var line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx32m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Djava.net.preferIPv4Stack=true",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                "-cp",
                Project.classPath(),
                program.getName()));
        line.addAll(List.of(arguments));
        return Talker.with(new ProcessBuilder(inside(line))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /** The processes that whoever started them has left to this host. */
    Stream<ProcessHandle> orphans() {
        return holder.descendants();
    }

    /** The processes of this host that run a program, whoever started them. */
    List<ProcessHandle> running(String program) {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info().command().orElse("").endsWith('/' + program))
                .filter(process -> namespace(process.pid()).equals(namespace(init)))
                .toList();
    }

    private static Optional<Path> namespace(long pid) {
        try {
            return Optional.of(Files.readSymbolicLink(Path.of("/proc/" + pid + "/ns/pid")));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    /** The line that runs a program in this host. */
    List<String> inside(List<String> line) {
        var all = new ArrayList<>(List.of("nsenter", "-t", Long.toString(init), "-n", "-m", "-u", "-p", "--"));
        all.addAll(line);
        return all;
    }

    @Override
    public void close() {
        holder.descendants().forEach(ProcessHandle::destroyForcibly);
        holder.destroyForcibly();
        holder.onExit().join();
    }
}
