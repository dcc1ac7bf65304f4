// SPDX-License-Identifier: Apache-2.0
package cloudy.mdns;

import cloudy.api.Audience;
import cloudy.api.Node;
import java.net.InetAddress;
import java.util.Optional;

/** A node that has a name and an id, and perhaps an address that its operator wished. */
record TestNode(String name, String id, Optional<InetAddress> wished) implements Node {

    TestNode(String name, String id) {
        this(name, id, Optional.empty());
    }

    @Override
    public Optional<InetAddress> address(Audience network) {
        return wished;
    }

    @Override
    public byte[] publicKey() {
        return new byte[0];
    }
}
