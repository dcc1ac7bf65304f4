// SPDX-License-Identifier: Apache-2.0
package cloudy.rest.time;

import java.util.Comparator;
import java.util.PriorityQueue;

/** Time that goes on when a test says so; what is due is done by the test's thread. */
public final class VirtualTime implements Clockwork {

    private record Due(long at, long number, Runnable work) {}

    private final PriorityQueue<Due> due =
            new PriorityQueue<>(Comparator.comparingLong(Due::at).thenComparingLong(Due::number));
    private long now = 1_000_000;
    private long number;
    private boolean closed;

    /** What was done until now. */
    public int done;

    @Override
    public long millis() {
        return now;
    }

    @Override
    public void after(long millis, Runnable work) {
        if (!closed) {
            due.add(new Due(now + millis, number++, work));
        }
    }

    @Override
    public void close() {
        closed = true;
        due.clear();
    }

    public void pass(long millis) {
        long until = now + millis;
        while (!due.isEmpty() && due.peek().at() <= until) {
            Due next = due.remove();
            now = next.at();
            done++;
            next.work().run();
        }
        now = until;
    }

    public boolean isIdle() {
        return due.isEmpty();
    }
}
