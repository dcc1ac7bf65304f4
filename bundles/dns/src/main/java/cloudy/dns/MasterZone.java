// SPDX-License-Identifier: Apache-2.0
package cloudy.dns;

import cloudy.api.guifi.Domains;
import cloudy.api.guifi.Domains.Delegation;
import cloudy.api.guifi.Domains.Host;
import cloudy.api.guifi.Domains.Master;
import cloudy.dns.LeftOut.Reason;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.xbill.DNS.Name;

/**
 * One of guifi.net's domains as a zone: a pure function. What BIND would refuse the whole zone for, such as an alias
 * with an address or a name server without one, is left out alone.
 */
final class MasterZone {

    private static final int MX_STEP = 10;

    private final Name zone;
    private final LeftOut left;
    private final Map<Name, Set<String>> records = new LinkedHashMap<>();
    private final Set<Name> withAddress = new LinkedHashSet<>();

    private MasterZone(Name zone, LeftOut left) {
        this.zone = zone;
        this.left = left;
    }

    /**
     * Makes the zone.
     *
     * @param left is told what is not in it
     * @return empty when the zone could not be served at all
     */
    static Optional<ZoneText> of(Master master, Name zone, LeftOut left) {
        return new MasterZone(zone, left).make(master);
    }

    private Optional<ZoneText> make(Master master) {
        Optional<Name> server = known(
                Names.within(master.nameServer(), zone)
                        .or(() -> Optional.of(master.nameServer())
                                .filter(text -> text.endsWith("."))
                                .flatMap(Names::absolute))
                        .filter(name -> !name.isWild()),
                master.nameServer());
        addresses(zone, Stream.concat(master.domainAddress().stream(), master.domainAddress6().stream()));
        Names.within("*", zone)
                .ifPresent(any -> addresses(
                        any, Stream.concat(master.domainAddress().stream(), master.domainAddress6().stream())));
        master.hosts().forEach(this::host);
        nameServers(master, server);
        mailServers(master);
        master.delegations().forEach(this::delegation);
        master.hosts().forEach(this::aliases);
        if (server.isEmpty() || records.getOrDefault(zone, Set.of()).stream().noneMatch(MasterZone::isNameServer)) {
            left.add(Reason.NO_NAME_SERVER, master.zone());
            return Optional.empty();
        }
        Name contact = Names.contact(master.contact())
                .or(() -> Names.alias("hostmaster", zone))
                .orElse(zone);
        List<String> lines = records.entrySet().stream()
                .flatMap(entry -> entry.getValue().stream().map(record -> entry.getKey() + " IN " + record))
                .toList();
        return Optional.of(new ZoneText(zone, server.get(), contact, ZoneText.Timers.DOMAIN, lines));
    }

    private static boolean isNameServer(String record) {
        return record.startsWith("NS ");
    }

    private void host(Host host) {
        List<InetAddress> own = Stream.concat(host.address().stream(), host.address6().stream())
                .map(InetAddress.class::cast)
                .toList();
        if (!own.isEmpty()) {
            name(host.name()).ifPresent(name -> addresses(name, own.stream()));
        }
    }

    private void nameServers(Domains.Master master, Optional<Name> server) {
        for (Host host : master.hosts()) {
            if (host.isNameServer()) {
                Names.within(host.name(), zone).ifPresent(name -> nameServer(zone, name));
            }
        }
        for (String outside : master.nameServers()) {
            known(Names.absolute(outside), outside).ifPresent(name -> nameServer(zone, name));
        }
        if (server.isPresent() && records.getOrDefault(zone, Set.of()).stream().noneMatch(MasterZone::isNameServer)) {
            if (server.get().subdomain(zone)) {
                addresses(server.get(), master.address().stream());
            }
            nameServer(zone, server.get());
        }
    }

    private void nameServer(Name of, Name server) {
        if (isServed(server)) {
            add(of, "NS " + server);
        } else {
            left.add(Reason.NO_ADDRESS, server.toString(true));
        }
    }

    /** A server within the zone needs an address there. */
    private boolean isServed(Name server) {
        return !server.isWild() && (!server.subdomain(zone) || withAddress.contains(server));
    }

    private void mailServers(Master master) {
        int last = 0;
        for (Host host : master.hosts()) {
            if (host.mailPriority().isPresent()) {
                last = host.mailPriority().get();
                int priority = last;
                Names.within(host.name(), zone).ifPresent(name -> mailServer(priority, name));
            }
        }
        for (String outside : master.mailServers()) {
            last = Math.min(last + MX_STEP, 0xFFFF);
            int priority = last;
            known(Names.absolute(outside), outside).ifPresent(name -> mailServer(priority, name));
        }
    }

    private void mailServer(int priority, Name server) {
        if (isServed(server)) {
            add(zone, "MX " + priority + ' ' + server);
        } else {
            left.add(Reason.NO_ADDRESS, server.toString(true));
        }
    }

    /** guifi.net writes these names complete, without a dot at their end. */
    private void delegation(Delegation delegation) {
        Optional<Name> part = known(
                Names.absolute(delegation.name())
                        .filter(name -> name.subdomain(zone))
                        .or(() -> Names.within(delegation.name(), zone)),
                delegation.name());
        Optional<Name> server = known(Names.absolute(delegation.nameServer()), delegation.nameServer());
        if (part.isEmpty() || server.isEmpty()) {
            return;
        }
        if (part.get().equals(zone) || part.get().isWild() || !part.get().subdomain(zone)) {
            left.add(Reason.RESERVED, delegation.name());
            return;
        }
        if (server.get().subdomain(zone)) {
            addresses(server.get(), delegation.address().stream());
        }
        nameServer(part.get(), server.get());
    }

    private void aliases(Host host) {
        for (String alias : host.aliases()) {
            // One that is complete is what the host itself stands for.
            boolean outside = alias.endsWith(".");
            Optional<Name> owner = outside
                    ? known(Names.within(host.name(), zone), host.name())
                    : known(Names.alias(alias, zone), alias);
            Optional<Name> target = outside ? known(Names.alias(alias, zone), alias) : Names.within(host.name(), zone);
            if (owner.isEmpty() || target.isEmpty()) {
                continue;
            }
            if (records.containsKey(owner.get()) || owner.get().equals(zone)) {
                left.add(Reason.ALIAS_IN_THE_WAY, alias);
            } else if (owner.equals(target) || target.get().isWild()) {
                left.add(Reason.NO_NAME, alias);
            } else {
                add(owner.get(), "CNAME " + target.get());
            }
        }
    }

    private void addresses(Name name, Stream<? extends InetAddress> all) {
        all.forEach(address -> {
            if (Addresses.isPossible(address)) {
                add(name, (address.getAddress().length == 4 ? "A " : "AAAA ") + address.getHostAddress());
                withAddress.add(name);
            } else {
                left.add(Reason.NO_ADDRESS, name.toString(true));
            }
        });
    }

    private void add(Name name, String record) {
        records.computeIfAbsent(name, key -> new LinkedHashSet<>()).add(record);
    }

    private Optional<Name> name(String text) {
        return known(Names.within(text, zone), text);
    }

    private Optional<Name> known(Optional<Name> name, String text) {
        if (name.isEmpty()) {
            left.add(Reason.NO_NAME, text);
        }
        return name;
    }
}
