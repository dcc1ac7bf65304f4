// SPDX-License-Identifier: Apache-2.0
package cloudy.api.registry;

import cloudy.api.access.Caller;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The services of this node, as the registry sees them. One OSGi service.
 *
 * <p>Safe for use by many threads; no call asks a service anything, and none but {@link #wish}, which
 * is on the disk when it returns, blocks.
 */
@ProviderType
public interface LocalServices {

    /**
     * Every service, running or not, and every component of that kind that cannot start, with what it lacks.
     *
     * @return a snapshot in the order of ids
     */
    List<LocalService> all();

    /** One service. */
    default Optional<LocalService> find(String id) {
        return all().stream().filter(service -> service.id().equals(id)).findFirst();
    }

    /** A number that grows whenever {@link #all} would answer differently. */
    long revision();

    /**
     * Changes the operator's wishes for a service, ours or a stranger's; they are settings, and survive.
     *
     * @throws cloudy.api.InvalidFieldException when there is no such service
     * @throws IOException when the disk does not take it
     */
    void wish(String id, LocalService.Wish wish, Caller by) throws IOException;

    /** Has a service checked now, without waiting for its next round. */
    void check(String id);
}
