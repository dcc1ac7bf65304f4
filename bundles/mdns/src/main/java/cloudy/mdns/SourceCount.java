// SPDX-License-Identifier: Apache-2.0
package cloudy.mdns;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** How many services each address has named, so that no one crowds out all others. */
final class SourceCount {

    private final int max;
    private final Map<InetAddress, Integer> counts = new HashMap<>();

    SourceCount(int max) {
        this.max = max;
    }

    /** Whether this one may name one more. */
    boolean mayAdd(InetAddress source) {
        return counts.getOrDefault(source, 0) < max;
    }

    void add(InetAddress source) {
        counts.merge(source, 1, Integer::sum);
    }

    void remove(InetAddress source) {
        counts.computeIfPresent(source, (key, count) -> count > 1 ? count - 1 : null);
    }

    /** The one with the most, if it has more than this one would have with another. */
    Optional<InetAddress> largerThan(InetAddress source) {
        int own = counts.getOrDefault(source, 0) + 1;
        return counts.entrySet().stream()
                .filter(entry -> entry.getValue() > own)
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey);
    }
}
