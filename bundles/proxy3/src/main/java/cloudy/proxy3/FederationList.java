// SPDX-License-Identifier: Apache-2.0
package cloudy.proxy3;

import cloudy.api.form.Explained;
import cloudy.api.form.Texts;
import cloudy.api.guifi.Copy;
import cloudy.api.guifi.Federation;
import cloudy.api.guifi.GuifiNetwork;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * With whom this proxy is federated, asked for at the full and the half hour like everybody does, but not by all at the
 * same moment. What is known stays known while guifi.net is away. Safe for use by many threads.
 */
final class FederationList implements AutoCloseable {

    /** No more fit into the search that squid's helper makes of them. */
    static final int MOST = 900;

    private static final Logger LOG = LoggerFactory.getLogger(FederationList.class);
    private static final Duration ROUND = Duration.ofMinutes(30);
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final int SPREAD_SECONDS = 600;
    /** A prime, so that ids that follow each other do not ask one after the other. */
    private static final int FAR = 7_919;

    private final long id;
    private final Runnable changed;
    private final Clock clock;
    private final ScheduledThreadPoolExecutor thread;

    /** Of the one thread only. */
    private ScheduledFuture<?> next;

    private volatile Optional<GuifiNetwork> network = Optional.empty();
    private volatile State state = new State(
            Optional.empty(),
            Texts.of(
                    "s'està demanant a guifi.net la llista de la federació",
                    "se está pidiendo a guifi.net la lista de la federación",
                    "guifi.net is being asked for the list of the federation"),
            false);

    /**
     * What is known.
     *
     * @param copy the list; empty until it came for the first time
     * @param fault why there is none, or why it is not of now
     * @param asked whether there was an answer, of any kind
     */
    record State(Optional<Copy<Federation>> copy, Texts fault, boolean asked) {}

    /** @param changed is run, by the thread that asks, whenever another list came, or one for the first time */
    FederationList(long id, Runnable changed, Clock clock) {
        this.id = id;
        this.changed = changed;
        this.clock = clock;
        thread = new ScheduledThreadPoolExecutor(1, work -> {
            var one = new Thread(work, "cloudy-proxy3-federation");
            one.setDaemon(true);
            return one;
        });
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        // Where guifi.net's data are on this node they are bound in a moment, and asked at once.
        next = thread.schedule(this::ask, PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    State state() {
        return state;
    }

    /** Says where to ask, and asks; empty while guifi.net's data are not on this node. */
    void from(Optional<GuifiNetwork> data) {
        network = data;
        refresh();
    }

    /** Asks now. */
    void refresh() {
        try {
            thread.execute(this::ask);
        } catch (RejectedExecutionException closed) {
            LOG.debug("Nobody asks any more.");
        }
    }

    private void ask() {
        Optional<GuifiNetwork> data = network;
        Optional<Copy<Federation>> before = state.copy();
        if (data.isEmpty()) {
            state = new State(
                    before,
                    Texts.of(
                            "falta el paquet de guifi.net, que porta la llista de la federació: instal·leu cloudy-guifi",
                            "falta el paquete de guifi.net, que trae la lista de la federación: instale cloudy-guifi",
                            "the part that brings guifi.net's list of the federation is not here: install cloudy-guifi"),
                    true);
            return;
        }
        try {
            Copy<Federation> copy = data.get().federation(id);
            state = new State(Optional.of(copy), copy.stale(), true);
            if (!before.map(Copy::version).equals(Optional.of(copy.version()))) {
                changed.run();
            }
        } catch (IOException | RuntimeException e) {
            state = new State(before, Explained.of(e), true);
            LOG.warn("The list of the federation did not come: {}", e.getMessage());
        }
        next();
    }

    private void next() {
        if (next != null) {
            next.cancel(false);
        }
        Instant now = clock.instant();
        try {
            next = thread.schedule(
                    this::ask, Duration.between(now, next(now, id)).toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException closed) {
            LOG.debug("Nobody asks any more.");
        }
    }

    /** After the next full or half hour; each proxy at a moment of its own in the ten minutes that follow. */
    static Instant next(Instant now, long id) {
        long spread = Math.floorMod(id * FAR, SPREAD_SECONDS);
        long round = ROUND.toSeconds();
        long slot = Math.floorDiv(now.getEpochSecond() - spread, round) + 1;
        return Instant.ofEpochSecond(slot * round + spread);
    }

    /** Whose users pass here: this proxy's own, and those of the others where both sides want it. */
    static List<Long> passing(long id, Federation federation) {
        List<Long> ids = new ArrayList<>();
        ids.add(id);
        if (federation.own().service() == id && federation.own().way().takesOthers()) {
            federation.peers().stream()
                    .filter(peer -> peer.way().sendsItsOwn() && peer.service() > 0)
                    .map(Federation.Member::service)
                    .filter(peer -> peer != id)
                    .distinct()
                    .sorted()
                    .limit(MOST)
                    .forEach(ids::add);
        }
        return ids;
    }

    /** Where this proxy's users pass. */
    static List<Long> open(long id, Federation federation) {
        if (federation.own().service() != id || !federation.own().way().sendsItsOwn()) {
            return List.of();
        }
        return federation.peers().stream()
                .filter(peer -> peer.way().takesOthers())
                .map(Federation.Member::service)
                .toList();
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
