// SPDX-License-Identifier: Apache-2.0
package cloudy.node;

import cloudy.node.HostFacts.Space;
import java.net.InetAddress;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** How this node is at one moment, as the API shows it. */
record NodeReport(
        String id,
        String name,
        String version,
        Map<String, InetAddress> addresses,
        String publicKey,
        Instant clock,
        Instant started,
        long uptimeS,
        int cpus,
        Optional<Double> load1m,
        Memory memory,
        Optional<Space> disk,
        String java,
        Optional<String> os,
        Optional<String> hardware) {

    /** The host's memory, and the part of it that the node manages by itself. */
    record Memory(Optional<Long> totalBytes, Optional<Long> availableBytes, long heapUsedBytes, long heapMaxBytes) {}
}
