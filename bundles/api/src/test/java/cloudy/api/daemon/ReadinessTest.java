// SPDX-License-Identifier: Apache-2.0
package cloudy.api.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class ReadinessTest {

    @Test
    void isReadyWhileSomethingListens() throws Exception {
        int port;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();

            assertThat(Daemon.Readiness.listening(port).isReady()).isTrue();
        }
        assertThatThrownBy(() -> Daemon.Readiness.listening(port).isReady())
                .hasMessage("nothing listens on port " + port + " yet");
    }
}
