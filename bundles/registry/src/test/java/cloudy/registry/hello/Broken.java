// SPDX-License-Identifier: Apache-2.0
package cloudy.registry.hello;

import cloudy.api.CloudyService;

/** A service that cannot be made. */
public final class Broken implements CloudyService {

    public Broken() {
        throw new IllegalStateException("no disk to write to");
    }
}
