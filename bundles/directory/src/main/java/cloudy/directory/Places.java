// SPDX-License-Identifier: Apache-2.0
package cloudy.directory;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/**
 * Everything that was heard, by the place that it says a service is at: those of one place stand side by side. Not safe
 * for threads: the directory's lock guards it.
 */
final class Places {

    private final TreeSet<Entry> entries =
            new TreeSet<>(Comparator.comparing((Entry entry) -> entry, Entry::comparePlace)
                    .thenComparingLong(entry -> entry.source.number)
                    .thenComparing(entry -> entry.id));

    int size() {
        return entries.size();
    }

    void add(Entry entry) {
        entries.add(entry);
    }

    void remove(Entry entry) {
        entries.remove(entry);
    }

    /** All at the place of an entry, which itself may be there or not; by source and id. */
    List<Entry> at(Entry place) {
        List<Entry> same = new ArrayList<>(2);
        for (Entry entry : entries.headSet(place, false).descendingSet()) {
            if (entry.comparePlace(place) != 0) {
                break;
            }
            same.add(entry);
        }
        Collections.reverse(same);
        for (Entry entry : entries.tailSet(place, true)) {
            if (entry.comparePlace(place) != 0) {
                break;
            }
            same.add(entry);
        }
        return same;
    }
}
