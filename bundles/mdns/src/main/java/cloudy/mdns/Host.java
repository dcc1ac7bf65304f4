// SPDX-License-Identifier: Apache-2.0
package cloudy.mdns;

import cloudy.mdns.wire.Name;
import java.net.InetAddress;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;

/** A neighbour's host, as long as a service is known on it. Mutable, its browser's alone. */
final class Host {

    /** More addresses of one host are not kept. */
    private static final int MAX_ADDRESSES = 8;

    /** Addresses of one message come within this; older ones were replaced by them (RFC 6762, 10.2). */
    private static final long SAME_MOMENT = 1_000;

    /** Looking at hundreds of services at each word of a host is work that a stranger could make us do all day. */
    private static final long STIR_AGAIN = 500;

    private final Name name;
    private final Fresh freshness;
    private final Map<InetAddress, Said> addresses = new LinkedHashMap<>();
    private final Set<Found> services = new LinkedHashSet<>();
    private Optional<String> nodeId = Optional.empty();

    private long stirred = -STIR_AGAIN;

    private record Said(long at, long until) {}

    Host(Name name, long now) {
        this.name = name;
        freshness = new Fresh(now);
    }

    Name name() {
        return name;
    }

    Fresh freshness() {
        return freshness;
    }

    Set<Found> services() {
        return services;
    }

    Optional<String> nodeId() {
        return nodeId;
    }

    void nodeId(Optional<String> id) {
        nodeId = id;
    }

    /**
     * It has this address.
     *
     * @param replaced which of those that earlier messages told are void now
     * @return whether it has others now than before
     */
    boolean hear(InetAddress address, Predicate<InetAddress> replaced, long now, long milliseconds, int jitter) {
        boolean fresh = !addresses.containsKey(address);
        boolean gone = addresses
                .entrySet()
                .removeIf(entry ->
                        replaced.test(entry.getKey()) && entry.getValue().at() < now - SAME_MOMENT);
        if (addresses.size() < MAX_ADDRESSES || addresses.containsKey(address)) {
            addresses.put(address, new Said(now, now + milliseconds));
            freshness.hear(now, milliseconds, jitter);
        }
        return fresh || gone;
    }

    /** It has this address no longer; whether it had it. */
    boolean lose(InetAddress address) {
        return addresses.remove(address) != null;
    }

    /**
     * Something of it changed that matters to all its services.
     *
     * @return in how many milliseconds to look at them; empty when that is planned already
     */
    OptionalLong stir(long now) {
        if (stirred > now) {
            return OptionalLong.empty();
        }
        long due = Math.max(now, stirred + STIR_AGAIN);
        stirred = due;
        return OptionalLong.of(due - now);
    }

    /** The addresses that still hold. */
    Collection<InetAddress> addresses(long now) {
        addresses.values().removeIf(said -> said.until() <= now);
        return addresses.keySet();
    }
}
