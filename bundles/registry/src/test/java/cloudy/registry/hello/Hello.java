// SPDX-License-Identifier: Apache-2.0
package cloudy.registry.hello;

import cloudy.api.CloudyService;
import cloudy.api.Health;

/** A service in a bundle of its own, which the test makes. */
public final class Hello implements CloudyService {

    @Override
    public Health check() {
        return Health.up();
    }
}
