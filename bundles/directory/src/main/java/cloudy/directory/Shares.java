// SPDX-License-Identifier: Apache-2.0
package cloudy.directory;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Keeps one stranger from filling the directory: what each origin has, by carrier, so that nobody can use up a node's share
 * in the community by speaking in its name on the LAN. Not safe for threads: the directory's lock guards it.
 */
final class Shares {

    private static final int PER_ORIGIN = 64;

    /** Several nodes may share an address behind a router, and a node may announce for others. */
    private static final int PER_ADDRESS = 2 * PER_ORIGIN;

    private record Origin(Source source, String name) {}

    private record Host(Source source, InetAddress address) {}

    private final Map<Object, Share> shares = new HashMap<>();
    private final TreeSet<Share> origins = new TreeSet<>(Share.BY_SIZE);
    private long count;

    /** Whether the origin and the address of an entry, which is not in, have not used up their share. */
    boolean allow(Entry entry) {
        return size(origin(entry)) < PER_ORIGIN && size(host(entry)) < PER_ADDRESS;
    }

    /** Which entry to give up for a new one; none when the new one's own origin has the most. */
    Optional<Entry> victim(Entry newcomer) {
        if (origins.isEmpty() || origins.last().size() <= size(origin(newcomer))) {
            return Optional.empty();
        }
        return Optional.of(origins.last().stalest());
    }

    void add(Entry entry) {
        entry.origin = share(origin(entry));
        origins.remove(entry.origin);
        entry.origin.add(entry);
        origins.add(entry.origin);
        entry.address = share(host(entry));
        entry.address.add(entry);
    }

    void remove(Entry entry) {
        origins.remove(entry.origin);
        entry.origin.remove(entry);
        if (entry.origin.size() > 0) {
            origins.add(entry.origin);
        } else {
            shares.remove(entry.origin.key);
        }
        entry.address.remove(entry);
        if (entry.address.size() == 0) {
            shares.remove(entry.address.key);
        }
    }

    private Share share(Object key) {
        return shares.computeIfAbsent(key, missing -> new Share(missing, count++));
    }

    private int size(Object key) {
        Share share = shares.get(key);
        return share == null ? 0 : share.size();
    }

    private static Origin origin(Entry entry) {
        String host = entry.packed.texts().get(2);
        return new Origin(
                entry.source,
                Index.key(entry.packed
                        .nodeId()
                        .filter(id -> !id.isEmpty())
                        .orElseGet(() -> host.isEmpty() ? entry.packed.address().getHostAddress() : host)));
    }

    private static Host host(Entry entry) {
        return new Host(entry.source, entry.packed.address());
    }
}
