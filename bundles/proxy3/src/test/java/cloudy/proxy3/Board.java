// SPDX-License-Identifier: Apache-2.0
package cloudy.proxy3;

import cloudy.api.Audience;
import cloudy.api.Node;
import java.net.InetAddress;
import java.util.Optional;

/** A node that its neighbours reach by this address. */
record Board(String name, Optional<InetAddress> reached) implements Node {

    static Board at(String address) {
        return new Board("board", Optional.of(Network.numbers(address)));
    }

    @Override
    public String id() {
        return "0123456789abcdef";
    }

    @Override
    public Optional<InetAddress> address(Audience network) {
        return reached;
    }

    @Override
    public byte[] publicKey() {
        return new byte[0];
    }
}
