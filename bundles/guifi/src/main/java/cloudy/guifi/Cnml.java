// SPDX-License-Identifier: Apache-2.0
package cloudy.guifi;

import cloudy.api.Text;
import java.io.IOException;
import java.io.InputStream;
import java.net.Inet4Address;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Optional;

/**
 * Reads what CNML says of a network: zones, nodes, devices and what is in them, handed over one after the other, each
 * before what is inside it. A whole network of 35,000 nodes takes no more memory than one node.
 *
 * <p>What guifi.net adds is passed over, and so is what has no id, with all inside it. Which server watches a device is
 * said at the zone, the node or the device, and inherited downwards.
 */
final class Cnml {

    private static final int MAX_TITLE = 128;
    private static final int MAX_WORD = 64;
    private static final int DAY_DIGITS = 8;
    private static final int MAX_DEPTH = 34;

    private final Tags tags;
    private final Sink sink;
    private final Around[] around = new Around[MAX_DEPTH];

    private Cnml(Tags tags, Sink sink) {
        this.tags = tags;
        this.sink = sink;
    }

    /** Takes what is read, by the thread that reads; what it throws ends the reading. */
    interface Sink {

        default void zone(Zone zone) {}

        default void node(Node node) {}

        default void device(Device device) {}

        default void radio(Radio radio) {}

        default void line(Line line) {}

        default void link(Link link) {}

        default void service(Service service) {}
    }

    /** @param parent the zone that it is in; 0 for none */
    record Zone(long id, long parent, String title) {}

    /**
     * A place with devices.
     *
     * @param zone where it is; 0 where CNML was asked for nodes alone
     * @param created the day; CNML has the hour without saying of which half of the day
     */
    record Node(long id, long zone, String title, String status, long graphServer, Optional<LocalDate> created) {}

    /** @param graphServer the service that watches it; 0 for none */
    record Device(
            long id,
            long node,
            String title,
            String type,
            String status,
            Optional<Inet4Address> address,
            String name,
            String firmware,
            String snmpIndex,
            long graphServer) {}

    /** @param id counts within the device, from 0 */
    record Radio(long id, long device, String ssid, String mode, String protocol, String channel, String snmp) {}

    /** An interface of a device, with an address or without. */
    record Line(long id, long device, String mac, Optional<Inet4Address> address, String mask, String type) {}

    /** A link from an interface of one device to one of another. */
    record Link(
            long id,
            long device,
            long line,
            long otherNode,
            long otherDevice,
            long otherLine,
            String type,
            String status) {}

    /** Something that a device offers to the network. */
    record Service(long id, long device, String title, String kind, String status) {}

    /** The elements around one, as far as they matter to it. */
    private record Around(long zone, long node, long device, long line, long graphServer) {

        private static final Around NOTHING = new Around(0, 0, 0, 0, 0);
    }

    static void read(InputStream in, long maxBytes, Sink sink) throws IOException {
        new Cnml(new Tags(in, maxBytes), sink).all();
    }

    private void all() throws IOException {
        int passedOver = Integer.MAX_VALUE;
        while (tags.next()) {
            int depth = tags.depth();
            if (!tags.opens()) {
                passedOver = depth <= passedOver ? Integer.MAX_VALUE : passedOver;
            } else if (depth < passedOver) {
                Around outside = depth == 0 ? Around.NOTHING : around[depth - 1];
                around[depth] = element(outside);
                passedOver = around[depth] == null ? depth : passedOver;
            }
        }
    }

    /** Hands an element over; null where it has no id, and so nothing inside it has a place. */
    private Around element(Around in) {
        return switch (tags.name()) {
            case "zone" -> zone(in);
            case "node" -> node(in);
            case "device" -> in.node() == 0 ? null : device(in);
            case "radio" -> in.device() == 0 ? null : radio(in);
            case "interface" -> in.device() == 0 ? null : line(in);
            case "link" -> in.device() == 0 ? null : link(in);
            case "service" -> in.device() == 0 ? null : service(in);
            default -> in;
        };
    }

    private Around zone(Around in) {
        long id = tags.number("id");
        if (id == 0) {
            return null;
        }
        sink.zone(new Zone(id, tags.number("parent_id"), title()));
        return new Around(id, 0, 0, 0, graphServer(in));
    }

    private Around node(Around in) {
        long id = tags.number("id");
        if (id == 0) {
            return null;
        }
        sink.node(new Node(id, in.zone(), title(), word("status"), graphServer(in), day("created")));
        return new Around(in.zone(), id, 0, 0, graphServer(in));
    }

    private Around device(Around in) {
        long id = tags.number("id");
        if (id == 0) {
            return null;
        }
        sink.device(new Device(
                id,
                in.node(),
                title(),
                word("type"),
                word("status"),
                Literals.ipv4(tags.text("mainipv4")),
                word("name"),
                word("firmware"),
                word("snmp_index"),
                graphServer(in)));
        return new Around(in.zone(), in.node(), id, 0, graphServer(in));
    }

    private Around radio(Around in) {
        String snmp = word("snmp_name");
        sink.radio(new Radio(
                tags.number("id"),
                in.device(),
                word("ssid"),
                word("mode"),
                word("protocol"),
                word("channel"),
                snmp.isEmpty() ? word("snmp_index") : snmp));
        return in;
    }

    private Around line(Around in) {
        long id = tags.number("id");
        sink.line(new Line(id, in.device(), word("mac"), Literals.ipv4(tags.text("ipv4")), word("mask"), word("type")));
        return new Around(in.zone(), in.node(), in.device(), id, in.graphServer());
    }

    private Around link(Around in) {
        sink.link(new Link(
                tags.number("id"),
                in.device(),
                in.line(),
                tags.number("linked_node_id"),
                tags.number("linked_device_id"),
                tags.number("linked_interface_id"),
                word("link_type"),
                word("link_status")));
        return in;
    }

    private Around service(Around in) {
        long id = tags.number("id");
        if (id == 0) {
            return null;
        }
        sink.service(new Service(id, in.device(), title(), word("type"), word("status")));
        return in;
    }

    private long graphServer(Around in) {
        long own = tags.number("graph_server");
        return own == 0 ? in.graphServer() : own;
    }

    private String title() {
        return clean(tags.text("title"), MAX_TITLE);
    }

    private String word(String attribute) {
        return clean(tags.text(attribute), MAX_WORD);
    }

    /** As {@link Text#clean} leaves it, which most texts of a million are already. */
    private static String clean(String text, int max) {
        boolean plain = text.length() <= max;
        for (int i = 0; plain && i < text.length(); i++) {
            plain = text.charAt(i) >= ' ' && text.charAt(i) <= '~';
        }
        return plain ? text : Text.clean(text, max);
    }

    /** The day of a date, {@code 20091029 0113}. */
    private Optional<LocalDate> day(String attribute) {
        String text = tags.text(attribute);
        if (text.length() < DAY_DIGITS || !text.chars().limit(DAY_DIGITS).allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.empty();
        }
        try {
            return Optional.of(LocalDate.of(
                    Integer.parseInt(text, 0, 4, 10),
                    Integer.parseInt(text, 4, 6, 10),
                    Integer.parseInt(text, 6, 8, 10)));
        } catch (DateTimeException none) {
            return Optional.empty();
        }
    }
}
