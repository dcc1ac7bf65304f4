// SPDX-License-Identifier: Apache-2.0
package cloudy.registry;

import cloudy.api.daemon.Daemon;
import cloudy.api.daemon.DaemonState;
import cloudy.api.daemon.Daemons;
import java.util.List;
import java.util.function.Consumer;

/** One program that says what a test says. */
final class FakeDaemons implements Daemons, Daemons.Running {

    private final Daemon daemon;
    private final List<String> log;
    private Consumer<String> reader = line -> {};
    boolean followed;

    /** What it writes while somebody who follows it already asks for its log. */
    List<String> early = List.of();

    FakeDaemons(String name, List<String> log) {
        daemon = Daemon.of(name, List.of(name), name);
        this.log = log;
    }

    void write(String line) {
        reader.accept(line);
    }

    @Override
    public Running run(Daemon other, Consumer<DaemonState> watcher) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Running> all() {
        return List.of(this);
    }

    @Override
    public Daemon daemon() {
        return daemon;
    }

    @Override
    public DaemonState state() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void restart() {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<String> log(int lines) {
        early.forEach(reader);
        return log.subList(Math.max(0, log.size() - lines), log.size());
    }

    @Override
    public Daemons.Following follow(Consumer<String> follower) {
        reader = follower;
        followed = true;
        return () -> followed = false;
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
