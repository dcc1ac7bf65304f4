// SPDX-License-Identifier: Apache-2.0
package cloudy.mdns;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class EchoesTest {

    private final VirtualTime time = new VirtualTime();
    private final Echoes echoes = new Echoes(time);

    @Test
    void recognisesEachMessageOnce() {
        echoes.sent(bytes("one"));
        echoes.sent(bytes("two"));

        assertThat(echoes.isEcho(packet("two"))).isTrue();
        assertThat(echoes.isEcho(packet("one"))).isTrue();
        // A neighbour asks the same.
        assertThat(echoes.isEcho(packet("one"))).isFalse();
        assertThat(echoes.isEcho(packet("three"))).isFalse();
    }

    @Test
    void countsWhatIsSentSeveralTimes() {
        echoes.sent(bytes("one"));
        echoes.sent(bytes("one"));

        assertThat(echoes.isEcho(packet("one"))).isTrue();
        assertThat(echoes.isEcho(packet("one"))).isTrue();
        assertThat(echoes.isEcho(packet("one"))).isFalse();
    }

    @Test
    void doesNotWaitForAnEchoThatGotLost() {
        echoes.sent(bytes("one"));
        time.pass(3_000);

        assertThat(echoes.isEcho(packet("one"))).isFalse();
    }

    @Test
    void staysSmallUnderAStorm() {
        for (int i = 0; i < 10_000; i++) {
            echoes.sent(bytes("message " + i));
        }

        assertThat(echoes.isEcho(packet("message 1"))).isFalse();
        assertThat(echoes.isEcho(packet("message 9999"))).isTrue();
    }

    @Test
    void leavesThePacketAsItIs() {
        echoes.sent(bytes("one"));
        ByteBuffer packet = packet("one");

        echoes.isEcho(packet);

        assertThat(packet.remaining()).isEqualTo(3);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** As it comes from the socket: in the midst of a larger buffer. */
    private static ByteBuffer packet(String text) {
        return ByteBuffer.allocate(100).put(bytes(text)).flip();
    }
}
