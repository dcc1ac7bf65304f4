// SPDX-License-Identifier: Apache-2.0
package cloudy.mdns;

import java.util.HashSet;
import java.util.Set;

/** What is to be done for one link: all of it is forgotten when the link goes. */
final class Scope implements Schedule {

    private final Schedule outer;
    private final Set<Entered> open = new HashSet<>();
    private boolean closed;

    Scope(Schedule outer) {
        this.outer = outer;
    }

    @Override
    public long now() {
        return outer.now();
    }

    @Override
    public Task after(long milliseconds, Runnable action) {
        var entered = new Entered(action);
        if (!closed) {
            open.add(entered);
            entered.task = outer.after(milliseconds, entered);
        }
        return entered;
    }

    /** Cancels everything, and whatever comes later. */
    void close() {
        closed = true;
        Set.copyOf(open).forEach(Entered::cancel);
    }

    private final class Entered implements Task, Runnable {

        private final Runnable action;
        private Task task;

        Entered(Runnable action) {
            this.action = action;
        }

        @Override
        public void run() {
            open.remove(this);
            action.run();
        }

        @Override
        public void cancel() {
            if (open.remove(this)) {
                task.cancel();
            }
        }
    }
}
