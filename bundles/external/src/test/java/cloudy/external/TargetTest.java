// SPDX-License-Identifier: Apache-2.0
package cloudy.external;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloudy.api.Health;
import cloudy.api.InvalidFieldException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTest {

    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:80, 127.0.0.1, 80",
        "[fd00::1]:9001, fd00::1, 9001",
        "[::ffff:10.0.0.1]:1, ::ffff:10.0.0.1, 1",
        "camera.lan:65535, camera.lan, 65535",
        "my_host-2:554, my_host-2, 554"
    })
    void readsAHostAndAPort(String text, String host, int port) {
        assertThat(Target.parse(text)).isEqualTo(new Target(host, port));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "9001",
                "localhost",
                "localhost:",
                ":80",
                "host:0",
                "host:65536",
                "host:http",
                "fd00::1:80",
                "[fd00::1]",
                "[1.2.3.4]:80",
                "[nonsense]:80",
                "[::1::2]:80",
                "host:80 ",
                "-host:80",
                "a b:80",
                "host/:80",
                "none:80:80",
                "http://host:80",
                "host:99999999999"
            })
    void refusesWhatIsNotAHostAndAPort(String text) {
        assertThatThrownBy(() -> Target.parse(text))
                .isInstanceOf(InvalidFieldException.class)
                .hasMessageStartingWith("check: must be a host and a port");
    }

    @Test
    void isUpWhileSomethingListens() throws IOException {
        try (var server = new ServerSocket(0, 50, LOOPBACK)) {
            assertThat(new Target("127.0.0.1", server.getLocalPort()).probe()).isEqualTo(Health.up());
        }
    }

    @Test
    void looksANameUp() throws IOException {
        try (var server = new ServerSocket(0, 50, LOOPBACK)) {
            assertThat(new Target("localhost", server.getLocalPort()).probe()).isEqualTo(Health.up());
        }
    }

    @Test
    void isDownWhenNothingListens() throws IOException {
        int port;
        try (var server = new ServerSocket(0, 50, LOOPBACK)) {
            port = server.getLocalPort();
        }

        Health health = new Target("127.0.0.1", port).probe();

        assertThat(health.status()).isEqualTo(Health.Status.DOWN);
        assertThat(health.reason()).startsWith("nothing listens on 127.0.0.1:" + port);
    }

    @Test
    void isDownWhenTheNameIsNotKnown() {
        assertThat(new Target("no-such-host.invalid", 80).probe().why().byLanguage())
                .isEqualTo(Map.of(
                        "ca", "el nom no-such-host.invalid no es coneix",
                        "es", "el nombre no-such-host.invalid no se conoce",
                        "en", "the name no-such-host.invalid is not known"));
    }

    @Test
    void givesUpWhereNobodyAnswers() throws IOException {
        // A queue of one, and filled: Linux drops what else comes, as a firewall does.
        try (var server = new ServerSocket(0, 1, LOOPBACK);
                var first = new java.net.Socket(LOOPBACK, server.getLocalPort());
                var second = new java.net.Socket(LOOPBACK, server.getLocalPort())) {
            assertThat(first.isConnected() && second.isConnected()).isTrue();
            var target = new Target("127.0.0.1", server.getLocalPort());

            assertThat(target.probe(Duration.ofMillis(200)).reason()).isEqualTo(target + " does not answer");
        }
    }

    @Test
    void isWrittenAsItIsRead() {
        assertThat(Target.parse("[fd00::1]:9001")).hasToString("[fd00::1]:9001");
        assertThat(Target.parse("10.1.2.3:80")).hasToString("10.1.2.3:80");
    }
}
