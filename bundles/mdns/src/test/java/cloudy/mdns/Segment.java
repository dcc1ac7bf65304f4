// SPDX-License-Identifier: Apache-2.0
package cloudy.mdns;

import static org.awaitility.Awaitility.await;

import cloudy.mdns.wire.MalformedMessageException;
import cloudy.mdns.wire.Message;
import cloudy.mdns.wire.MessageReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * The loopback interface as a link of its own: nodes on a port that nobody else uses, and a stranger who hears everything
 * and may say anything.
 */
final class Segment {

    private final int port = freePort();
    private final InetSocketAddress group = new InetSocketAddress(Say.address("224.0.0.251"), port);
    private final DatagramChannel stranger;
    private final List<Mdns> nodes = new ArrayList<>();

    Segment() {
        try {
            NetworkInterface lo = NetworkInterface.getByName("lo");
            stranger = DatagramChannel.open(StandardProtocolFamily.INET)
                    .setOption(StandardSocketOptions.SO_REUSEADDR, true)
                    .setOption(StandardSocketOptions.IP_MULTICAST_IF, lo)
                    .bind(group);
            stranger.configureBlocking(false);
            stranger.join(group.getAddress(), lo);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A node whose id is its name again and again. */
    Mdns node(String name) {
        return node(name, name.repeat(16).substring(0, 16));
    }

    Mdns node(String name, String id) {
        return join(new Mdns(new TestNode(name, id), new Interfaces("lo"), new Sockets(), port, 10_000));
    }

    /** One more node on this segment, that leaves with the others. */
    Mdns join(Mdns node) {
        nodes.add(node);
        return node;
    }

    int port() {
        return port;
    }

    /** The stranger says something, from the port that mDNS uses. */
    void say(byte[] packet) {
        try {
            stranger.send(ByteBuffer.wrap(packet), group);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The stranger announces what is in order. */
    void say(Entry... entries) {
        Packets.responses(List.of(entries).stream()
                        .map(entry -> entry.records().toList())
                        .toList())
                .forEach(this::say);
    }

    /** All messages that the stranger has heard since the last call. */
    List<Message> overheard() {
        List<Message> messages = new ArrayList<>();
        ByteBuffer buffer = ByteBuffer.allocate(9_000);
        try {
            while (stranger.receive(buffer.clear()) != null) {
                messages.add(MessageReader.read(buffer.flip()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (MalformedMessageException e) {
            throw new AssertionError("nodes say only what can be read", e);
        }
        return messages;
    }

    /** Waits until the stranger has heard such a message; what comes before is dropped. */
    void awaitMessage(Predicate<Message> wanted) {
        await().atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> overheard().stream().anyMatch(wanted));
    }

    /** Everyone leaves. */
    void close() throws Exception {
        for (Mdns node : nodes) {
            node.close();
        }
        stranger.close();
    }
}
