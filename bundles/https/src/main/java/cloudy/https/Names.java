// SPDX-License-Identifier: Apache-2.0
package cloudy.https;

import cloudy.api.Audience;
import cloudy.api.Node;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What this host is called by those who connect to it.
 *
 * @param hosts names of DNS, in lower case
 * @param addresses without the scope that some have
 */
record Names(Set<String> hosts, Set<InetAddress> addresses) {

    /** More would make the certificate too large for some. */
    private static final int MAX_ADDRESSES = 64;

    private static final Pattern ZEROS = Pattern.compile("(?:^|:)0(?::0)+(?::|$|(?=%))");

    /** Names that end so are this network's own, whoever has them; guifi.net's nodes end in the longer one. */
    static final String LOCAL = "local";

    Names {
        hosts = Set.copyOf(new LinkedHashSet<>(hosts));
        addresses = Set.copyOf(new LinkedHashSet<>(addresses));
    }

    /** All that this host answers to now; its addresses alone while nobody says what it is called. */
    static Names of(Optional<Node> node) {
        var hosts = new LinkedHashSet<>(Set.of("localhost"));
        var addresses = new LinkedHashSet<InetAddress>();
        addresses.add(InetAddress.getLoopbackAddress());
        node.ifPresent(known -> {
            String name = known.name().toLowerCase(Locale.ROOT);
            hosts.addAll(List.of(name, name + ".local", name + ".guifi.local"));
            for (Audience network : Audience.values()) {
                known.address(network).map(Names::withoutScope).ifPresent(addresses::add);
            }
        });
        addresses.addAll(ofHost());
        return new Names(
                hosts,
                new LinkedHashSet<>(new ArrayList<>(addresses).subList(0, Math.min(addresses.size(), MAX_ADDRESSES))));
    }

    boolean containsAll(Names others) {
        return hosts.containsAll(others.hosts) && addresses.containsAll(others.addresses);
    }

    /** Those that lie within a network's. */
    Names within(Collection<String> domains, List<Network> networks) {
        return new Names(
                Set.copyOf(hosts.stream()
                        .filter(host ->
                                domains.stream().anyMatch(domain -> host.equals(domain) || host.endsWith("." + domain)))
                        .toList()),
                Set.copyOf(addresses.stream()
                        .filter(address -> networks.stream().anyMatch(network -> network.contains(address)))
                        .toList()));
    }

    /** As people write it: {@code ::1}, not {@code 0:0:0:0:0:0:0:1} (RFC 5952). */
    static String text(InetAddress address) {
        String text = address.getHostAddress();
        if (!(address instanceof Inet6Address)) {
            return text;
        }
        return ZEROS.matcher(text)
                .results()
                .max(Comparator.comparingInt(zeros -> zeros.group().length()))
                .map(zeros -> text.substring(0, zeros.start()) + "::" + text.substring(zeros.end()))
                .orElse(text);
    }

    static InetAddress withoutScope(InetAddress address) {
        try {
            return InetAddress.getByAddress(address.getAddress());
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address has 4 or 16 bytes", e);
        }
    }

    private static List<InetAddress> ofHost() {
        try (Stream<NetworkInterface> all = NetworkInterface.networkInterfaces()) {
            return all.flatMap(NetworkInterface::inetAddresses)
                    .map(Names::withoutScope)
                    .toList();
        } catch (SocketException e) {
            // No interface at all.
            return List.of();
        }
    }
}
