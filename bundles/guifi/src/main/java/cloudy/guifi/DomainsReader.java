// SPDX-License-Identifier: Apache-2.0
package cloudy.guifi;

import cloudy.api.form.Texts;
import cloudy.api.guifi.Domains;
import cloudy.api.guifi.Domains.Delegation;
import cloudy.api.guifi.Domains.Forward;
import cloudy.api.guifi.Domains.Host;
import cloudy.api.guifi.Domains.Master;
import cloudy.api.guifi.Domains.Slave;
import cloudy.api.guifi.Domains.View;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads {@code cnml/domains}; what has no name that could be one is left out. */
final class DomainsReader {

    private static final int MAX_NAME = 253;
    private static final int MAX_CONTACT = 254;
    private static final int MAX_ENTRIES = 200_000;
    private static final int MAX_PRIORITY = 65_535;
    private static final int USUAL_PRIORITY = 10;

    private final Tags tags;
    private final Draft internal = new Draft();
    private final Draft external = new Draft();
    private Draft view;
    private Optional<Zone> zone = Optional.empty();
    private int entries;

    private DomainsReader(Tags tags) {
        this.tags = tags;
    }

    /** What one side of the network is told, so far. */
    private static final class Draft {
        private final List<Master> masters = new ArrayList<>();
        private final List<Slave> slaves = new ArrayList<>();
        private final List<Forward> forwards = new ArrayList<>();
    }

    /** A zone with what it has so far. */
    private record Zone(Master master, List<Host> hosts, List<Delegation> delegations) {

        Master whole() {
            return new Master(
                    master.zone(),
                    master.address(),
                    master.nameServer(),
                    master.domainAddress(),
                    master.domainAddress6(),
                    master.mailServers(),
                    master.nameServers(),
                    master.transfers(),
                    master.contact(),
                    hosts,
                    delegations);
        }
    }

    static Domains read(InputStream in, long maxBytes) throws IOException {
        return new DomainsReader(new Tags(in, maxBytes)).all();
    }

    private Domains all() throws IOException {
        while (tags.next()) {
            if (tags.opens()) {
                begun();
            } else if (tags.name().equals("master")) {
                zone.ifPresent(whole -> view.masters.add(whole.whole()));
                zone = Optional.empty();
            } else if (tags.name().equals("internal") || tags.name().equals("external")) {
                view = null;
            }
        }
        return new Domains(view(internal), view(external));
    }

    private static View view(Draft draft) {
        return new View(draft.masters, draft.slaves, draft.forwards);
    }

    private void begun() throws Trouble {
        switch (tags.name()) {
            case "internal" -> view = internal;
            case "external" -> view = external;
            case "master" ->
                zone = view == null ? Optional.empty() : name("zone").map(this::zone);
            case "slave" -> {
                if (view != null) {
                    name("zone").ifPresent(named -> view.slaves.add(new Slave(named, addresses("master"))));
                }
            }
            case "forward" -> {
                if (view != null) {
                    name("zone").ifPresent(named -> view.forwards.add(new Forward(named, addresses("forwarder"))));
                }
            }
            case "host" ->
                zone.ifPresent(in -> name("name").ifPresent(named -> in.hosts().add(host(named))));
            case "delegation" ->
                zone.ifPresent(in -> name("name").ifPresent(named -> in.delegations()
                        .add(new Delegation(
                                named,
                                Literals.ipv4(tags.text("IPv4")),
                                name("NS").orElse("")))));
            default -> {
                // CNML has more than this, and may come to have more still.
                return;
            }
        }
        if (++entries > MAX_ENTRIES) {
            throw Trouble.wrong(Texts.of("té massa dominis", "tiene demasiados dominios", "it has too many domains"));
        }
    }

    private Zone zone(String named) {
        var master = new Master(
                named,
                Literals.ipv4(tags.text("IPv4")),
                name("nameserver").orElse(""),
                Literals.ipv4(tags.text("domain_ip")),
                Literals.ipv6(tags.text("domain_ip_v6")),
                names("externalMX"),
                names("externalNS"),
                transfers(tags.text("allow-transfer").strip()),
                Literals.name(tags.text("contact").strip(), MAX_CONTACT).orElse(""),
                List.of(),
                List.of());
        return new Zone(master, new ArrayList<>(), new ArrayList<>());
    }

    private Host host(String named) {
        return new Host(
                named,
                Literals.ipv4(tags.text("IPv4")),
                Literals.ipv6(tags.text("IPv6")),
                names("CNAME"),
                tags.text("NS").equalsIgnoreCase("y"),
                tags.text("MX").equalsIgnoreCase("y") ? Optional.of(priority()) : Optional.empty());
    }

    private int priority() {
        OptionalLong said = tags.text("Priority").matches("[0-9]{1,9}")
                ? OptionalLong.of(tags.number("Priority"))
                : OptionalLong.empty();
        return said.isPresent() && said.getAsLong() <= MAX_PRIORITY ? (int) said.getAsLong() : USUAL_PRIORITY;
    }

    private static List<InetAddress> transfers(String said) {
        return said.equalsIgnoreCase("any") ? Domains.ANYONE : Literals.addresses(said);
    }

    private List<InetAddress> addresses(String attribute) {
        return Literals.addresses(tags.text(attribute));
    }

    private Optional<String> name(String attribute) {
        return Literals.name(tags.text(attribute).strip(), MAX_NAME);
    }

    private List<String> names(String attribute) {
        return Literals.words(tags.text(attribute)).stream()
                .filter(word -> Literals.name(word, MAX_NAME).isPresent())
                .toList();
    }
}
