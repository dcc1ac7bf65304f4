// SPDX-License-Identifier: Apache-2.0
package cloudy.guifi;

import cloudy.api.form.Texts;
import cloudy.api.guifi.Copy;
import cloudy.guifi.Copies.Judged;
import cloudy.guifi.Copies.Source;
import cloudy.guifi.Site.Question;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The nodes on guifi.net's map: one by its id, as it is now, and any by a part of its name, from the last list fetched. */
final class Places {

    private static final int MB = 1024 * 1024;
    private static final int MAX_NODE = 8 * MB;
    private static final int MAX_FOUND = 1000;
    private static final int MAX_PARTS = 500;

    private final Guifi guifi;

    Places(Guifi guifi) {
        this.guifi = guifi;
    }

    /** A node and what is there. */
    record Place(Cnml.Node node, List<Device> devices) {

        Optional<Device> device(long id) {
            return devices.stream().filter(one -> one.device().id() == id).findFirst();
        }
    }

    /** A device with its addresses and services. */
    record Device(Cnml.Device device, List<Cnml.Line> lines, List<Cnml.Service> services) {

        List<String> addresses() {
            return lines.stream()
                    .flatMap(line -> line.address().stream())
                    .map(InetAddress::getHostAddress)
                    .distinct()
                    .toList();
        }
    }

    /** Nodes that were looked for. */
    record Found(List<Cnml.Node> nodes, Map<Long, String> zones) {}

    /** Asks guifi.net for a node; empty when there is none. */
    Optional<Place> node(long id) throws IOException {
        byte[] cnml = guifi.site()
                .visit()
                .bytes(new Question("/guifi/cnml/" + id + "/node", MAX_NODE, Duration.ofSeconds(45)));
        var reader = new PlaceReader(id);
        Cnml.read(new ByteArrayInputStream(cnml), MAX_NODE, reader);
        return reader.place();
    }

    /** Has the list of nodes fetched, unless it is of now. */
    Copy<Long> fetch() throws IOException {
        return guifi.copies().get(source(), guifi::site, Places::counted);
    }

    /** The list as it is on the disk. */
    Optional<Copy<Found>> find(String text, int limit) throws IOException {
        String wanted = plain(text);
        return guifi.copies().onDisk(source().key(), in -> {
            var search = new Search(wanted);
            Cnml.read(in, source().maxBytes(), search);
            return new Judged<>(search.found(limit), "");
        });
    }

    private Source source() {
        long zone = guifi.zone();
        return new Source(
                "nodes-" + zone,
                "/guifi/cnml/" + zone + "/nodes",
                Optional.of("/guifi/refresh/cnml"),
                128 * MB,
                Duration.ofMinutes(10));
    }

    private static Judged<Long> counted(InputStream in) throws IOException {
        var versions = new Versions();
        var count = new long[1];
        Cnml.read(in, 128L * MB, new Cnml.Sink() {
            @Override
            public void node(Cnml.Node node) {
                count[0]++;
                versions.add(node.id());
                versions.add(node.zone());
                versions.add(node.title());
                versions.add(node.status());
            }
        });
        if (count[0] == 0) {
            throw Trouble.wrong(Texts.of("no hi ha cap node", "no hay ningún nodo", "there is no node"));
        }
        return new Judged<>(count[0], versions.word());
    }

    /** A name as it is compared: small letters without accents. */
    private static String plain(String text) {
        return Literals.ascii(text, 128).toLowerCase(Locale.ROOT).strip();
    }

    private static final class Search implements Cnml.Sink {

        private final String wanted;
        private final Map<Long, String> zones = new HashMap<>();
        private final List<Cnml.Node> nodes = new ArrayList<>();

        private Search(String wanted) {
            this.wanted = wanted;
        }

        @Override
        public void zone(Cnml.Zone zone) {
            if (zones.size() < 20_000) {
                zones.put(zone.id(), zone.title());
            }
        }

        @Override
        public void node(Cnml.Node node) {
            if (nodes.size() < MAX_FOUND
                    && (plain(node.title()).contains(wanted)
                            || Long.toString(node.id()).equals(wanted))) {
                nodes.add(node);
            }
        }

        /** Those that begin so first. */
        private Found found(int limit) {
            nodes.sort(Comparator.<Cnml.Node, Boolean>comparing(
                            node -> !plain(node.title()).startsWith(wanted))
                    .thenComparing(node -> plain(node.title()))
                    .thenComparing(Cnml.Node::id));
            return new Found(List.copyOf(nodes.subList(0, Math.min(limit, nodes.size()))), zones);
        }
    }

    private static final class PlaceReader implements Cnml.Sink {

        private final long wanted;
        private Optional<Cnml.Node> node = Optional.empty();
        private final List<Device> devices = new ArrayList<>();

        private PlaceReader(long wanted) {
            this.wanted = wanted;
        }

        private Optional<Place> place() {
            return node.map(found -> new Place(found, List.copyOf(devices)));
        }

        @Override
        public void node(Cnml.Node found) {
            if (found.id() == wanted) {
                node = Optional.of(found);
            }
        }

        @Override
        public void device(Cnml.Device found) {
            if (found.node() == wanted && devices.size() < MAX_PARTS) {
                devices.add(new Device(found, new ArrayList<>(), new ArrayList<>()));
            }
        }

        @Override
        public void line(Cnml.Line found) {
            last(found.device()).filter(in -> in.lines().size() < MAX_PARTS).ifPresent(in -> in.lines()
                    .add(found));
        }

        @Override
        public void service(Cnml.Service found) {
            last(found.device()).filter(in -> in.services().size() < MAX_PARTS).ifPresent(in -> in.services()
                    .add(found));
        }

        private Optional<Device> last(long id) {
            return devices.isEmpty()
                    ? Optional.empty()
                    : Optional.of(devices.get(devices.size() - 1))
                            .filter(in -> in.device().id() == id);
        }
    }
}
