// SPDX-License-Identifier: Apache-2.0
package cloudy.https;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where a door is.
 *
 * @param address all addresses of this host when empty
 * @param port 0 for any that is free, as tests have it
 */
record Place(Optional<InetAddress> address, int port, boolean secure) {

    /** What the kernel lets wait while nobody accepts. */
    private static final int BACKLOG = 128;

    /**
     * The places that settings ask for.
     *
     * @param listen no address means all of them; this host itself is always heard
     * @param plainPort negative for none
     */
    static Set<Place> all(List<InetAddress> listen, int port, int plainPort) {
        var addresses = new LinkedHashSet<Optional<InetAddress>>();
        listen.forEach(address -> addresses.add(Optional.of(address)));
        if (listen.isEmpty() || listen.stream().anyMatch(InetAddress::isAnyLocalAddress)) {
            addresses.clear();
            addresses.add(Optional.empty());
        } else {
            addresses.add(Optional.of(InetAddress.getLoopbackAddress()));
        }
        var places = new LinkedHashSet<Place>();
        for (Optional<InetAddress> address : addresses) {
            places.add(new Place(address, port, true));
            if (plainPort >= 0) {
                places.add(new Place(address, plainPort, false));
            }
        }
        return places;
    }

    /** Takes the port; connections wait until somebody accepts them. */
    ServerSocketChannel bind() throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open();
        try {
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            channel.bind(
                    address.map(known -> new InetSocketAddress(known, port))
                            .orElseGet(() -> new InetSocketAddress(port)),
                    BACKLOG);
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public String toString() {
        return (secure ? "HTTPS" : "HTTP") + " on "
                + address.map(known -> Names.text(known) + " ").orElse("") + "port " + port;
    }
}
