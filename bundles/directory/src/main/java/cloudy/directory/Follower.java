// SPDX-License-Identifier: Apache-2.0
package cloudy.directory;

import cloudy.api.network.Change;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One watcher and what it has not heard yet. The monitor of {@link Watches} guards all but {@link #known}. */
final class Follower {

    private static final Logger log = LoggerFactory.getLogger(Follower.class);

    /** Changes that may wait; then the watcher is told everything anew. */
    private static final int PENDING = 10_000;

    private static final int BATCH = 1_000;

    private record Step(Change.Kind kind, Entry entry) {

        Change change() {
            return Change.of(kind, entry.announcement());
        }
    }

    private final Object monitor;
    private final Filter filter;
    private final Consumer<List<Change>> watcher;
    private final Deque<Step> pending = new ArrayDeque<>();
    private boolean startsAnew = true;
    private boolean lostChanges;
    private boolean unreadSnapshot;
    private boolean ended;
    private boolean threwBefore;

    /** What is left to tell of the last snapshot; the watching thread's own. */
    private Iterator<Entry> known = Collections.emptyIterator();

    Follower(Object monitor, Filter filter, Consumer<List<Change>> watcher) {
        this.monitor = monitor;
        this.filter = filter;
        this.watcher = watcher;
    }

    void end() {
        ended = true;
    }

    boolean isWaiting() {
        return startsAnew || unreadSnapshot || !pending.isEmpty();
    }

    void note(Optional<Entry> before, Optional<Entry> after) {
        if (startsAnew) {
            return;
        }
        Optional<Entry> was = before.filter(filter::matches);
        Optional<Entry> is = after.filter(filter::matches);
        if (is.isPresent()) {
            pending.add(new Step(was.isPresent() ? Change.Kind.UPDATED : Change.Kind.APPEARED, is.get()));
        } else {
            was.ifPresent(entry -> pending.add(new Step(Change.Kind.GONE, entry)));
        }
        if (pending.size() > PENDING) {
            pending.clear();
            startsAnew = true;
            lostChanges = true;
        }
    }

    /** Tells the watcher the next batch; called by the watching thread, without a lock. */
    void tell(BiFunction<Filter, Runnable, List<Entry>> snapshot) {
        try {
            List<Change> batch = nextBatch(snapshot);
            if (!batch.isEmpty()) {
                watcher.accept(batch);
            }
        } catch (Throwable e) {
            // A stranger's code: whatever it throws, the others want to hear on.
            if (!threwBefore) {
                threwBefore = true;
                log.warn("A watcher of the directory failed; it will be told what follows all the same", e);
            }
        }
    }

    private List<Change> nextBatch(BiFunction<Filter, Runnable, List<Entry>> snapshot) {
        List<Change> batch = new ArrayList<>();
        boolean anew;
        synchronized (monitor) {
            if (ended) {
                return List.of();
            }
            anew = startsAnew;
            if (anew && lostChanges) {
                batch.add(Change.reset());
            }
        }
        if (anew) {
            known = snapshot.apply(filter, this::startAnew).iterator();
        }
        while (known.hasNext() && batch.size() < BATCH) {
            batch.add(Change.of(Change.Kind.APPEARED, known.next().announcement()));
        }
        if (!known.hasNext()) {
            List<Step> steps = new ArrayList<>();
            synchronized (monitor) {
                unreadSnapshot = false;
                while (!pending.isEmpty() && batch.size() + steps.size() < BATCH) {
                    steps.add(pending.remove());
                }
            }
            steps.stream().map(Step::change).forEach(batch::add);
        }
        return batch;
    }

    private void startAnew() {
        synchronized (monitor) {
            startsAnew = false;
            lostChanges = false;
            unreadSnapshot = true;
            pending.clear();
        }
    }
}
