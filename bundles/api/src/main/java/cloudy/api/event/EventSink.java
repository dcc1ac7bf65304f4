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
}
