// SPDX-License-Identifier: Apache-2.0
package cloudy.directory;

import java.util.Comparator;

/** The orders that a list can be asked for in; total, so that a page can end anywhere. */
enum Order {
    /** Own ones, the LAN's, the near, the far, the unknown. */
    DISTANCE,
    /** By description, without regard to case and accents. */
    NAME,
    /** Those that were heard first last. */
    AGE;

    Comparator<Entry> comparator() {
        Comparator<Entry> order =
                switch (this) {
                    case DISTANCE ->
                        Comparator.comparingInt(Entry::rank)
                                .thenComparingLong(Entry::distance)
                                .thenComparing((a, b) -> a.packed.compareName(false, b.packed));
                    case NAME -> (a, b) -> a.packed.compareName(true, b.packed);
                    case AGE -> Comparator.comparingLong(Entry::firstHeard).reversed();
                };
        return order.thenComparingLong(entry -> entry.key);
    }
}
