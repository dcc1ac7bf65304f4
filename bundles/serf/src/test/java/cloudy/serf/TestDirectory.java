// SPDX-License-Identifier: Apache-2.0
package cloudy.serf;

import cloudy.api.network.Announcement;
import cloudy.api.network.Finder;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Keeps what a finder tells. */
final class TestDirectory implements Finder.Sink {

    final Map<String, Announcement> entries = new ConcurrentHashMap<>();
    final AtomicInteger calls = new AtomicInteger();

    @Override
    public boolean heard(Announcement announcement) {
        calls.incrementAndGet();
        entries.put(announcement.id(), announcement);
        return true;
    }

    @Override
    public void gone(String id) {
        calls.incrementAndGet();
        entries.remove(id);
    }

    Optional<Announcement> ofType(String type) {
        return entries.values().stream()
                .filter(announcement -> announcement.type().equals(type))
                .findFirst();
    }

    long count(String type) {
        return entries.values().stream()
                .filter(announcement -> announcement.type().equals(type))
                .count();
    }
}
