// SPDX-License-Identifier: Apache-2.0
package org.example.killers;

import cloudy.api.CloudyService;
import java.util.ArrayList;
import java.util.List;

/** Takes all the memory that there is when it is made. */
public final class Eats implements CloudyService {

    private final List<long[]> eaten = new ArrayList<>();

    public Eats() {
        while (eaten.size() < Integer.MAX_VALUE) {
            eaten.add(new long[100_000]);
        }
    }
}
