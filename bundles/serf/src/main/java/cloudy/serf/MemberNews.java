// SPDX-License-Identifier: Apache-2.0
package cloudy.serf;

import cloudy.api.Text;
import cloudy.api.access.Role;
import cloudy.api.event.Event;
import cloudy.api.event.EventSink;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Tells those who follow the node who came to the cluster, left it or fell silent. When many do at once, as at the start
 * or when a link breaks, the first of them are named and then it is said of all. Not safe for use by many threads.
 */
final class MemberNews {

    /** What is said of a member that the cluster has forgotten. */
    static final String GONE = "gone";

    static final int NAMED = 20;
    private static final long WHILE = Duration.ofSeconds(1).toNanos();
    private static final int MAX_NAME = 128;

    private final Supplier<? extends Collection<EventSink>> sinks;
    private final LongSupplier nanoTime;
    private long since;
    private int named;

    MemberNews(Supplier<? extends Collection<EventSink>> sinks, LongSupplier nanoTime) {
        this.sinks = sinks;
        this.nanoTime = nanoTime;
        since = nanoTime.getAsLong() - WHILE;
    }

    /**
     * Tells of one member.
     *
     * @param state how it is now, in lower case
     */
    void tell(String name, String state) {
        long now = nanoTime.getAsLong();
        if (now - since >= WHILE) {
            since = now;
            named = 0;
        }
        Event event = ++named <= NAMED
                ? new Event("member", Text.clean(name, MAX_NAME), Role.VIEWER, Map.of("status", state))
                : Event.of("member", "");
        EventSink.tell(sinks.get(), event);
    }
}
