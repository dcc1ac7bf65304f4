// SPDX-License-Identifier: Apache-2.0
package cloudy.settings;

import cloudy.api.form.Texts;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a bundle says of the settings of one PID.
 *
 * @param factory whether it is the PID of a list of things
 * @param adminOnly whether only an admin may change them
 * @param attributes by key, in the order of the form
 */
record Schema(boolean factory, boolean adminOnly, Texts title, Texts help, Map<String, Attribute> attributes) {

    Schema {
        attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
    }

    /** Both, for components of one bundle that share a PID. */
    Schema and(Schema other) {
        var all = new LinkedHashMap<>(attributes);
        other.attributes.forEach(all::putIfAbsent);
        return new Schema(factory, adminOnly || other.adminOnly, title, help, all);
    }
}
