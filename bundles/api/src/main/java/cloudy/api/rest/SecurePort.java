// SPDX-License-Identifier: Apache-2.0
package cloudy.api.rest;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Where the node is reached by HTTPS, so that who came by plain HTTP can be sent there. One OSGi service, registered while
 * that port listens.
 */
@FunctionalInterface
@ProviderType
public interface SecurePort {

    /** The TCP port. */
    int port();
}
