// SPDX-License-Identifier: Apache-2.0
package cloudy.directory;

import cloudy.api.network.Change;
import cloudy.api.network.ServiceDirectory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * Tells watchers what changes, on one thread that lives while there are any.
 *
 * <p>Order of locks: the directory's first, then this monitor. A watcher is called with neither held.
 */
final class Watches implements AutoCloseable {

    /** Finds what a filter matches, and runs something before anything can change. */
    private final BiFunction<Filter, Runnable, List<Entry>> snapshot;

    private final List<Follower> followers = new ArrayList<>();
    private boolean running;
    private boolean closed;

    Watches(BiFunction<Filter, Runnable, List<Entry>> snapshot) {
        this.snapshot = snapshot;
    }

    synchronized ServiceDirectory.Watch add(Filter filter, Consumer<List<Change>> watcher) {
        var follower = new Follower(this, filter, watcher);
        if (!closed) {
            followers.add(follower);
            if (running) {
                notifyAll();
            } else {
                var thread = new Thread(this::run, "cloudy-directory-watch");
                thread.setDaemon(true);
                thread.setContextClassLoader(Watches.class.getClassLoader());
                thread.start();
                running = true;
            }
        }
        return () -> remove(follower);
    }

    private synchronized void remove(Follower follower) {
        follower.end();
        followers.remove(follower);
        notifyAll();
    }

    /** Notes a change for those whom it concerns; called with the directory's lock held, so that order is kept. */
    synchronized void changed(Optional<Entry> before, Optional<Entry> after) {
        for (Follower follower : followers) {
            follower.note(before, after);
        }
        notifyAll();
    }

    @Override
    public synchronized void close() {
        closed = true;
        followers.forEach(Follower::end);
        followers.clear();
        notifyAll();
    }

    private void run() {
        for (Optional<Follower> next = next(); next.isPresent(); next = next()) {
            next.get().tell(snapshot);
            // An interrupt flag that a watcher left behind is not meant for the next one.
            Thread.interrupted();
        }
    }

    /** Waits for a follower who has something to hear; nobody when all are gone. Everyone gets a turn. */
    private synchronized Optional<Follower> next() {
        while (!followers.isEmpty()) {
            Optional<Follower> ready =
                    followers.stream().filter(Follower::isWaiting).findFirst();
            if (ready.isPresent()) {
                followers.remove(ready.get());
                followers.add(ready.get());
                return ready;
            }
            try {
                wait();
            } catch (InterruptedException e) {
                // Nobody of ours interrupts this thread: look again.
            }
        }
        running = false;
        return Optional.empty();
    }
}
