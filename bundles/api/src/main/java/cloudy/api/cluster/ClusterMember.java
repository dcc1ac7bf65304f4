// SPDX-License-Identifier: Apache-2.0
package cloudy.api.cluster;

import static java.util.Objects.requireNonNull;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * One member of the cluster. Names and facts are the word of strangers: show them as text.
 *
 * @param name its name in the cluster; at most 128 characters, without control characters
 * @param nodeId the node id, where the name has the form of ours
 * @param own whether it is this node
 * @param address where it gossips
 * @param port the UDP and TCP port that it gossips on
 * @param facts what it says of itself beside its services, in the tags {@code extraInfo} and {@code psngc}, decoded;
 *     at most 2,000 characters each
 * @param services how many of its services were understood
 * @param badRecords how many entries of its list of services were not
 * @param heard when the agent was last sure of it: its last event, or its last answer to a ping
 * @param host what its services call their device, at most 255 characters; empty while it announces none
 * @param distance round-trip time estimated from network coordinates; empty while it is not known
 */
public record ClusterMember(
        String name,
        Optional<String> nodeId,
        boolean own,
        Status status,
        InetAddress address,
        int port,
        Map<String, String> facts,
        int services,
        int badRecords,
        Instant heard,
        String host,
        Optional<Duration> distance) {

    /** What the cluster thinks of a member. */
    public enum Status {
        /** It answers. */
        ALIVE,
        /** It has said that it goes. */
        LEAVING,
        /** It went, and said so. */
        LEFT,
        /** It does not answer. */
        FAILED
    }

    public ClusterMember {
        requireNonNull(name);
        requireNonNull(nodeId);
        requireNonNull(status);
        requireNonNull(address);
        facts = Map.copyOf(facts);
        requireNonNull(heard);
        requireNonNull(host);
        requireNonNull(distance);
    }
}
