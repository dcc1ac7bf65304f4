// SPDX-License-Identifier: Apache-2.0
package cloudy.dns;

import static java.util.Objects.requireNonNull;

import java.net.InetSocketAddress;

/**
 * A zone that another server on this node answers for, and that the name server serves as well. Whoever has one
 * registers it as an OSGi service; the name server follows when it comes, changes or goes.
 */
public interface HandedZone {

    /** How the name server comes by the answers. */
    enum Way {
        /** It asks for each, and keeps it as long as its TTL says. */
        FORWARD,
        /** It fetches the whole zone (AXFR), asks for the serial as the SOA says, and listens to NOTIFY. */
        TRANSFER
    }

    /**
     * What is handed on.
     *
     * @param name of the zone, absolute or not; where it is no name of the DNS it is left out
     * @param server where it is answered for, in numbers
     */
    record Zone(String name, InetSocketAddress server, Way way) {

        public Zone {
            requireNonNull(name);
            requireNonNull(way);
            if (server.isUnresolved()) {
                throw new IllegalArgumentException("an address in numbers is needed: " + server);
            }
        }
    }

    /** The zone; the same for as long as the service is registered. Must not block. */
    Zone zone();
}
