// SPDX-License-Identifier: Apache-2.0
package cloudy.directory;

import cloudy.api.network.Announcement;
import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;

/**
 * The answer to a search, unpacked as it is read: a hundred thousand announcements at once would fill the heap of a small
 * board.
 */
final class Found extends AbstractList<Announcement> implements RandomAccess {

    private final Entry[] entries;

    Found(List<Entry> entries) {
        this.entries = entries.toArray(Entry[]::new);
    }

    @Override
    public Announcement get(int index) {
        return entries[index].announcement();
    }

    @Override
    public int size() {
        return entries.length;
    }
}
