// SPDX-License-Identifier: Apache-2.0
package cloudy.settings;

import cloudy.api.settings.SettingsVersion;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A version with its secrets, which stay in this bundle.
 *
 * @param secrets by what is known of them now or was known then
 */
record Version(String id, Stored stored, Set<String> secrets) {

    static Version of(int number, Stored stored, Checker checker, Pid pid) {
        var secrets = new TreeSet<>(stored.secrets());
        stored.values().ifPresent(values -> secrets.addAll(checker.secrets(pid, values)));
        return new Version(Integer.toString(number), stored, secrets);
    }

    /** All of its settings; none where the file was deleted. */
    Map<String, String> values() {
        return stored.values().orElse(Map.of());
    }

    /** As others may see it. */
    SettingsVersion shown() {
        return new SettingsVersion(id, stored.at(), stored.by(), stored.values().map(all -> {
            Map<String, String> values = new LinkedHashMap<>(all);
            values.replaceAll((key, value) -> secrets.contains(key) ? SettingsVersion.SECRET : value);
            return values;
        }));
    }
}
