// SPDX-License-Identifier: Apache-2.0
package cloudy.directory;

import cloudy.api.Audience;
import cloudy.api.network.Announcement;
import cloudy.api.network.Trust;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Announcements for tests. */
final class Heard {

    static final Instant NOW = Instant.parse("2026-11-22T01:02:03.456789Z");

    private Heard() {}

    static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** By Serf, from a node named like its number, at 10.0.x.y. */
    static Announcement.Builder of(int node, String id) {
        var address = address("10.0." + node / 250 + "." + (1 + node % 250));
        return Announcement.heardBy("serf", Audience.COMMUNITY, id, address, NOW)
                .type("proxy3")
                .description("Web proxy")
                .nodeId(Optional.of(String.format("%016x", node)))
                .host("node-" + node)
                .port(3128);
    }

    static Announcement.Builder lan(int node, String id) {
        Announcement any = of(node, id).build();
        return Announcement.heardBy("mdns", Audience.LAN, id, any.address(), NOW)
                .type(any.type())
                .description(any.description())
                .nodeId(any.nodeId())
                .host(any.host())
                .port(any.port());
    }

    static Announcement.Builder own(String id) {
        return Announcement.heardBy("own", Audience.COMMUNITY, id, address("127.0.0.1"), NOW)
                .type("webdav")
                .description("Files")
                .host("me")
                .distance(Optional.of(Duration.ZERO))
                .trust(Trust.OWN);
    }
}
