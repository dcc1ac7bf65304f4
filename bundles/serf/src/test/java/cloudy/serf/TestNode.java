// SPDX-License-Identifier: Apache-2.0
package cloudy.serf;

import cloudy.api.Audience;
import cloudy.api.Node;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/** A node whose address can change. */
final class TestNode implements Node {

    private final String id;
    private volatile Optional<InetAddress> address;

    TestNode(String id, String address) {
        this.id = id;
        move(address);
    }

    void move(String to) {
        address = Optional.of(address(to));
    }

    /** Takes every address away. */
    void lose() {
        address = Optional.empty();
    }

    static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String name() {
        return "node-" + id.substring(12);
    }

    @Override
    public Optional<InetAddress> address(Audience network) {
        return address;
    }

    @Override
    public byte[] publicKey() {
        return new byte[0];
    }
}
