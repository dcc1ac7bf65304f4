// SPDX-License-Identifier: Apache-2.0
package cloudy.api.network;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Everything announced by anyone, this node included. One OSGi service.
 *
 * <p>A service that several carriers heard is one announcement: same type without regard to case, address, port and
 * protocol, and no two different node ids. Its texts are those of the nearest circle (own, LAN, community), its distance
 * is known if anyone knows it, and it was heard first by the first and last by the last.
 *
 * <p>Safe for use by many threads. Searching never waits for a carrier.
 */
@ProviderType
public interface ServiceDirectory {

    /**
     * Finds announcements.
     *
     * @return at most {@link Query#limit} entries: own ones first, then the LAN's, then by distance, the unknown last;
     *     among equals by description and id
     */
    List<Announcement> search(Query query);

    /**
     * The announcement of an {@linkplain Announcement#key key}. One that several carriers heard is found by the key of
     * any of them.
     */
    default Optional<Announcement> find(String key) {
        return search(Query.all()).stream()
                .filter(announcement -> announcement.key().equals(key))
                .findFirst();
    }

    /** How many announcements are known. */
    int size();

    /** A number that grows with every change of what a search can find. */
    long revision();

    /**
     * Follows what a query finds, without asking again and again.
     *
     * @param watcher is told what the query finds now, as {@link Change.Kind#APPEARED}, and then each change, in
     *     order, in batches, by one thread of the directory's; a watcher that keeps it longer than moments holds up
     *     the others. The limit of the query does not count. When more than 10,000 changes wait for it, it is told
     *     everything from the beginning, starting with a change of kind {@link Change.Kind#RESET}
     * @return ends it when closed
     */
    Watch watch(Query query, Consumer<List<Change>> watcher);

    /** An ongoing look at the directory. */
    interface Watch extends AutoCloseable {

        /** Ends it: the watcher is not told anything that happens from now on. */
        @Override
        void close();
    }
}
