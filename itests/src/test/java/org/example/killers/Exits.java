// SPDX-License-Identifier: Apache-2.0
package org.example.killers;

import cloudy.api.CloudyService;

/** Ends the JVM when it is made, as if all were well. */
public final class Exits implements CloudyService {

    public Exits() {
        System.exit(0);
    }
}
