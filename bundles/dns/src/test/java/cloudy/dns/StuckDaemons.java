// SPDX-License-Identifier: Apache-2.0
package cloudy.dns;

import cloudy.api.daemon.Daemon;
import cloudy.api.daemon.DaemonState;
import cloudy.api.daemon.Daemons;
import java.util.List;
import java.util.function.Consumer;

/** A supervisor whose programs are all in one state, for ever. */
final class StuckDaemons implements Daemons {

    private final DaemonState.Kind kind;

    StuckDaemons(DaemonState.Kind kind) {
        this.kind = kind;
    }

    @Override
    public Running run(Daemon daemon, Consumer<DaemonState> watcher) {
        DaemonState state = Children.state(kind, kind == DaemonState.Kind.UP ? "" : "it is " + kind);
        watcher.accept(state);
        return new Running() {

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
        };
    }

    @Override
    public List<Running> all() {
        return List.of();
    }
}
