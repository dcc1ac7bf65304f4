// SPDX-License-Identifier: Apache-2.0
package cloudy.directory;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What one origin, or one address, has in the directory. */
final class Share {

    /** The largest last; among equals the newest, so that a crowd of new names does not push out those who were there. */
    static final Comparator<Share> BY_SIZE =
            Comparator.<Share>comparingInt(share -> share.entries.size()).thenComparingLong(share -> share.number);

    final Object key;
    private final long number;
    private final List<Entry> entries = new ArrayList<>(1);

    Share(Object key, long number) {
        this.key = key;
        this.number = number;
    }

    int size() {
        return entries.size();
    }

    void add(Entry entry) {
        entries.add(entry);
    }

    void remove(Entry entry) {
        entries.remove(entry);
    }

    /** The entry that was not heard of for the longest time. */
    Entry stalest() {
        return entries.stream().min(Comparator.comparingLong(Entry::lastHeard)).orElseThrow();
    }
}
