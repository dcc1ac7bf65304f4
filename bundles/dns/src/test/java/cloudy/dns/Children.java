// SPDX-License-Identifier: Apache-2.0
package cloudy.dns;

import cloudy.api.daemon.Daemon;
import cloudy.api.daemon.DaemonState;
import cloudy.api.daemon.DaemonState.Kind;
import cloudy.api.daemon.Daemons;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.awaitility.Awaitility;

/** Runs real programs as children of the test, with their files, checker and signal; no more than that. */
final class Children implements Daemons, AutoCloseable {

    private final Path folder;
    private final List<String> reloads = new ArrayList<>();
    private Process process;
    private volatile boolean closed;

    /** @param folder of the generated files and the log */
    Children(Path folder) {
        this.folder = folder;
    }

    synchronized long pid() {
        return process.pid();
    }

    synchronized int reloads() {
        return reloads.size();
    }

    @Override
    public synchronized Running run(Daemon wanted, Consumer<DaemonState> watcher) {
        try {
            write(wanted);
            Bind.Said said = Bind.run(command(wanted.checker()));
            if (said.status() != 0) {
                watcher.accept(state(process == null ? Kind.MISCONFIGURED : Kind.UP, said.text()));
            } else if (process == null) {
                watcher.accept(state(Kind.STARTING, ""));
                process = new ProcessBuilder(command(wanted.command()))
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(Redirect.appendTo(folder.resolve("log").toFile()))
                        .start();
                awaitReady(wanted, watcher);
            } else {
                hup();
                watcher.accept(state(Kind.UP, ""));
            }
        } catch (IOException | InterruptedException e) {
            throw new UncheckedIOException(new IOException(e));
        }
        return new Child(this, wanted);
    }

    private void write(Daemon wanted) throws IOException {
        for (var file : wanted.files().entrySet()) {
            Files.writeString(folder.resolve(file.getKey()), file.getValue());
        }
    }

    private String[] command(List<String> words) {
        return words.stream()
                .map(word -> word.replace(Daemon.FILES, folder.toString()))
                .toArray(String[]::new);
    }

    private void awaitReady(Daemon wanted, Consumer<DaemonState> watcher) {
        var ready = new Thread(() -> {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .pollInterval(Duration.ofMillis(50))
                    .ignoreExceptions()
                    .until(() -> closed || wanted.ready().isReady());
            watcher.accept(state(Kind.UP, ""));
        });
        ready.setDaemon(true);
        ready.start();
    }

    private synchronized void hup() throws IOException, InterruptedException {
        reloads.add("HUP");
        Bind.run("kill", "-HUP", Long.toString(process.pid()));
    }

    static DaemonState state(Kind kind, String why) {
        return new DaemonState(kind, why, Instant.now(), 0, OptionalLong.empty());
    }

    @Override
    public List<Running> all() {
        return List.of();
    }

    /** Ends the program, and waits until it has. */
    @Override
    public synchronized void close() {
        closed = true;
        if (process != null) {
            process.destroy();
            process.onExit()
                    .orTimeout(10, java.util.concurrent.TimeUnit.SECONDS)
                    .join();
            process = null;
        }
    }

    private record Child(Children all, Daemon daemon) implements Running {

        @Override
        public DaemonState state() {
            return Children.state(Kind.UP, "");
        }

        @Override
        public void restart() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void reload() {
            try {
                all.hup();
            } catch (IOException | InterruptedException e) {
                throw new UncheckedIOException(new IOException(e));
            }
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
