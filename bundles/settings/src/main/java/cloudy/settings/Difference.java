// SPDX-License-Identifier: Apache-2.0
package cloudy.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * One setting that differs between two versions.
 *
 * @param change added, removed or changed, in that word
 * @param before the text in the file; empty for a secret and where there was none
 */
record Difference(String key, String change, Optional<String> before, Optional<String> after) {

    static List<Difference> between(Map<String, String> before, Map<String, String> after, Set<String> secrets) {
        var keys = new TreeSet<>(before.keySet());
        keys.addAll(after.keySet());
        var differences = new ArrayList<Difference>();
        for (String key : keys) {
            Optional<String> old = Optional.ofNullable(before.get(key));
            Optional<String> now = Optional.ofNullable(after.get(key));
            if (!old.equals(now)) {
                boolean secret = secrets.contains(key);
                differences.add(new Difference(
                        key,
                        // Of a secret not even whether it was there before: "changed" is all that is said.
                        secret || (old.isPresent() && now.isPresent())
                                ? "changed"
                                : now.isPresent() ? "added" : "removed",
                        old.filter(value -> !secret),
                        now.filter(value -> !secret)));
            }
        }
        return differences;
    }
}
