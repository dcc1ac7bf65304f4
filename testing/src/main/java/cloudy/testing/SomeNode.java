// SPDX-License-Identifier: Apache-2.0
package cloudy.testing;

import cloudy.api.Audience;
import cloudy.api.Node;
import java.net.InetAddress;
import java.util.Optional;

/**
 * A node for tests in which it matters little which.
 *
 * @param reached its address in every network; empty when it has none
 */
public record SomeNode(String name, Optional<InetAddress> reached) implements Node {

    /** One without an address. */
    public static SomeNode named(String name) {
        return new SomeNode(name, Optional.empty());
    }

    public static SomeNode at(InetAddress address) {
        return new SomeNode("board", Optional.of(address));
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
