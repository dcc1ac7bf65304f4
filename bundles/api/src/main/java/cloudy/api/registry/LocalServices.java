// SPDX-License-Identifier: Apache-2.0
package cloudy.api.registry;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The services of this node, as the registry sees them. One OSGi service.
 *
 * <p>Safe for use by many threads; no call blocks or asks a service anything.
 */
@ProviderType
public interface LocalServices {

    /**
     * Every service, running or not, and every component of that kind that cannot start, with what it lacks.
     *
     * @return a snapshot in the order of ids
     */
    List<LocalService> all();

    /** A number that grows whenever {@link #all} would answer differently. */
    long revision();
}
