// SPDX-License-Identifier: Apache-2.0
package cloudy.shell;

import cloudy.api.Audience;
import cloudy.api.Txt;
import cloudy.api.network.Announcement;
import cloudy.api.network.Change;
import cloudy.api.network.Query;
import cloudy.api.network.ServiceDirectory;
import cloudy.api.network.Trust;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Announcements in the order in which they were put in. */
final class FakeDirectory implements ServiceDirectory {

    static final Instant NOW = Instant.parse("2026-11-22T03:10:12Z");

    final List<Announcement> known = new ArrayList<>();

    static Announcement pads() {
        return heard("etherpad", "Shared pads")
                .host("node-b")
                .nodeId(Optional.of("0123456789abcdef"))
                .port(9001)
                .txt(Txt.parse("path=/pads"))
                .distance(Optional.of(Duration.ofNanos(3_240_000)))
                .build();
    }

    static Announcement own() {
        return heard("dnsservice", "DNSService_System")
                .host("node-a")
                .port(53)
                .trust(Trust.OWN)
                .distance(Optional.of(Duration.ZERO))
                .build();
    }

    static Announcement.Builder heard(String type, String description) {
        return Announcement.heardBy("mdns", Audience.LAN, type + description, address("10.139.40.22"), NOW)
                .type(type)
                .description(description);
    }

    static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @Override
    public List<Announcement> search(Query query) {
        return known.stream()
                .filter(one -> query.type().map(one.type()::equalsIgnoreCase).orElse(true))
                .filter(one -> query.node()
                        .map(node -> node.equalsIgnoreCase(one.host())
                                || one.nodeId().filter(node::equalsIgnoreCase).isPresent())
                        .orElse(true))
                .filter(one -> query.text().map(one.description()::contains).orElse(true))
                .limit(query.limit())
                .toList();
    }

    @Override
    public int size() {
        return known.size();
    }

    @Override
    public long revision() {
        return 0;
    }

    @Override
    public Watch watch(Query query, Consumer<List<Change>> watcher) {
        throw new UnsupportedOperationException();
    }
}
