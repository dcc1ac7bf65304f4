// SPDX-License-Identifier: Apache-2.0
package cloudy.settings;

import cloudy.api.form.Texts;
import java.util.List;

/**
 * What a person reads of a setting.
 *
 * @param sentence how to say its pattern
 * @param initial what holds while it is not set
 */
record Wording(Texts title, Texts help, Texts sentence, Texts group, String unit, List<String> initial) {

    Wording {
        initial = List.copyOf(initial);
    }
}
