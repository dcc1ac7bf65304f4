// SPDX-License-Identifier: Apache-2.0
package org.example.crowd;

import cloudy.api.Audience;
import cloudy.api.network.Announcement;
import cloudy.api.network.Finder;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A carrier of its own that hears as many neighbours as it is told to, all at once. */
public final class Crowd implements Finder {

    private static final List<String> TYPES = List.of("serf", "http", "etherpad", "syncthing", "webdav", "dns");
    private static final int SERVICES_OF_A_NODE = 20;

    private final int count;

    /** Called by the component runtime. */
    public Crowd(Map<String, Object> properties) {
        count = (Integer) properties.get("count");
    }

    @Override
    public String carrier() {
        return "crowd";
    }

    @Override
    public void find(Sink sink) {
        Instant now = Instant.now();
        for (int i = 0; i < count; i++) {
            int node = i / SERVICES_OF_A_NODE;
            sink.heard(Announcement.heardBy("crowd", Audience.COMMUNITY, "crowd-" + i, address(node), now)
                    .type(TYPES.get(i % TYPES.size()))
                    .description("Service " + i + " of the neighbourhood")
                    .host("neighbour-" + node)
                    .port(1024 + i % 60_000)
                    .distance(Optional.of(Duration.ofNanos(1_000_000L + i * 1_000L)))
                    .build());
        }
    }

    private static InetAddress address(int node) {
        try {
            return InetAddress.getByAddress(new byte[] {10, 90, (byte) (node / 250), (byte) (1 + node % 250)});
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }
}
