// SPDX-License-Identifier: Apache-2.0
package cloudy.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloudy.api.Audience;
import cloudy.api.Offer;
import cloudy.api.Protocol;
import cloudy.api.form.Texts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PortProbeTest {

    private final PortProbe probe = new PortProbe(Duration.ofMillis(400));
    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    @Test
    void findsNothingWrongWhenNeighboursCanConnect() throws Exception {
        assertThat(probe.failure(List.of(tcp(listen("127.0.0.2"))), at("127.0.0.2")))
                .isEmpty();
    }

    @Test
    void triesEveryPort() throws Exception {
        int one = listen("127.0.0.2");
        int two = listen("127.0.0.2");
        int free = free("127.0.0.2");

        assertThat(probe.failure(List.of(tcp(one), tcp(two)), at("127.0.0.2"))).isEmpty();
        assertThat(probe.failure(List.of(tcp(one), tcp(free), tcp(two)), at("127.0.0.2"))
                        .map(Texts::english))
                .contains("nothing answers at 127.0.0.2:" + free + " (Connection refused)");
    }

    @Test
    void saysThatAServiceListensOnThisHostOnly() throws Exception {
        int port = listen("127.0.0.1");

        assertThat(probe.failure(List.of(tcp(port)), at("127.0.0.2")).map(Texts::english))
                .contains(
                        "it listens on this host only, on port " + port + "; neighbours connect to 127.0.0.2:" + port);
    }

    @Test
    void triesLoopbackWhenThisNodeHasNoAddress() throws Exception {
        int port = listen("127.0.0.1");

        assertThat(probe.failure(List.of(tcp(port)), Self.UNKNOWN)).isEmpty();
        assertThat(probe.failure(List.of(tcp(free("127.0.0.1"))), Self.UNKNOWN)).isPresent();
    }

    @Test
    void triesAnotherHostsAddressAsItIs() throws Exception {
        int elsewhere = listen("127.0.0.3");
        Offer offer = tcp(elsewhere);
        var foreign = new Offer(
                offer.key(),
                offer.type(),
                offer.description(),
                Optional.empty(),
                elsewhere,
                Protocol.TCP,
                offer.txt(),
                Audience.LAN);

        // An offer cannot hold a loopback address: it stands here for the address of this node on the LAN.
        var self = new Self(
                Optional.empty(),
                "",
                Optional.of(InetAddress.getByName("127.0.0.3")),
                Optional.of(InetAddress.getByName("127.0.0.2")));
        assertThat(probe.failure(List.of(foreign), self)).isEmpty();
        assertThat(probe.failure(List.of(offer), self)).isPresent();
    }

    @Test
    void doesNotWaitForOneThatDoesNotAnswer() throws Exception {
        var full = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.2"));
        open.add(full);
        for (int i = 0; i < 4; i++) {
            var waiting = SocketChannel.open();
            open.add(waiting);
            waiting.configureBlocking(false);
            waiting.connect(full.getLocalSocketAddress());
        }
        long began = System.nanoTime();

        Optional<Texts> failure = probe.failure(List.of(tcp(full.getLocalPort())), at("127.0.0.2"));

        assertThat(failure.map(Texts::english).orElse("")).contains("no answer within");
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(4));
    }

    @Test
    void canBeInterrupted() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> probe.failure(List.of(tcp(listen("127.0.0.2"))), at("127.0.0.2")))
                .isInstanceOfAny(InterruptedException.class, IOException.class);
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void reachesTcpPortsOnly() {
        assertThat(PortProbe.canReach(tcp(1))).isTrue();
        assertThat(PortProbe.canReach(tcp(0))).isFalse();
        assertThat(PortProbe.canReach(tcp(1).over(Protocol.UDP))).isFalse();
    }

    private static Offer tcp(int port) {
        return Offer.of("pads", "Pads", port);
    }

    private static Self at(String address) throws IOException {
        return new Self(Optional.of("id"), "me", Optional.empty(), Optional.of(InetAddress.getByName(address)));
    }

    private int listen(String address) throws IOException {
        var socket = new ServerSocket(0, 50, InetAddress.getByName(address));
        open.add(socket);
        return socket.getLocalPort();
    }

    private static int free(String address) throws IOException {
        try (var socket = new ServerSocket(0, 50, InetAddress.getByName(address))) {
            return socket.getLocalPort();
        }
    }
}
