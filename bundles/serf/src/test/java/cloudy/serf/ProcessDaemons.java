// SPDX-License-Identifier: Apache-2.0
package cloudy.serf;

import cloudy.api.daemon.Daemon;
import cloudy.api.daemon.DaemonState;
import cloudy.api.daemon.DaemonState.Kind;
import cloudy.api.daemon.Daemons;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The least that runs a program: starts it again when it ends, asks it to end when it is let go. */
final class ProcessDaemons implements Daemons, AutoCloseable {

    private final Path folder;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        var daemon = new Thread(task, "test-daemons");
        daemon.setDaemon(true);
        return daemon;
    });
    private volatile One current;

    ProcessDaemons(Path folder) {
        this.folder = folder;
    }

    @Override
    public synchronized Running run(Daemon daemon, Consumer<DaemonState> watcher) {
        One before = current;
        if (before != null && before.alive() && before.daemon.startsLike(daemon)) {
            before.letGo = false;
            before.watcher = watcher;
            watcher.accept(before.state());
            return before;
        }
        if (before != null) {
            before.end();
        }
        var one = new One(daemon, watcher);
        current = one;
        thread.execute(one::start);
        return one;
    }

    @Override
    public List<Running> all() {
        return List.of(current);
    }

    ProcessHandle process() {
        return current.process.toHandle();
    }

    @Override
    public void close() {
        if (current != null) {
            current.ended = true;
            if (current.process != null) {
                current.process.destroyForcibly();
            }
        }
        thread.shutdownNow();
    }

    private final class One implements Running {

        private final Daemon daemon;
        private volatile Consumer<DaemonState> watcher;
        private volatile Process process;
        private volatile DaemonState state = state(Kind.STARTING);
        private volatile boolean letGo;
        private volatile boolean ended;

        One(Daemon daemon, Consumer<DaemonState> watcher) {
            this.daemon = daemon;
            this.watcher = watcher;
        }

        private static DaemonState state(Kind kind) {
            return new DaemonState(
                    kind, kind == Kind.UP ? "" : kind.toString(), Instant.now(), 0, OptionalLong.empty());
        }

        private void is(Kind kind) {
            state = state(kind);
            watcher.accept(state);
        }

        private void start() {
            if (ended) {
                return;
            }
            try {
                for (var file : daemon.files().entrySet()) {
                    Files.writeString(folder.resolve(file.getKey()), file.getValue());
                }
                process = new ProcessBuilder(daemon.command().stream()
                                .map(argument -> argument.replace(Daemon.FILES, folder.toString()))
                                .toList())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(
                                folder.resolve("agent.log").toFile()))
                        .start();
                var unused = process.onExit().thenRunAsync(this::exited, thread);
                probe();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void probe() {
            try {
                if (daemon.ready().isReady()) {
                    is(Kind.UP);
                    return;
                }
            } catch (Exception e) {
                // Not yet.
            }
            if (!ended && process.isAlive()) {
                var unused = thread.schedule(this::probe, 50, TimeUnit.MILLISECONDS);
            }
        }

        private void exited() {
            is(Kind.STARTING);
            if (!ended) {
                var unused = thread.schedule(this::start, 200, TimeUnit.MILLISECONDS);
            }
        }

        boolean alive() {
            return !ended;
        }

        private void end() {
            ended = true;
            if (process != null) {
                process.destroy();
                try {
                    if (!process.waitFor(5, TimeUnit.SECONDS)) {
                        process.destroyForcibly();
                    }
                } catch (InterruptedException e) {
                    process.destroyForcibly();
                    Thread.currentThread().interrupt();
                }
            }
        }

        @Override
        public Daemon daemon() {
            return daemon;
        }

        @Override
        public DaemonState state() {
            return state;
        }

        @Override
        public void restart() {
            process.destroy();
        }

        @Override
        public List<String> log(int lines) throws IOException {
            return Files.readAllLines(folder.resolve("agent.log"));
        }

        @Override
        public Following follow(Consumer<String> reader) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {
            letGo = true;
            var unused = thread.schedule(
                    () -> {
                        if (letGo) {
                            end();
                        }
                    },
                    2,
                    TimeUnit.SECONDS);
        }
    }
}
