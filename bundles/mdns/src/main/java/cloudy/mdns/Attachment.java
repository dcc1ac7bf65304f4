// SPDX-License-Identifier: Apache-2.0
package cloudy.mdns;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Where this node is attached to a link: an interface and its IPv4 addresses. Another address makes it another one, since
 * the kernel remembers the address that a multicast socket was set up with.
 */
record Attachment(String name, int index, List<Network> networks) {

    /** One address of the interface, and how many bits of it name the link. */
    record Network(Inet4Address address, int prefix) {

        boolean holds(InetAddress other) {
            if (!(other instanceof Inet4Address)) {
                return false;
            }
            int mask = prefix == 0 ? 0 : -1 << (32 - prefix);
            return ((bits(address) ^ bits(other)) & mask) == 0;
        }

        private static int bits(InetAddress address) {
            int bits = 0;
            for (byte b : address.getAddress()) {
                bits = bits << 8 | (b & 0xFF);
            }
            return bits;
        }
    }

    Attachment {
        networks = List.copyOf(networks);
    }

    /** Looks at an interface; empty when it has no IPv4 address. */
    static Optional<Attachment> of(NetworkInterface networkInterface) {
        List<Network> networks = networkInterface.getInterfaceAddresses().stream()
                .map(Attachment::network)
                .filter(Objects::nonNull)
                .toList();
        return networks.isEmpty()
                ? Optional.empty()
                : Optional.of(new Attachment(networkInterface.getName(), networkInterface.getIndex(), networks));
    }

    private static Network network(InterfaceAddress address) {
        return address.getAddress() instanceof Inet4Address v4
                ? new Network(v4, Math.min(32, Math.max(0, address.getNetworkPrefixLength())))
                : null;
    }

    /** Whether a host with this address is on the link, as far as addresses tell. */
    boolean reaches(InetAddress address) {
        return networks.stream().anyMatch(network -> network.holds(address));
    }

    /** Whether the address is this node's own here. */
    boolean isOwn(InetAddress address) {
        return networks.stream().anyMatch(network -> network.address().equals(address));
    }

    /** Whether a neighbour's address can be one on this link: neither of a range that leads elsewhere nor of none. */
    boolean allows(InetAddress address) {
        if (address.isAnyLocalAddress() || address.isMulticastAddress()) {
            return false;
        }
        // Loopback means the teller itself, and link-local leads anywhere: believed only where we have such a one.
        return !(address.isLoopbackAddress() || address.isLinkLocalAddress()) || reaches(address);
    }

    /** For logs. */
    @Override
    public String toString() {
        return name + " (" + networks.get(0).address().getHostAddress() + ')';
    }
}
