// SPDX-License-Identifier: Apache-2.0
package cloudy.settings;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a bundle says of the settings of one PID.
 *
 * @param factory whether it is the PID of a list of things
 * @param attributes by key
 */
record Schema(boolean factory, Map<String, Attribute> attributes) {

    Schema {
        attributes = Map.copyOf(attributes);
    }

    /** Both, for components of one bundle that share a PID. */
    Schema and(Schema other) {
        var all = new LinkedHashMap<>(other.attributes);
        all.putAll(attributes);
        return new Schema(factory, all);
    }
}
