// SPDX-License-Identifier: Apache-2.0
package cloudy.api.event;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Wants to know what changes. Whoever wants to know registers one as an OSGi service; the rooms in which things change
 * tell all that are there.
 */
@ConsumerType
public interface EventSink {

    /** Takes note. Called by any thread, also several at a time; must not block, must not throw. */
    void accept(Event event);

    /** Tells all of them; one that throws, which is logged, takes nothing from the others. */
    static void tell(Iterable<EventSink> sinks, Event event) {
        for (EventSink sink : sinks) {
            try {
                sink.accept(event);
            } catch (RuntimeException | LinkageError e) {
                System.getLogger(EventSink.class.getName())
                        .log(System.Logger.Level.WARNING, sink.getClass() + " did not take an event", e);
            }
        }
    }
}
