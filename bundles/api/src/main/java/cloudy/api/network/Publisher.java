// SPDX-License-Identifier: Apache-2.0
package cloudy.api.network;

import cloudy.api.Audience;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * One way to spread announcements: mDNS, Serf's gossip. Register an implementation as an OSGi service.
 *
 * <p>A publisher never asks a service anything: it is told all that it needs. When it is unregistered it withdraws by
 * itself everything that it announced.
 */
@ConsumerType
public interface Publisher {

    /** The carrier's word, as lists and settings spell it: {@code mdns}, {@code serf}. Never changes. */
    String carrier();

    /** The circle that hears what is published here; offers meant for a narrower one are not handed over. */
    Audience reach();

    /**
     * Takes over the whole set that is wanted from now on; what is not in it is withdrawn, what is in it unchanged is
     * left alone.
     *
     * <p>Returns at once: the work is done on a thread of the publisher's own. A later call makes an earlier one that
     * is still waiting void. Never called by two threads at the same time.
     *
     * @param wanted with different ids, in the order of importance, the most important first
     * @param answer is told the outcome by id: for every entry in the end, in one call or in several, and again
     *     whenever one changes; it may be called by any thread and does not block
     */
    void publish(List<Wanted> wanted, Consumer<Map<String, Outcome>> answer);
}
