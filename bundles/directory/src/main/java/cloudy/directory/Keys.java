// SPDX-License-Identifier: Apache-2.0
package cloudy.directory;

import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Entries by their key, in one array: a map of numbers would take sixty bytes more of each, and look in two more places.
 * Not safe for threads: the directory's lock guards it.
 */
final class Keys {

    /** Strangers choose what keys are made of; they shall not choose where these lie. */
    private final long salt = ThreadLocalRandom.current().nextLong() | 1;

    /** At most half full; an entry lies where it belongs, or behind it with no gap in between. */
    private Entry[] table = new Entry[64];

    private int size;

    Optional<Entry> get(long key) {
        return Optional.ofNullable(table[place(key)]);
    }

    /** Has a key name this entry, whatever it named before. */
    void put(Entry entry) {
        int place = place(entry.key);
        if (table[place] == null && ++size > table.length / 2) {
            Entry[] old = table;
            table = new Entry[2 * old.length];
            for (Entry each : old) {
                if (each != null) {
                    table[place(each.key)] = each;
                }
            }
            place = place(entry.key);
        }
        table[place] = entry;
    }

    /** Forgets an entry, if its key still names it. */
    void remove(Entry entry) {
        int gap = place(entry.key);
        if (table[gap] != entry) {
            return;
        }
        table[gap] = null;
        size--;
        // What lay behind it would no longer be found.
        for (int i = next(gap); table[i] != null; i = next(i)) {
            Entry moved = table[i];
            table[i] = null;
            table[place(moved.key)] = moved;
        }
    }

    /** Where a key is, or belongs. */
    private int place(long key) {
        int place = (int) ((key * salt) >>> (Long.numberOfLeadingZeros(table.length) + 1));
        while (table[place] != null && table[place].key != key) {
            place = next(place);
        }
        return place;
    }

    private int next(int place) {
        return (place + 1) & (table.length - 1);
    }
}
