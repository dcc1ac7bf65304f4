// SPDX-License-Identifier: Apache-2.0
package cloudy.https;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many clients, and slow ones, while an honest one on the host itself is answered. */
class CrowdTest {

    private static final String HONEST = "GET / HTTP/1.1\r\nHost: roof\r\nConnection: close\r\n\r\n";
    private static final Duration SHORT = Duration.ofSeconds(1);

    @TempDir
    private Path data;

    private final List<SocketChannel> crowd = new ArrayList<>();
    private final Admission admission = new Admission(
            new Admission.Limits(List.of(Network.parse("allow", "127.0.0.0/8")), 1000, 32),
            InetAddress.getLoopbackAddress()::equals);

    @AfterEach
    void leave() throws IOException {
        for (SocketChannel one : crowd) {
            one.close();
        }
    }

    @Test
    void answersTheHostItselfWhileTenThousandConnect() throws Exception {
        try (var door = new TestDoor(admission, Optional.empty(), Patience.HEADERS, Patience.BODY)) {
            for (int count = 0; count < 10_000; count++) {
                SocketChannel one = connect(door, count % 400);
                if (count < 1_500) {
                    crowd.add(one);
                } else {
                    one.close();
                }
                if (count % 1_000 == 999) {
                    assertThat(door.ask(HONEST)).contains("200 OK");
                }
            }
            await().until(() -> admission.refused() >= 9_000);
            assertThat(admission.connections()).isEqualTo(1000 - Admission.KEPT_FOR_LOOPBACK);
            assertThat(door.ask(HONEST)).contains("200 OK");
        }
    }

    @Test
    void givesAllPlacesBackWhenTheCrowdHasGone() throws Exception {
        try (var door = new TestDoor(admission, Optional.empty(), Patience.HEADERS, Patience.BODY)) {
            for (int count = 0; count < 200; count++) {
                crowd.add(connect(door, count));
            }
            await().until(() -> admission.connections() == 200);
            leave();

            await().until(() -> admission.connections() == 0);
        }
    }

    @Test
    void turnsAwayTheThirtyThirdOfOneAddress() throws Exception {
        try (var door = new TestDoor(admission, Optional.empty(), Patience.HEADERS, Patience.BODY)) {
            for (int count = 0; count < 33; count++) {
                crowd.add(connect(door, 7));
            }

            assertThat(crowd.get(32).read(ByteBuffer.allocate(1))).isEqualTo(-1);
            assertThat(admission.connections()).isEqualTo(32);
        }
    }

    @Test
    void dropsWhoSendsHeadersByteByByte() throws Exception {
        try (var door = new TestDoor(admission, Optional.empty(), SHORT, Patience.BODY)) {
            isDropped(door, "GET / HTTP/1.1\r\nHost: roof\r\nX-Slow: ");

            assertThat(door.ask(HONEST)).contains("200 OK");
        }
    }

    @Test
    void dropsWhoSendsABodyByteByByte() throws Exception {
        try (var door = new TestDoor(admission, Optional.empty(), Patience.HEADERS, SHORT)) {
            isDropped(door, "POST / HTTP/1.1\r\nHost: roof\r\nContent-Length: 100000\r\n\r\n");
        }
    }

    @Test
    void dropsWhoNeverFinishesTls() throws Exception {
        Certificates certificates = Fakes.certificates(data);
        try (var door = new TestDoor(admission, Optional.of(certificates), SHORT, Patience.BODY)) {
            // The head of a TLS record that announces 512 bytes of a greeting.
            isDropped(door, "\u0016\u0003\u0001\u0002\u0000\u0001");
        } finally {
            certificates.close();
        }
    }

    @Test
    void letsWhoIsSilentBetweenTwoRequestsStay() throws Exception {
        try (var door = new TestDoor(admission, Optional.empty(), SHORT, SHORT);
                Socket socket = door.connect()) {
            String request = "GET / HTTP/1.1\r\nHost: roof\r\n\r\n";
            for (int count = 0; count < 2; count++) {
                socket.getOutputStream().write(request.getBytes(US_ASCII));
                assertThat(new String(socket.getInputStream().readNBytes(12), US_ASCII))
                        .isEqualTo("HTTP/1.1 200");
                long until = System.nanoTime() + SHORT.multipliedBy(3).toNanos();
                await().until(() -> System.nanoTime() > until);
                socket.getInputStream().skipNBytes(socket.getInputStream().available());
            }
            assertThat(admission.connections()).isEqualTo(1);
        }
    }

    private void isDropped(TestDoor door, String beginning) throws IOException {
        SocketChannel slow = connect(door, 1);
        crowd.add(slow);
        slow.write(ByteBuffer.wrap(beginning.getBytes(US_ASCII)));
        await().until(() -> admission.connections() == 1);
        await().pollInterval(Duration.ofMillis(100))
                .atMost(Duration.ofSeconds(5))
                .until(() -> drip(slow));
    }

    /** Sends one byte more; true when nobody takes it. */
    private static boolean drip(SocketChannel slow) {
        try {
            slow.write(ByteBuffer.wrap(new byte[] {'x'}));
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    private static SocketChannel connect(TestDoor door, int host) throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.bind(new InetSocketAddress(
                InetAddress.getByAddress(new byte[] {127, 1, (byte) (host / 250), (byte) (1 + host % 250)}), 0));
        channel.connect(door.address());
        return channel;
    }
}
