// SPDX-License-Identifier: Apache-2.0
package org.example.killers;

import cloudy.api.CloudyService;

/** Cannot be made. */
public final class Throws implements CloudyService {

    public Throws() {
        throw new IllegalStateException("no disk to write to");
    }
}
