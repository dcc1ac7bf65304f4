// SPDX-License-Identifier: Apache-2.0
package cloudy.directory;

import java.util.Arrays;
import java.util.BitSet;

/** Gives small numbers to entries, those of entries that went to others. Not safe for threads. */
final class Numbers {

    private Entry[] entries = new Entry[64];
    private final BitSet taken = new BitSet();
    private int lowest;

    /** Gives an entry its number. */
    void add(Entry entry) {
        entry.number = taken.nextClearBit(lowest);
        lowest = entry.number + 1;
        taken.set(entry.number);
        if (entry.number >= entries.length) {
            entries = Arrays.copyOf(entries, entries.length + entries.length / 2);
        }
        entries[entry.number] = entry;
    }

    void remove(Entry entry) {
        entries[entry.number] = null;
        taken.clear(entry.number);
        lowest = Math.min(lowest, entry.number);
    }

    Entry get(int number) {
        return entries[number];
    }
}
