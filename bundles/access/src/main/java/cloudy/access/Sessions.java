// SPDX-License-Identifier: Apache-2.0
package cloudy.access;

import cloudy.api.Text;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The browsers that are signed in. Only hashes of their cookies are kept; on the disk, since small boards restart often
 * and nobody should have to sign in each time.
 *
 * <p>A session holds for one epoch of its user. A new password or role, written with the user, so ends the sessions even
 * if the node dies at that moment, and also one that is being made just then.
 */
final class Sessions {

    private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);
    private static final int MAX = 200;
    private static final int MAX_PER_USER = 20;
    private static final int MAX_DEVICE = 80;
    private static final int SECRET_BYTES = 32;

    /** How old the time of last use may be on the disk. */
    private static final Duration UNWRITTEN = Duration.ofHours(1);

    /** A session with what only its browser gets. */
    record Opened(BrowserSession session, String cookie, String csrf) {}

    /** A session with its user. */
    record Found(BrowserSession session, User user, String csrf) {}

    private final SessionFile file;
    private final Users users;
    private final Clock clock;
    private final Supplier<Limits> limits;
    private final Map<String, BrowserSession> byHash = new HashMap<>();
    private Instant written;

    Sessions(Path folder, Users users, Clock clock, Supplier<Limits> limits) {
        this.users = users;
        this.clock = clock;
        this.limits = limits;
        file = new SessionFile(folder);
        file.open().stream().limit(MAX).forEach(session -> byHash.put(session.hash(), session));
        written = clock.instant();
    }

    /** Signs a browser in. */
    synchronized Opened open(User user, InetAddress from, String device) {
        String cookie = Secret.hex(SECRET_BYTES);
        Instant now = clock.instant();
        var session = new BrowserSession(
                Secret.hex(8),
                Secret.sha256(cookie),
                user.id(),
                user.epoch(),
                from.getHostAddress(),
                Text.clean(device, MAX_DEVICE),
                now,
                now);
        byHash.values().removeIf(this::isOver);
        makeRoom(MAX_PER_USER, other -> other.userId().equals(user.id()));
        makeRoom(MAX, other -> true);
        byHash.put(session.hash(), session);
        try {
            write();
        } catch (IOException e) {
            LOG.warn("A session will not survive the next restart: {}", e.toString());
        }
        return new Opened(session, cookie, csrf(cookie));
    }

    private void makeRoom(int max, Predicate<BrowserSession> among) {
        while (byHash.values().stream().filter(among).count() >= max) {
            byHash.values().stream()
                    .filter(among)
                    .min(Comparator.comparing(BrowserSession::lastUsed))
                    .ifPresent(eldest -> byHash.remove(eldest.hash()));
        }
    }

    /** The session of a cookie, which is used by this. */
    synchronized Optional<Found> use(String cookie) {
        Optional<Found> found = find(cookie);
        found.ifPresent(known -> note(known.session()));
        return found;
    }

    /** The session of a cookie, which is not used by this. */
    synchronized Optional<Found> find(String cookie) {
        if (cookie.length() != 2 * SECRET_BYTES) {
            return Optional.empty();
        }
        BrowserSession session = byHash.get(Secret.sha256(cookie));
        if (session == null || isOver(session)) {
            return Optional.empty();
        }
        return users.byId(session.userId()).map(user -> new Found(session, user, csrf(cookie)));
    }

    private void note(BrowserSession session) {
        Instant now = clock.instant();
        byHash.put(session.hash(), session.used(now));
        if (Duration.between(written, now).abs().compareTo(UNWRITTEN) > 0) {
            try {
                write();
            } catch (IOException e) {
                LOG.warn("When sessions were used last cannot be written: {}", e.toString());
                written = now;
            }
        }
    }

    /** Those that have not ended, newest first. */
    synchronized List<BrowserSession> all() {
        return byHash.values().stream()
                .filter(session -> !isOver(session))
                .sorted(Comparator.comparing(BrowserSession::lastUsed)
                        .reversed()
                        .thenComparing(BrowserSession::id))
                .toList();
    }

    /** Ends a session; once this returns it has ended for good. */
    synchronized void end(String id) {
        if (byHash.values().removeIf(session -> session.id().equals(id))) {
            writeOrFail();
        }
    }

    /** Forgets sessions whose user has gone or has changed; they have ended already. */
    synchronized void sweep() {
        if (byHash.values().removeIf(this::isOver)) {
            writeOrFail();
        }
    }

    /** Writes when the sessions were used last, before a stop. */
    synchronized void close() {
        try {
            if (!byHash.isEmpty()) {
                write();
            }
        } catch (IOException e) {
            LOG.warn("When sessions were used last cannot be written: {}", e.toString());
        }
    }

    private boolean isOver(BrowserSession session) {
        return session.isOver(limits.get(), clock.instant())
                || users.byId(session.userId())
                        .filter(user -> user.epoch() == session.epoch())
                        .isEmpty();
    }

    private void writeOrFail() {
        try {
            write();
        } catch (IOException e) {
            throw new UncheckedIOException("data/access/sessions.json cannot be written", e);
        }
    }

    private void write() throws IOException {
        file.write(byHash.values());
        written = clock.instant();
    }

    /** Bound to the session by being made of its cookie, which no page can read. */
    private static String csrf(String cookie) {
        return Secret.sha256("csrf " + cookie);
    }
}
