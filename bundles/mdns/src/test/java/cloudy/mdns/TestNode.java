// SPDX-License-Identifier: Apache-2.0
package cloudy.mdns;

import cloudy.api.Audience;
import cloudy.api.Node;
import java.net.InetAddress;
import java.util.Optional;

/** A node that only has a name and an id. */
record TestNode(String name, String id) implements Node {

    @Override
    public Optional<InetAddress> address(Audience network) {
        return Optional.empty();
    }

    @Override
    public byte[] publicKey() {
        return new byte[0];
    }
}
