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

    /**
     * The attribute that the gate gives to each request that it sees. Whoever has the ports answers none without it: a gate
     * that is being taken away leaves no moment in which a servlet is open to anybody.
     */
    String PASSED = "cloudy.gate.passed";

    /** The TCP port. */
    int port();
}
