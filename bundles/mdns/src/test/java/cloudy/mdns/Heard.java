// SPDX-License-Identifier: Apache-2.0
package cloudy.mdns;

import cloudy.api.network.Announcement;
import cloudy.api.network.Finder;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A directory that keeps everything. */
final class Heard implements Finder.Sink {

    private final Map<String, Announcement> known = new ConcurrentHashMap<>();
    private final AtomicInteger tellings = new AtomicInteger();

    @Override
    public boolean heard(Announcement announcement) {
        known.put(announcement.id(), announcement);
        tellings.incrementAndGet();
        return true;
    }

    @Override
    public void gone(String id) {
        known.remove(id);
    }

    /** What is known of one type, by description. */
    List<Announcement> of(String type) {
        return known.values().stream()
                .filter(announcement -> announcement.type().equals(type))
                .sorted(java.util.Comparator.comparing(Announcement::description))
                .toList();
    }

    List<Announcement> all() {
        return List.copyOf(known.values());
    }

    int tellings() {
        return tellings.get();
    }
}
