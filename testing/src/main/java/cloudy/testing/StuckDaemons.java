// SPDX-License-Identifier: Apache-2.0
package cloudy.testing;

import cloudy.api.daemon.Daemon;
import cloudy.api.daemon.DaemonState;
import cloudy.api.daemon.Daemons;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A supervisor whose programs are all in one state, for ever, and are not there at all. Safe for use by many threads. */
public final class StuckDaemons implements Daemons {

    private final DaemonState state;
    private final List<Running> asked = new CopyOnWriteArrayList<>();

    /** All are of this kind, for this reason. */
    public StuckDaemons(DaemonState.Kind kind, String reason) {
        state = new DaemonState(kind, reason, Instant.EPOCH, 0, OptionalLong.empty());
    }

    /** What was to run, in its order. */
    @Override
    public List<Running> all() {
        return asked;
    }

    @Override
    public Running run(Daemon daemon, Consumer<DaemonState> watcher) {
        var running = new Stuck(daemon, state);
        asked.add(running);
        watcher.accept(state);
        return running;
    }

    private record Stuck(Daemon daemon, DaemonState state) implements Running {

        @Override
        public void restart() {
            // It stays as it is.
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
            // It never ran.
        }
    }
}
