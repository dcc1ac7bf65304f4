// SPDX-License-Identifier: Apache-2.0
package cloudy.rest;

import cloudy.api.access.Caller;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** A request at the gate, and what is known of it so far. Used by one thread at a time. */
final class Visit {

    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

    private final HttpServletRequest request;
    private final HttpServletResponse response;
    private final InetAddress from;
    private Optional<Route> route = Optional.empty();
    private Optional<Caller> caller = Optional.empty();
    private volatile BooleanSupplier standing = () -> true;
    private boolean ended;

    Visit(HttpServletRequest request, HttpServletResponse response) throws UnknownHostException {
        this.request = request;
        this.response = response;
        // Numbers, so nothing is looked up; the zone of a link-local one means nothing to those who read it.
        from = InetAddress.getByName(request.getRemoteAddr().replaceFirst("%.*", ""));
    }

    HttpServletRequest request() {
        return request;
    }

    HttpServletResponse response() {
        return response;
    }

    InetAddress from() {
        return from;
    }

    boolean changes() {
        return !READING.contains(request.getMethod());
    }

    void leadsTo(Route found) {
        route = Optional.of(found);
    }

    void isFrom(Optional<Caller> known) {
        caller = known;
    }

    void standsWhile(BooleanSupplier holds) {
        standing = holds;
    }

    /** Whether it would be let in now as it was then; asked by any thread. */
    boolean stands() {
        return standing.getAsBoolean();
    }

    /** Whether it has not ended before. */
    boolean end() {
        boolean first = !ended;
        ended = true;
        return first;
    }

    Optional<Route> route() {
        return route;
    }

    Optional<Caller> caller() {
        return caller;
    }
}
