// SPDX-License-Identifier: Apache-2.0
package cloudy.mdns;

import cloudy.mdns.wire.Name;
import cloudy.mdns.wire.Rdata;
import cloudy.mdns.wire.Resource;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

/**
 * Something to announce: a name that this node claims for itself alone, and its records.
 *
 * @param owner the claimed name: a host, or an instance of a service
 * @param unique what is said of that name
 * @param shared what leads to it; others say the like
 */
record Entry(Name owner, List<Resource> unique, List<Resource> shared) {

    /** Seconds that records which name a host hold: how long a host that died is still listed (RFC 6762, 10). */
    static final int HOST_TTL = 120;

    /** Seconds that all other records hold. */
    static final int TTL = 4_500;

    /** Where the types that are announced can be asked for (RFC 6763, 9). */
    static final Name TYPES = Name.of("_services", "_dns-sd", "_udp", "local");

    Entry {
        unique = List.copyOf(unique);
        shared = List.copyOf(shared);
    }

    /** A host and its address. */
    static Entry host(Name host, InetAddress address) {
        return new Entry(host, List.of(Resource.of(host, new Rdata.Address(address), HOST_TTL, true)), List.of());
    }

    /** An instance of a service type such as {@code _proxy3._tcp.local}. */
    static Entry service(String instance, Name type, Name host, int port, List<String> txt) {
        Name owner = type.child(instance);
        return new Entry(
                owner,
                List.of(
                        Resource.of(owner, new Rdata.Server(host, port), HOST_TTL, true),
                        Resource.of(owner, new Rdata.Strings(txt), TTL, true)),
                List.of(
                        Resource.of(type, new Rdata.Pointer(owner), TTL, false),
                        Resource.of(TYPES, new Rdata.Pointer(type), TTL, false)));
    }

    /** All records. */
    Stream<Resource> records() {
        return Stream.concat(shared.stream(), unique.stream());
    }
}
