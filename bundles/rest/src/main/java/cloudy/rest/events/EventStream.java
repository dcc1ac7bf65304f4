// SPDX-License-Identifier: Apache-2.0
package cloudy.rest.events;

import cloudy.api.access.Role;
import cloudy.api.rest.Answer.Sink;
import java.util.Set;

/** One caller who follows the events. */
final class EventStream {

    /**
     * Which events a caller gets.
     *
     * @param types none for all of them
     */
    record Filter(Role role, Set<String> types) {

        Filter {
            types = Set.copyOf(types);
        }

        boolean passes(EventLog.Entry event) {
            return role.includes(event.role()) && (types.isEmpty() || types.contains(event.type()));
        }
    }

    final Filter filter;

    /** The number of the last event that was looked at for this caller; -1 when it is to begin anew. */
    long position;

    /** Whether nothing was sent yet. */
    boolean fresh = true;

    private final Sink sink;

    EventStream(Filter filter, Sink sink, long position) {
        this.filter = filter;
        this.sink = sink;
        this.position = position;
    }

    /** Sends; returns false when the caller has gone. */
    boolean send(String piece) {
        return sink.send(piece);
    }

    void end() {
        sink.end();
    }
}
