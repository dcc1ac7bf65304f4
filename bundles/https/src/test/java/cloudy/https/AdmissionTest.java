// SPDX-License-Identifier: Apache-2.0
package cloudy.https;

import static cloudy.https.Fakes.ip;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AdmissionTest {

    private static final InetAddress NEIGHBOUR = ip("10.1.2.3");
    private static final InetAddress STRANGER = ip("203.0.113.9");

    private final List<SocketChannel> channels = new ArrayList<>();
    private final Admission admission =
            new Admission(new Admission.Limits(List.of(Network.parse("allow", "10.0.0.0/8")), 40, 8));

    @AfterEach
    void closeChannels() throws IOException {
        for (SocketChannel channel : channels) {
            channel.close();
        }
    }

    @Test
    void letsNobodyInButTheHostItselfUntilItIsToldMore() throws IOException {
        var fresh = new Admission();

        assertThat(fresh.admits(channel(), NEIGHBOUR)).isFalse();
        assertThat(fresh.admits(channel(), InetAddress.getLoopbackAddress())).isTrue();
    }

    @Test
    void turnsAwayWhoIsNotOfAnAllowedNetwork() throws IOException {
        assertThat(admission.admits(channel(), NEIGHBOUR)).isTrue();
        assertThat(admission.admits(channel(), STRANGER)).isFalse();
        assertThat(admission.refused()).isEqualTo(1);
    }

    @Test
    void bindsOneAddressToItsShare() throws IOException {
        assertThat(admitted(9, "10.1.2.3")).isEqualTo(8);
        assertThat(admission.admits(channel(), ip("10.1.2.4"))).isTrue();
    }

    @Test
    void keepsPlacesForTheHostItself() throws IOException {
        for (int host = 1; host <= 10; host++) {
            admitted(8, "10.0.0." + host);
        }
        assertThat(admission.connections()).isEqualTo(40 - Admission.KEPT_FOR_LOOPBACK);

        assertThat(admitted(20, "127.0.0.1")).isEqualTo(Admission.KEPT_FOR_LOOPBACK);
    }

    @Test
    void givesAPlaceBackOnceHoweverOftenItIsSaid() throws IOException {
        SocketChannel channel = channel();
        admission.admits(channel, NEIGHBOUR);

        admission.left(channel);
        admission.left(channel);

        assertThat(admission.connections()).isZero();
        assertThat(admitted(9, "10.1.2.3")).isEqualTo(8);
    }

    @Test
    void takesNewLimitsAtOnce() throws IOException {
        admission.limits(new Admission.Limits(List.of(Network.parse("allow", "203.0.113.0/24")), 40, 8));

        assertThat(admission.admits(channel(), STRANGER)).isTrue();
        assertThat(admission.admits(channel(), NEIGHBOUR)).isFalse();
    }

    private int admitted(int knocks, String from) throws IOException {
        int admitted = 0;
        for (int knock = 0; knock < knocks; knock++) {
            admitted += admission.admits(channel(), ip(from)) ? 1 : 0;
        }
        return admitted;
    }

    private SocketChannel channel() throws IOException {
        SocketChannel channel = SocketChannel.open();
        channels.add(channel);
        return channel;
    }
}
