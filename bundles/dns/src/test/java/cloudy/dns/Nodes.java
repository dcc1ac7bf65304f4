// SPDX-License-Identifier: Apache-2.0
package cloudy.dns;

import cloudy.api.Audience;
import cloudy.api.Node;
import java.net.InetAddress;
import java.util.Optional;

/** A node with one address in each network. */
final class Nodes implements Node {

    @Override
    public String id() {
        return "0123456789abcdef";
    }

    @Override
    public String name() {
        return "anna";
    }

    @Override
    public Optional<InetAddress> address(Audience network) {
        return Optional.of(Given.address(network == Audience.LAN ? "192.168.1.2" : "10.1.2.3"));
    }

    @Override
    public byte[] publicKey() {
        return new byte[0];
    }
}
