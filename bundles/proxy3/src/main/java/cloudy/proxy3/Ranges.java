// SPDX-License-Identifier: Apache-2.0
package cloudy.proxy3;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Ranges of addresses that mean something everywhere. */
final class Ranges {

    /**
     * Where no proxy has to go: itself, the link, groups, what is reserved, and IPv6 ranges in which such an IPv4 address
     * can hide. IPv4 in IPv6 (::ffff:0:0/96) is IPv4 to squid already.
     */
    static final List<Network> FORBIDDEN = Network.all(
            "0.0.0.0/8",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "192.0.0.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4",
            "::/96",
            "64:ff9b::/104",
            "64:ff9b::7f00:0/104",
            "64:ff9b::a9fe:0/112",
            "64:ff9b::e000:0/99",
            "64:ff9b:1::/48",
            "2001::/32",
            "2002::/16",
            "fe80::/10",
            "fec0::/10",
            "ff00::/8");

    /** Of somebody's own network; some are the community's. The IPv6 ones are the same behind NAT64. */
    static final List<Network> PRIVATE = Network.all(
            "10.0.0.0/8",
            "100.64.0.0/10",
            "172.16.0.0/12",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "fc00::/7",
            "64:ff9b::a00:0/104",
            "64:ff9b::6440:0/106",
            "64:ff9b::ac10:0/108",
            "64:ff9b::c0a8:0/112");

    private Ranges() {}

    /** The addresses of this machine, in the order of their numbers, without those that nobody gets to anyway. */
    static Set<String> own() throws SocketException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(Ranges::isReachable)
                .map(address -> Network.only(address).address().getHostAddress())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Whether it may be another machine's. */
    static boolean isReachable(InetAddress address) {
        return FORBIDDEN.stream().noneMatch(range -> range.contains(address));
    }
}
