// SPDX-License-Identifier: Apache-2.0
package cloudy.node;

import cloudy.api.Audience;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Guesses by which of this host's addresses neighbours reach it. */
final class HostAddresses {

    /** Bridges and pairs that container and machine runtimes make; OpenWrt's {@code br-lan} is none of them. */
    private static final Pattern VIRTUAL = Pattern.compile(
            "(?:docker|veth|virbr|vnet|lxcbr|lxdbr|incusbr|podman|cni|flannel|cali|kube).*|br-[0-9a-f]{12}");

    private final Supplier<List<HostAddress>> host;

    /** Asks {@code host} anew for every guess: interfaces come and go. */
    HostAddresses(Supplier<List<HostAddress>> host) {
        this.host = host;
    }

    /** The best address for a network now; the same one as long as the host has the same ones. */
    Optional<InetAddress> best(Audience network) {
        return host.get().stream()
                .filter(candidate -> UnicastAddress.isUsable(candidate.address()))
                .min(Comparator.comparing((HostAddress candidate) ->
                                VIRTUAL.matcher(candidate.device()).matches())
                        .thenComparing(candidate -> rank(network, candidate.address()))
                        .thenComparing(HostAddress::index)
                        .thenComparing(candidate -> candidate.address().getAddress(), Arrays::compareUnsigned))
                .map(HostAddress::address);
    }

    /** IPv4 first, as neighbours have it: 10/8 is guifi.net's, a private one is the likeliest in a LAN. */
    private static int rank(Audience network, InetAddress address) {
        if (!(address instanceof Inet4Address)) {
            return 2;
        }
        boolean preferred =
                switch (network) {
                    case LAN -> address.isSiteLocalAddress();
                    case COMMUNITY -> address.getAddress()[0] == 10;
                };
        return preferred ? 0 : 1;
    }
}
