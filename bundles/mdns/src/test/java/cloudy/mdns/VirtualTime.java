// SPDX-License-Identifier: Apache-2.0
package cloudy.mdns;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.TreeSet;

/** Time that passes when the test says so. */
final class VirtualTime implements Schedule, InstantSource {

    private static final long BEGIN = 1_000_000;

    private final TreeSet<Timed> timed =
            new TreeSet<>(Comparator.comparingLong(Timed::due).thenComparingLong(Timed::number));
    private long now = BEGIN;
    private long numbers;

    private record Timed(long due, long number, Runnable action) {}

    @Override
    public long now() {
        return now;
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(now);
    }

    @Override
    public Task after(long milliseconds, Runnable action) {
        var entry = new Timed(now + milliseconds, numbers++, action);
        timed.add(entry);
        return () -> timed.remove(entry);
    }

    /** Lets time pass, doing what is due on the way. */
    void pass(long milliseconds) {
        long end = now + milliseconds;
        while (!timed.isEmpty() && timed.first().due() <= end) {
            Timed next = timed.pollFirst();
            now = Math.max(now, next.due());
            next.action().run();
        }
        now = end;
    }

    /** How much is yet to be done. */
    int waiting() {
        return timed.size();
    }
}
