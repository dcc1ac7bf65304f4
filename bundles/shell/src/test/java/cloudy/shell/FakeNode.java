// SPDX-License-Identifier: Apache-2.0
package cloudy.shell;

import cloudy.api.Audience;
import cloudy.api.Node;
import java.net.InetAddress;
import java.util.Optional;

/** A node that has an address on the LAN only. */
final class FakeNode implements Node {

    @Override
    public String id() {
        return "0123456789abcdef";
    }

    @Override
    public String name() {
        return "node-a";
    }

    @Override
    public Optional<InetAddress> address(Audience network) {
        return network == Audience.LAN ? Optional.of(FakeDirectory.address("192.168.1.5")) : Optional.empty();
    }

    @Override
    public byte[] publicKey() {
        return new byte[0];
    }
}
