// SPDX-License-Identifier: Apache-2.0
package cloudy.rest;

import cloudy.api.access.Audit;
import cloudy.api.access.Caller;
import cloudy.rest.contract.Route;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A request at the gate, and what is known of it so far. Used by one thread at a time. */
final class Visit {

    private static final Logger LOG = LoggerFactory.getLogger(Visit.class);
    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

    private final HttpServletRequest request;
    private final HttpServletResponse response;
    private final InetAddress from;
    private Optional<Route> route = Optional.empty();
    private Optional<Caller> caller = Optional.empty();
    private volatile BooleanSupplier standing = () -> true;
    private Optional<AsyncContext> context = Optional.empty();
    private Optional<Audit.Room> room = Optional.empty();
    private boolean bodyTaken;
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

    /** What the caller likes to read, best first; English when he does not say. */
    List<Locale> languages() {
        return request.getHeader("Accept-Language") == null
                ? List.of(Locale.ENGLISH)
                : Collections.list(request.getLocales()).stream().limit(10).toList();
    }

    boolean changes() {
        return !READING.contains(request.getMethod());
    }

    /** Whether something comes behind the headers. */
    boolean bringsBody() {
        return request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null;
    }

    /** From now on somebody reads what comes behind the headers. */
    void takesBody() {
        bodyTaken = true;
    }

    /** Whether something comes behind the headers that nobody reads. */
    boolean leavesBody() {
        return bringsBody() && !bodyTaken;
    }

    /** Says that the connection ends with the answer: the next request on it would go nowhere. */
    void breakOff() {
        if (!response.isCommitted()) {
            response.setHeader("Connection", "close");
        }
    }

    void leadsTo(Route found) {
        route = Optional.of(found);
    }

    void isFrom(Optional<Caller> known) {
        caller = known;
    }

    /** From now on the server waits for {@link #done}; may be called again. */
    AsyncContext async() {
        if (context.isEmpty()) {
            AsyncContext begun = request.startAsync(request, response);
            // Each of those who go on with it has a limit of its own.
            begun.setTimeout(0);
            context = Optional.of(begun);
        }
        return context.get();
    }

    /** Nothing more is sent. */
    void done() {
        try {
            context.ifPresent(AsyncContext::complete);
        } catch (IllegalStateException e) {
            LOG.debug("The server has ended it already", e);
        }
    }

    void standsWhile(BooleanSupplier holds) {
        standing = holds;
    }

    /** Whether it would be let in now as it was then; asked by any thread. */
    boolean stands() {
        return standing.getAsBoolean();
    }

    /** The audit log has room for what becomes of it. */
    void hasRoom(Audit.Room kept) {
        room = Optional.of(kept);
    }

    Optional<Audit.Room> room() {
        return room;
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
