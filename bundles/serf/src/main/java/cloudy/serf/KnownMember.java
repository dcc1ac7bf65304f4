// SPDX-License-Identifier: Apache-2.0
package cloudy.serf;

import cloudy.api.cluster.ClusterMember.Status;
import cloudy.api.network.Announcement;
import cloudy.serf.rpc.Coordinate;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What this node knows of one member.
 *
 * @param facts tags that are kept as they came
 * @param announcements the same objects that the directory holds
 * @param bad records that were not understood
 * @param measured when its coordinate was asked for last; the beginning of time for never
 */
record KnownMember(
        String name,
        Optional<String> nodeId,
        InetAddress address,
        int port,
        Status status,
        Map<String, String> facts,
        List<Announcement> announcements,
        int bad,
        Instant heard,
        Instant measured,
        Optional<Coordinate> coordinate,
        Optional<Duration> distance) {

    boolean alive() {
        return status == Status.ALIVE;
    }

    /** Where to join through it. */
    Endpoint endpoint() {
        return new Endpoint(address.getHostAddress(), port);
    }

    /** The first name that its services give their device; empty without any. */
    String host() {
        return announcements.stream()
                .map(Announcement::host)
                .filter(host -> !host.isBlank())
                .findFirst()
                .orElse("");
    }

    KnownMember with(List<Announcement> services, Instant when) {
        return new KnownMember(
                name, nodeId, address, port, status, facts, services, bad, when, measured, coordinate, distance);
    }

    KnownMember measured(Optional<Coordinate> place, Optional<Duration> far, Instant when) {
        return new KnownMember(name, nodeId, address, port, status, facts, announcements, bad, heard, when, place, far);
    }
}
