// SPDX-License-Identifier: Apache-2.0
package cloudy.testing;

import cloudy.api.Audience;
import cloudy.api.Node;
import java.net.InetAddress;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * A node for tests in which it matters little which.
 *
 * @param addresses those that it has, by network
 */
public record SomeNode(String id, String name, Map<Audience, InetAddress> addresses) implements Node {

    public SomeNode {
        addresses = Map.copyOf(addresses);
    }

    /** One without an address. */
    public static SomeNode named(String name) {
        return new SomeNode("0123456789abcdef", name, Map.of());
    }

    /** One that has the same address in every network. */
    public static SomeNode at(InetAddress address) {
        return named("board").with(Audience.LAN, address).with(Audience.COMMUNITY, address);
    }

    /** The same node, with an address in a network. */
    public SomeNode with(Audience network, InetAddress address) {
        var all = new EnumMap<Audience, InetAddress>(Audience.class);
        all.putAll(addresses);
        all.put(network, address);
        return new SomeNode(id, name, all);
    }

    @Override
    public Optional<InetAddress> address(Audience network) {
        return Optional.ofNullable(addresses.get(network));
    }

    /** Three bytes: 1, 2 and 3. */
    @Override
    public byte[] publicKey() {
        return new byte[] {1, 2, 3};
    }
}
