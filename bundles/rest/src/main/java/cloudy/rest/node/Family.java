// SPDX-License-Identifier: Apache-2.0
package cloudy.rest.node;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Figures of one name.
 *
 * @param samples what each figure is now, by its labels as they are written
 */
record Family(String name, Type type, String help, Map<String, Double> samples) {

    /** How figures behave. */
    enum Type {
        GAUGE,
        COUNTER
    }

    Family(String name, Type type, String help) {
        this(name, type, help, new LinkedHashMap<>());
    }

    /** Adds figures of the same name; throws, having added none, when they do not go together. */
    void add(Family other) {
        if (other.type != type) {
            throw new IllegalArgumentException(name + " is of another type elsewhere");
        }
        other.samples.keySet().forEach(this::requireNew);
        samples.putAll(other.samples);
    }

    void add(String labels, double value) {
        requireNew(labels);
        samples.put(labels, value);
    }

    private void requireNew(String labels) {
        if (samples.containsKey(labels)) {
            throw new IllegalArgumentException(name + labels + " is there already");
        }
    }
}
