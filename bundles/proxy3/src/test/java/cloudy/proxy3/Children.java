// SPDX-License-Identifier: Apache-2.0
package cloudy.proxy3;

import cloudy.api.daemon.Daemon;
import cloudy.api.daemon.DaemonState;
import cloudy.api.daemon.DaemonState.Kind;
import cloudy.api.daemon.Daemons;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.awaitility.Awaitility;

/**
 * Runs one real program as a child of the test, under a user without rights where the test is root's, which squid wants:
 * writes its files, asks its checker, has it read them again. No more than that.
 */
final class Children implements Daemons, AutoCloseable {

    private final Path folder;
    private Process process;
    private Daemon daemon;
    private boolean owned;
    private volatile DaemonState state = state(Kind.STARTING, "");

    /** @param folder of everything that the program may write to */
    Children(Path folder) throws IOException {
        this.folder = folder;
        Files.createDirectories(folder.resolve("home"));
    }

    synchronized Process process() {
        return process;
    }

    Path log() {
        return folder.resolve("output");
    }

    @Override
    public synchronized Running run(Daemon wanted, Consumer<DaemonState> watcher) {
        try {
            boolean reload = daemon != null && process.isAlive() && wanted.reloadsFrom(daemon);
            String refusal = write(wanted);
            if (!refusal.isEmpty()) {
                state = state(daemon == null ? Kind.MISCONFIGURED : Kind.UP, refusal);
                watcher.accept(state);
                return new Child(wanted);
            }
            daemon = wanted;
            if (reload) {
                execute("kill", "-HUP", Long.toString(process.pid()));
            } else {
                end();
                start();
            }
            watcher.accept(state(Kind.STARTING, ""));
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(20))
                    .ignoreExceptions()
                    .until(() -> wanted.ready().isReady());
            state = state(Kind.UP, "");
            watcher.accept(state);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Child(wanted);
    }

    private String write(Daemon wanted) throws IOException {
        Path next = Files.createDirectories(folder.resolve("next"));
        place(wanted, next);
        Process check = builder(wanted.checker(), next, wanted)
                .redirectOutput(folder.resolve("check").toFile())
                .start();
        if (waited(check) != 0) {
            return Files.readString(folder.resolve("check"));
        }
        place(wanted, Files.createDirectories(folder.resolve("files")));
        return "";
    }

    private void place(Daemon wanted, Path into) throws IOException {
        for (var file : wanted.files().entrySet()) {
            Files.writeString(into.resolve(file.getKey()), placed(file.getValue(), into));
        }
        if (isRoot()) {
            // All of it the first time, and then what is new: the folders of a cache are thousands.
            execute("chown", "-R", "proxy:proxy", (owned ? into : folder).toString());
            owned = true;
        }
    }

    private String placed(String text, Path files) {
        return text.replace(Daemon.FILES, files.toString())
                .replace(Daemon.HOME, folder.resolve("home").toString());
    }

    private void start() throws IOException {
        process = builder(daemon.command(), folder.resolve("files"), daemon)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                .start();
    }

    /** Kills it, and starts it again. */
    synchronized void crash() throws IOException {
        process.destroyForcibly();
        waited(process);
        start();
    }

    private ProcessBuilder builder(List<String> command, Path files, Daemon wanted) {
        List<String> all = new ArrayList<>();
        if (isRoot()) {
            all.addAll(List.of("setpriv", "--reuid=proxy", "--regid=proxy", "--clear-groups"));
        }
        command.forEach(word -> all.add(placed(word, files)));
        var builder = new ProcessBuilder(all).redirectErrorStream(true).directory(folder.toFile());
        builder.environment().clear();
        builder.environment().putAll(wanted.environment());
        builder.environment().put("PATH", System.getenv("PATH") + ":/usr/sbin:/sbin");
        return builder;
    }

    static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    static void execute(String... command) throws IOException {
        Process process = new ProcessBuilder(command).inheritIO().start();
        if (waited(process) != 0) {
            throw new IOException(String.join(" ", command) + " failed");
        }
    }

    private static int waited(Process process) throws IOException {
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                throw new IOException("it does not end");
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private static DaemonState state(Kind kind, String why) {
        return new DaemonState(kind, why, Instant.now(), 0, OptionalLong.empty());
    }

    private void end() throws IOException {
        if (process != null) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            waited(process);
        }
    }

    @Override
    public List<Running> all() {
        return List.of();
    }

    @Override
    public synchronized void close() throws IOException {
        end();
        // What squid shares in memory goes when it ends by itself, and stays when it is killed.
        try (var left = Files.newDirectoryStream(Path.of("/dev/shm"), Program.instance(folder) + "-*")) {
            for (Path each : left) {
                Files.delete(each);
            }
        }
    }

    private final class Child implements Running {

        private final Daemon wanted;

        Child(Daemon wanted) {
            this.wanted = wanted;
        }

        @Override
        public Daemon daemon() {
            return wanted;
        }

        @Override
        public DaemonState state() {
            return state;
        }

        @Override
        public void restart() {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<String> log(int lines) {
            return List.of();
        }

        @Override
        public Following follow(Consumer<String> reader) {
            return () -> {};
        }

        @Override
        public void close() {
            // Ended with the others.
        }
    }
}
