// SPDX-License-Identifier: Apache-2.0
package cloudy.mdns;

import cloudy.mdns.wire.Name;
import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A neighbour's service, or what is known of it so far. Mutable, its browser's alone. */
final class Found {

    /** Another life sign alone is passed on no more often than this. */
    private static final long TELL_AGAIN = 30_000;

    /** Nor is a change: whoever turns a value to and fro must not keep the directory busy. */
    private static final long TELL_CHANGE = 500;

    /** Characters of the facts that are kept; the directory keeps no more. */
    private static final int MAX_TEXT = 1_300;

    private final Name instance;
    private final InetAddress source;
    private final Instant firstHeard;
    private Instant lastHeard;
    private final Fresh serverFreshness;
    private final Fresh textFreshness;
    private long pointedAt;
    private int pointerTtl;
    private Optional<Host> host = Optional.empty();
    private int port;
    private Optional<List<String>> text = Optional.empty();
    private Optional<Sighting> told = Optional.empty();
    private long toldAt = -TELL_AGAIN;
    private boolean untold;
    private Schedule.Task review = () -> {};

    /**
     * A service that only its name is known of.
     *
     * @param source who named it first
     */
    Found(Name instance, InetAddress source, Instant firstHeard, long now) {
        this.instance = instance;
        this.source = source;
        this.firstHeard = firstHeard;
        lastHeard = firstHeard;
        serverFreshness = new Fresh(now);
        textFreshness = new Fresh(now);
    }

    Name instance() {
        return instance;
    }

    InetAddress source() {
        return source;
    }

    Instant firstHeard() {
        return firstHeard;
    }

    Instant lastHeard() {
        return lastHeard;
    }

    void lastHeard(Instant moment) {
        lastHeard = moment;
    }

    Fresh serverFreshness() {
        return serverFreshness;
    }

    Fresh textFreshness() {
        return textFreshness;
    }

    Optional<Host> host() {
        return host;
    }

    int port() {
        return port;
    }

    void serve(Host on, int at) {
        host = Optional.of(on);
        port = at;
    }

    Optional<List<String>> text() {
        return text;
    }

    void text(List<String> strings) {
        List<String> kept = new ArrayList<>();
        int size = 0;
        for (String string : strings) {
            size += 1 + string.length();
            if (size > MAX_TEXT) {
                break;
            }
            kept.add(string);
        }
        text = Optional.of(List.copyOf(kept));
    }

    void point(long now, int ttl) {
        pointedAt = now;
        pointerTtl = ttl;
    }

    /** Seconds that the pointer to it still holds, where that is more than half of its time; else 0. */
    int pointerLeft(long now) {
        long left = pointerTtl - (now - pointedAt) / 1_000;
        return left > pointerTtl / 2 ? (int) left : 0;
    }

    Optional<Sighting> told() {
        return told;
    }

    /** Whether this is to be passed on now; counts as having been. */
    boolean tells(Sighting now, long moment) {
        boolean changed = told.isEmpty() || !told.get().saysLike(now);
        long pause = changed ? TELL_CHANGE : TELL_AGAIN;
        untold = changed && moment - toldAt < pause;
        boolean news = changed || !told.get().lastHeard().equals(now.lastHeard());
        if (!news || moment - toldAt < pause) {
            return false;
        }
        told = Optional.of(now);
        toldAt = moment;
        return true;
    }

    /** When what could not be passed on yet can be. */
    long untoldUntil() {
        return untold ? toldAt + TELL_CHANGE : Long.MAX_VALUE;
    }

    void untell() {
        told = Optional.empty();
        untold = false;
    }

    /** Looks at it again then, and not at what was planned before. */
    void reviewBy(Schedule.Task task) {
        review.cancel();
        review = task;
    }
}
