// SPDX-License-Identifier: Apache-2.0
package cloudy.serf;

import cloudy.api.daemon.Daemon;
import cloudy.api.daemon.DaemonState;
import cloudy.api.daemon.DaemonState.Kind;
import cloudy.api.daemon.Daemons;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Runs nothing: keeps what it was to run, and says of it what the test wants. */
final class FakeDaemons implements Daemons {

    final List<Fake> runs = new CopyOnWriteArrayList<>();

    Fake last() {
        return runs.get(runs.size() - 1);
    }

    @Override
    public Running run(Daemon daemon, Consumer<DaemonState> watcher) {
        var run = new Fake(daemon, watcher);
        runs.add(run);
        return run;
    }

    @Override
    public List<Running> all() {
        return List.copyOf(runs);
    }

    /** One that was to run. */
    static final class Fake implements Running {

        private final Daemon daemon;
        private final Consumer<DaemonState> watcher;
        private volatile DaemonState state;
        volatile boolean letGo;

        Fake(Daemon daemon, Consumer<DaemonState> watcher) {
            this.daemon = daemon;
            this.watcher = watcher;
            state = stateOf(Kind.STARTING, "it starts");
        }

        private static DaemonState stateOf(Kind kind, String reason) {
            return new DaemonState(kind, reason, Instant.EPOCH, 0, OptionalLong.empty());
        }

        void is(Kind kind, String reason) {
            state = stateOf(kind, reason);
            watcher.accept(state);
        }

        /** Its configuration file. */
        String json() {
            return daemon.files().values().iterator().next();
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
            throw new UnsupportedOperationException();
        }

        @Override
        public List<String> log(int lines) {
            return List.of();
        }

        @Override
        public Following follow(Consumer<String> reader) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {
            letGo = true;
        }
    }
}
