// SPDX-License-Identifier: Apache-2.0
package cloudy.syncthing;

import cloudy.api.daemon.Daemon;
import cloudy.api.daemon.DaemonState;
import cloudy.api.daemon.DaemonState.Kind;
import cloudy.api.daemon.Daemons;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.awaitility.Awaitility;

/** Runs real programs as children of the test, and starts one that ends again; no more than that. */
final class Children implements Daemons, AutoCloseable {

    private final Path log;
    private volatile Process process;
    private volatile CompletableFuture<Void> successor = CompletableFuture.completedFuture(null);
    private volatile boolean closed;

    Children(Path log) {
        this.log = log;
    }

    Process process() {
        return process;
    }

    @Override
    public Running run(Daemon daemon, Consumer<DaemonState> watcher) {
        start(daemon, watcher);
        return new Child(daemon);
    }

    private synchronized void start(Daemon daemon, Consumer<DaemonState> watcher) {
        if (closed) {
            return;
        }
        watcher.accept(state(Kind.STARTING));
        var builder = new ProcessBuilder(daemon.command())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().clear();
        builder.environment().putAll(daemon.environment());
        builder.environment().put("PATH", System.getenv("PATH"));
        builder.environment().put("HOME", log.getParent().toString());
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        successor = process.onExit().thenRun(() -> start(daemon, watcher));
        var ready = new Thread(() -> {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .pollInterval(Duration.ofMillis(50))
                    .ignoreExceptions()
                    .until(() -> closed || daemon.ready().isReady());
            watcher.accept(state(Kind.UP));
        });
        ready.setDaemon(true);
        ready.start();
    }

    private static DaemonState state(Kind kind) {
        return new DaemonState(kind, "", Instant.now(), 0, OptionalLong.empty());
    }

    @Override
    public List<Running> all() {
        return List.of();
    }

    @Override
    public void close() {
        Process last;
        synchronized (this) {
            closed = true;
            last = process;
        }
        if (last != null) {
            last.destroyForcibly();
            successor.join();
        }
    }

    private record Child(Daemon daemon) implements Running {

        @Override
        public DaemonState state() {
            return Children.state(Kind.UP);
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
