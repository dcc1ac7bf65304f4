// SPDX-License-Identifier: Apache-2.0
package cloudy.dns.directory;

import cloudy.api.Audience;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** A directory that says what a test says, at once and on the test's own thread. */
final class Neighbourhood implements ServiceDirectory {

    static final Instant NOW = Instant.parse("2026-11-22T01:02:03Z");

    private final Map<String, Announcement> known = new LinkedHashMap<>();
    private final List<Consumer<List<Change>>> watchers = new ArrayList<>();
    private long revision;

    static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** A proxy that a node announces through Serf, at an address of its own. */
    static Announcement.Builder heard(String device, String address) {
        return heard(device, address, "proxy3", 3128);
    }

    static Announcement.Builder heard(String device, String address, String type, int port) {
        return Announcement.heardBy(
                        "serf", Audience.COMMUNITY, device + '/' + type + '/' + port + address, address(address), NOW)
                .type(type)
                .description("Service of " + device)
                .nodeId(Optional.of("id" + device))
                .host(device)
                .port(port);
    }

    /** The same from the LAN. */
    static Announcement.Builder onLan(String device, String address) {
        return Announcement.heardBy("mdns", Audience.LAN, device + address, address(address), NOW)
                .type("proxy3")
                .description("Service of " + device)
                .nodeId(Optional.of("id" + device))
                .host(device)
                .port(3128);
    }

    static Announcement.Builder own(String device, String address) {
        return Announcement.heardBy("own", Audience.COMMUNITY, "own" + address, address(address), NOW)
                .type("proxy3")
                .description("Service of " + device)
                .nodeId(Optional.of("idown"))
                .host(device)
                .port(3128)
                .distance(Optional.of(Duration.ZERO))
                .trust(Trust.OWN);
    }

    synchronized Neighbourhood add(Announcement.Builder... all) {
        List<Change> changes = new ArrayList<>();
        for (Announcement.Builder builder : all) {
            Announcement announcement = builder.build();
            boolean before = known.put(announcement.key(), announcement) != null;
            changes.add(Change.of(before ? Change.Kind.UPDATED : Change.Kind.APPEARED, announcement));
        }
        tell(changes);
        return this;
    }

    synchronized Neighbourhood remove(Announcement.Builder gone) {
        Announcement announcement = gone.build();
        known.remove(announcement.key());
        tell(List.of(Change.of(Change.Kind.GONE, announcement)));
        return this;
    }

    synchronized void lose() {
        var changes = new ArrayList<>(List.of(Change.reset()));
        known.values().forEach(announcement -> changes.add(Change.of(Change.Kind.APPEARED, announcement)));
        tell(changes);
    }

    private void tell(List<Change> changes) {
        revision++;
        watchers.forEach(watcher -> watcher.accept(changes));
    }

    @Override
    public synchronized List<Announcement> search(Query query) {
        return List.copyOf(known.values());
    }

    @Override
    public synchronized Optional<Announcement> find(String key) {
        return Optional.ofNullable(known.get(key));
    }

    @Override
    public synchronized int size() {
        return known.size();
    }

    @Override
    public synchronized long revision() {
        return revision;
    }

    @Override
    public synchronized Watch watch(Query query, Consumer<List<Change>> watcher) {
        watchers.add(watcher);
        List<Change> all = known.values().stream()
                .map(announcement -> Change.of(Change.Kind.APPEARED, announcement))
                .toList();
        watcher.accept(all);
        return () -> watchers.remove(watcher);
    }
}
