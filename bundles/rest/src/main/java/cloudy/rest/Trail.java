// SPDX-License-Identifier: Apache-2.0
package cloudy.rest;

import cloudy.api.Text;
import cloudy.api.access.Audit;
import cloudy.api.access.Caller;
import cloudy.api.access.Caller.Proof;
import cloudy.api.access.Role;
import cloudy.rest.contract.Route;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has every request that changes something, or would have, written to the audit log; a flood of refused ones is counted. */
final class Trail {

    private static final Logger LOG = LoggerFactory.getLogger(Trail.class);
    private static final Caller ANONYMOUS = new Caller("anonymous", Role.VIEWER, Proof.NODE, Set.of());
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();
    private static final int REFUSED_PER_ADDRESS = 10;
    private static final int REFUSED_IN_ALL = 100;
    private static final int MAX_ADDRESSES = 1000;

    private final Supplier<Audit> audit;
    private final LongSupplier nanoTime;
    private final Map<InetAddress, Integer> refused = new LinkedHashMap<>();
    private int written;
    private long since;

    /**
     * Makes one.
     *
     * @param audit gives null while there is none
     */
    Trail(Supplier<Audit> audit, LongSupplier nanoTime) {
        this.audit = audit;
        this.nanoTime = nanoTime;
        since = nanoTime.getAsLong();
    }

    /**
     * Has the log keep room for what is about to be done, which without could be done and leave no trace.
     *
     * @throws java.io.UncheckedIOException when there is none; it must not be done then
     */
    void begin(Visit visit) {
        Audit log = audit.get();
        if (log != null && isAudited(visit)) {
            visit.hasRoom(log.room());
        }
    }

    private static boolean isAudited(Visit visit) {
        return visit.changes()
                && visit.route().map(route -> !route.is(Route.Trait.UNAUDITED)).orElse(true);
    }

    /** Writes down how a request ended; below 400 it did what it was to do. */
    void end(Visit visit, int status) {
        if (!visit.end()) {
            return;
        }
        Optional<Audit.Room> room = visit.room();
        try {
            if (isAudited(visit) && (status < 400 || isToBeWritten(visit.from()))) {
                append(
                        room,
                        visit.caller().orElse(ANONYMOUS),
                        visit.from().getHostAddress(),
                        visit.route()
                                .map(Route::operationId)
                                .orElse(visit.request().getMethod()),
                        Text.clean(visit.request().getRequestURI(), 200),
                        status < 400 ? "done" : status + " " + Reply.title(status));
            }
        } finally {
            room.ifPresent(Audit.Room::close);
        }
    }

    private synchronized boolean isToBeWritten(InetAddress from) {
        if (nanoTime.getAsLong() - since >= MINUTE) {
            tellCounts();
            since = nanoTime.getAsLong();
        }
        InetAddress network = network(from);
        if (!refused.containsKey(network) && refused.size() >= MAX_ADDRESSES) {
            return false;
        }
        int count = refused.merge(network, 1, Integer::sum);
        if (count > REFUSED_PER_ADDRESS || written >= REFUSED_IN_ALL) {
            return false;
        }
        written++;
        return true;
    }

    /** Writes down how many were only counted. */
    synchronized void tellCounts() {
        int more = refused.values().stream().mapToInt(Integer::intValue).sum() - written;
        if (more > 0) {
            InetAddress most = refused.entrySet().stream()
                    .max(Map.Entry.comparingByValue())
                    .orElseThrow()
                    .getKey();
            append(
                    Optional.empty(),
                    ANONYMOUS,
                    most.getHostAddress(),
                    "refused",
                    refused.size() + (refused.size() == 1 ? " address" : " addresses"),
                    more + " more refused within a minute");
        }
        refused.clear();
        written = 0;
    }

    private void append(
            Optional<Audit.Room> room, Caller caller, String from, String action, String target, String outcome) {
        Audit log = audit.get();
        if (log == null && room.isEmpty()) {
            return;
        }
        try {
            room.orElseGet(() -> log::append).append(caller, from, action, target, outcome);
        } catch (RuntimeException e) {
            // What was done is done; the caller must hear so.
            LOG.error("The audit log does not take {} by {}: {}", action, caller.name(), outcome, e);
        }
    }

    /** One household has a whole IPv6 network of 64 bits. */
    private static InetAddress network(InetAddress from) {
        if (!(from instanceof Inet6Address)) {
            return from;
        }
        try {
            return InetAddress.getByAddress(Arrays.copyOf(Arrays.copyOf(from.getAddress(), 8), 16));
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }
}
