// SPDX-License-Identifier: Apache-2.0
package cloudy.proxy3;

import cloudy.api.Protocol;
import cloudy.api.network.Announcement;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * Where a proxy is: an address that another machine can have, and a port. What is made of it is written from numbers.
 */
record ProxyAddress(InetAddress address, int port) {

    private static final int MAX_PORT = 65_535;

    ProxyAddress {
        if (!Ranges.isReachable(address)) {
            throw new IllegalArgumentException(address.getHostAddress() + " is no address of a proxy");
        }
        if (port < 1 || port > MAX_PORT) {
            throw new IllegalArgumentException(port + " is no port");
        }
        // Freed of the name of a link, and of a host name that somebody looked up.
        address = Network.only(address).address();
    }

    /** Reads {@code 10.1.2.3:3128} or {@code [2001:db8::1]:3128}. */
    static Optional<ProxyAddress> parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 0 || !text.substring(colon + 1).matches("[0-9]{1,5}")) {
            return Optional.empty();
        }
        String host = text.substring(0, colon);
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        if (bracketed) {
            host = host.substring(1, host.length() - 1);
        }
        if (bracketed != host.contains(":")) {
            return Optional.empty();
        }
        return of(Network.numbers(host), Integer.parseInt(text.substring(colon + 1)));
    }

    /** Of what somebody announced its address and port, and nothing else; empty where no proxy can be. */
    static Optional<ProxyAddress> of(Announcement announcement) {
        return announcement.protocol() == Protocol.TCP
                ? of(announcement.address(), announcement.port())
                : Optional.empty();
    }

    private static Optional<ProxyAddress> of(InetAddress address, int port) {
        return address == null || port < 1 || port > MAX_PORT || !Ranges.isReachable(address)
                ? Optional.empty()
                : Optional.of(new ProxyAddress(address, port));
    }

    InetSocketAddress socket() {
        return new InetSocketAddress(address, port);
    }

    /** As PAC files and people write it. */
    @Override
    public String toString() {
        String numbers = address.getHostAddress();
        return (address instanceof Inet6Address ? '[' + numbers + ']' : numbers) + ':' + port;
    }
}
