// SPDX-License-Identifier: Apache-2.0
package cloudy.api.rest;

import org.osgi.annotation.versioning.ProviderType;

/** Where the console and the API are. One OSGi service. */
@ProviderType
public interface SecurePort {

    /** The TCP port of HTTPS. */
    int port();
}
