// SPDX-License-Identifier: Apache-2.0
package cloudy.mdns;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** How many there are of each kind. */
final class Tally<K> {

    private final Map<K, Integer> counts = new HashMap<>();

    int count(K kind) {
        return counts.getOrDefault(kind, 0);
    }

    void add(K kind) {
        counts.merge(kind, 1, Integer::sum);
    }

    void remove(K kind) {
        counts.computeIfPresent(kind, (key, count) -> count > 1 ? count - 1 : null);
    }

    /** The kind with the most, if it has more than this one would have with another. */
    Optional<K> largerThan(K kind) {
        int own = count(kind) + 1;
        return counts.entrySet().stream()
                .filter(entry -> entry.getValue() > own)
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey);
    }
}
