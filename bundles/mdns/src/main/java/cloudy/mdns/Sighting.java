// SPDX-License-Identifier: Apache-2.0
package cloudy.mdns;

import cloudy.mdns.wire.Name;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A service as one link shows it, all parts together.
 *
 * @param host the name that its address goes by
 * @param nodeId of the Cloudy node that has this host, where it said so
 */
record Sighting(
        Name instance,
        Name host,
        InetAddress address,
        int port,
        List<String> txt,
        Optional<String> nodeId,
        Instant firstHeard,
        Instant lastHeard) {

    /** Whether nothing differs but the time. */
    boolean saysLike(Sighting other) {
        return instance.labels().equals(other.instance.labels())
                && host.equals(other.host)
                && address.equals(other.address)
                && port == other.port
                && txt.equals(other.txt)
                && nodeId.equals(other.nodeId);
    }
}
