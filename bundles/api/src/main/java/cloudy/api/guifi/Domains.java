// SPDX-License-Identifier: Apache-2.0
package cloudy.api.guifi;

import static java.util.Objects.requireNonNull;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;

/**
 * The domains that a name server of guifi.net answers for; from {@code <base>/guifi/cnml/<service>/domains}, CNML 0.1.
 *
 * <p>Addresses are addresses; what was none is left out. Names are bounded, in printable ASCII, and not looked at
 * otherwise: who writes them anywhere has to see that they are names of the DNS.
 */
public record Domains(View internal, View external) {

    /** What stands for every address, where guifi.net says {@code any}: {@code 0.0.0.0}, which nobody has. */
    public static final List<InetAddress> ANYONE = List.of(unspecified());

    /** What one side of the network is told. */
    public record View(List<Master> masters, List<Slave> slaves, List<Forward> forwards) {

        /** Nothing. */
        public static final View EMPTY = new View(List.of(), List.of(), List.of());

        public View {
            masters = List.copyOf(masters);
            slaves = List.copyOf(slaves);
            forwards = List.copyOf(forwards);
        }
    }

    /**
     * A zone that is kept here.
     *
     * @param zone its name
     * @param address of its name server
     * @param nameServer the name of that
     * @param domainAddress what the name of the zone itself stands for
     * @param mailServers {@code externalMX}: names of others' mail servers, in the order of preference
     * @param nameServers {@code externalNS}: names of others' name servers
     * @param transfers {@code allow-transfer}: who may fetch the whole zone; {@link Domains#ANYONE} for anyone
     * @param contact mail address of whoever looks after it, as it came
     */
    public record Master(
            String zone,
            Optional<Inet4Address> address,
            String nameServer,
            Optional<Inet4Address> domainAddress,
            Optional<Inet6Address> domainAddress6,
            List<String> mailServers,
            List<String> nameServers,
            List<InetAddress> transfers,
            String contact,
            List<Host> hosts,
            List<Delegation> delegations) {

        public Master {
            requireNonNull(zone);
            requireNonNull(address);
            requireNonNull(nameServer);
            requireNonNull(domainAddress);
            requireNonNull(domainAddress6);
            mailServers = List.copyOf(mailServers);
            nameServers = List.copyOf(nameServers);
            transfers = List.copyOf(transfers);
            requireNonNull(contact);
            hosts = List.copyOf(hosts);
            delegations = List.copyOf(delegations);
        }
    }

    /**
     * A name in a zone.
     *
     * @param aliases other names for it; one with a dot at its end is complete, the others are of the zone
     * @param isNameServer whether the zone names it as one of its servers
     * @param mailPriority its preference as a mail server of the zone, 0 to 65535; empty when it is none
     */
    public record Host(
            String name,
            Optional<Inet4Address> address,
            Optional<Inet6Address> address6,
            List<String> aliases,
            boolean isNameServer,
            Optional<Integer> mailPriority) {

        public Host {
            requireNonNull(name);
            requireNonNull(address);
            requireNonNull(address6);
            aliases = List.copyOf(aliases);
            requireNonNull(mailPriority);
        }
    }

    /** A part of a zone that another server answers for. */
    public record Delegation(String name, Optional<Inet4Address> address, String nameServer) {

        public Delegation {
            requireNonNull(name);
            requireNonNull(address);
            requireNonNull(nameServer);
        }
    }

    /** A zone that is copied from another server. */
    public record Slave(String zone, List<InetAddress> masters) {

        public Slave {
            requireNonNull(zone);
            masters = List.copyOf(masters);
        }
    }

    /** A zone whose questions are handed to another server. */
    public record Forward(String zone, List<InetAddress> forwarders) {

        public Forward {
            requireNonNull(zone);
            forwarders = List.copyOf(forwarders);
        }
    }

    public Domains {
        requireNonNull(internal);
        requireNonNull(external);
    }

    private static InetAddress unspecified() {
        try {
            return InetAddress.getByAddress(new byte[4]);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
