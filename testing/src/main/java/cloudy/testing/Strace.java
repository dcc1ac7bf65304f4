// SPDX-License-Identifier: Apache-2.0
package cloudy.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The calls by which a running program changes files, watched, and one of them tampered with, by {@code strace}. */
public final class Strace implements AutoCloseable {

    /** Those that open, change, name and secure; not every machine knows each of them. */
    static final List<String> CALLS = List.of(
            "open",
            "openat",
            "write",
            "writev",
            "pwrite64",
            "ftruncate",
            "fallocate",
            "fsync",
            "fdatasync",
            "rename",
            "renameat",
            "renameat2",
            "link",
            "linkat",
            "symlink",
            "unlink",
            "unlinkat",
            "mkdir",
            "mkdirat",
            "rmdir",
            "chmod",
            "fchmod",
            "fchmodat");

    private static final long LIMIT_S = 10;

    /** Sometimes it waits for a thread that was killed as it began, and would for ever. */
    private static final long GRACE_S = 2;

    private static final String INJECTED = "(INJECTED)";

    private final long pid;
    private final Process strace;
    private final Path log;

    private Strace(long pid, Process strace, Path log) {
        this.pid = pid;
        this.strace = strace;
        this.log = log;
    }

    /** Why nothing can be watched on this machine, for who skips a test. */
    public static Optional<String> whyNot() {
        Process watched = null;
        Path log = null;
        try {
            log = Files.createTempFile("strace", ".log");
            // It waits for what comes on its input.
            watched = new ProcessBuilder("cat").start();
            watch(watched.pid(), log).close();
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of("strace cannot watch programs here: " + e.getMessage());
        } finally {
            if (watched != null) {
                watched.destroyForcibly();
            }
            if (log != null) {
                log.toFile().delete();
            }
        }
    }

    /** Watches a program and all its threads, from when this returns. */
    static Strace watch(long pid, Path log) throws IOException {
        return attach(pid, log, List.of());
    }

    /**
     * Kills a program before it makes one call.
     *
     * @param paths files and folders; calls that have to do with others do not count
     */
    public static Strace kill(long pid, Path log, String call, int number, List<Path> paths) throws IOException {
        var more = new ArrayList<>(List.of("--inject=" + call + ":signal=KILL:when=" + number));
        paths.forEach(path -> more.addAll(List.of("-P", path.toString())));
        return attach(pid, log, more);
    }

    /**
     * Has one call of a program go wrong.
     *
     * @param call its name
     * @param how {@code signal=KILL} before it is made, {@code error=EIO} in its place
     * @param number which of the calls of this name, by each thread, counted from 1
     */
    static Strace inject(long pid, Path log, String call, String how, int number) throws IOException {
        return attach(pid, log, List.of("--inject=" + call + ':' + how + ":when=" + number));
    }

    private static Strace attach(long pid, Path log, List<String> more) throws IOException {
        var command = new ArrayList<>(List.of("strace", "-f", "-y", "-s", "0", "-o", log.toString()));
        command.add("--trace=?" + String.join(",?", CALLS));
        command.addAll(more);
        command.addAll(List.of("-p", Long.toString(pid)));
        Process strace = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        BufferedReader said = strace.errorReader();
        var heard = new ArrayList<String>();
        String line = said.readLine();
        // Before that come words on the paths, and on threads that have just gone.
        while (line != null && !line.contains(" attached")) {
            heard.add(line);
            line = said.readLine();
        }
        if (line == null) {
            throw new IOException(String.join("; ", heard));
        }
        // It says as much of every thread that comes.
        var drain = new Thread(
                () -> {
                    try {
                        said.transferTo(Writer.nullWriter());
                    } catch (IOException closed) {
                        // It has ended.
                    }
                },
                "strace-said");
        drain.setDaemon(true);
        drain.start();
        return new Strace(pid, strace, log);
    }

    /** What was called, in order, after {@link #close}. */
    List<String> calls() throws IOException {
        return Files.readAllLines(log);
    }

    /** The calls that it has tampered with, of each thread one at most, after {@link #close}. */
    List<String> injected() throws IOException {
        return calls().stream().filter(line -> line.contains(INJECTED)).toList();
    }

    /** The last call that was begun, after {@link #close}: the one that did not come to be when the program was killed. */
    String last(String call) throws IOException {
        List<String> calls =
                calls().stream().filter(line -> line.contains(' ' + call + '(')).toList();
        return calls.isEmpty() ? call : calls.get(calls.size() - 1);
    }

    /** Lets go of the program, unless that has ended. */
    @Override
    public void close() {
        try {
            // Asked to end while its program does, it may wait for ever for threads that have gone.
            boolean alive = ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent()
                    && calls().stream().noneMatch(line -> line.contains("+++ killed by SIGKILL"));
            if (alive) {
                strace.destroy();
            }
            if (!strace.waitFor(alive ? LIMIT_S : GRACE_S, TimeUnit.SECONDS)) {
                // Whoever it watches goes on without it.
                strace.destroyForcibly();
                strace.waitFor();
            }
        } catch (IOException e) {
            strace.destroyForcibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
