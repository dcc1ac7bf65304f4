// SPDX-License-Identifier: Apache-2.0
package cloudy.api.network;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * One way to hear announcements. Register an implementation as an OSGi service: the directory hands it a sink, and
 * forgets all that it heard when it is unregistered.
 */
@ConsumerType
public interface Finder {

    /** The carrier's word, the same as its publisher's. Never changes. */
    String carrier();

    /**
     * Starts telling what is heard, beginning with all that is known already.
     *
     * <p>Called once for each directory that comes, by its thread; returns at once.
     *
     * @param sink good until this finder is unregistered or the directory goes; later calls are ignored
     */
    void find(Sink sink);

    /** Where a finder puts what it hears. Safe for use by many threads; no call blocks for longer than moments. */
    interface Sink {

        /**
         * An announcement was heard, for the first time or again: it replaces the one with the same {@link
         * Announcement#id} from this finder.
         *
         * @return whether the directory kept it; false when it is full or this origin has used up its share
         */
        boolean heard(Announcement announcement);

        /** An announcement was withdrawn or has expired; nothing happens when it is not known. */
        void gone(String id);
    }
}
