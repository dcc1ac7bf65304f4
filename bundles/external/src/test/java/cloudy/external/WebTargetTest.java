// SPDX-License-Identifier: Apache-2.0
package cloudy.external;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloudy.api.Health;
import cloudy.api.InvalidFieldException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebTargetTest {

    @ParameterizedTest
    @CsvSource({
        "http://a, http://a:80/",
        "https://a.lan/x, https://a.lan:443/x",
        "http://127.0.0.1:9001/health?a=b, http://127.0.0.1:9001/health?a=b",
        "http://[fd00::1]:80/, http://[fd00::1]:80/"
    })
    void readsWebAddresses(String text, String read) {
        assertThat(WebTarget.parse(text)).hasToString(read);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://",
                "ftp://a",
                "http://user@a/",
                "http://a:0/",
                "http://a:70000/",
                "http://a/x y",
                "http://a/\r\nX: y",
                "http://a#b",
                "http://[::g]/",
                "HTTP://a/"
            })
    void refusesWhatIsNone(String text) {
        assertThatThrownBy(() -> WebTarget.parse(text)).isInstanceOf(InvalidFieldException.class);
    }

    @ParameterizedTest
    @CsvSource({"200, UP", "204, UP", "302, UP", "401, UP", "404, DOWN", "500, DOWN"})
    void goesByTheStatus(int status, Health.Status health) throws Exception {
        assertThat(answered("HTTP/1.1 " + status + " x\r\n\r\n").status()).isEqualTo(health);
    }

    @Test
    void saysWhatIsWrong() throws Exception {
        assertThat(answered("HTTP/1.1 503 x\r\n\r\n").reason()).endsWith("/health?full=1 answers 503");
        assertThat(answered("SSH-2.0-x\r\n").reason()).endsWith("does not speak HTTP");
        assertThat(answered("").reason()).endsWith("does not speak HTTP");
        assertThat(answered("x".repeat(100_000)).reason()).endsWith("does not speak HTTP");
    }

    @Test
    void isDownWhenNothingListens() throws Exception {
        int port;
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }

        assertThat(WebTarget.parse("http://127.0.0.1:" + port).probe().reason()).startsWith("nothing listens on http");
        assertThat(WebTarget.parse("http://no.such.host.invalid/").probe().reason())
                .contains("is not known");
    }

    @Test
    void isDownWhenNobodyAnswers() throws Exception {
        try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(WebTarget.parse("http://127.0.0.1:" + silent.getLocalPort())
                            .probe()
                            .reason())
                    .endsWith("does not answer");
        }
    }

    @Test
    void isDownWhenTheOtherSideSpeaksNoTls() throws Exception {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<String> asked = answering(server, "HTTP/1.1 400 x\r\n\r\n");
            assertThat(WebTarget.parse("https://127.0.0.1:" + server.getLocalPort())
                            .probe()
                            .status())
                    .isEqualTo(Health.Status.DOWN);
            asked.join();
        }
    }

    private static Health answered(String answer) throws Exception {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<String> asked = answering(server, answer);
            Health health = WebTarget.parse("http://127.0.0.1:" + server.getLocalPort() + "/health?full=1")
                    .probe();
            assertThat(asked.join()).startsWith("GET /health?full=1 HTTP/1.1\r\nHost: 127.0.0.1:");
            return health;
        }
    }

    /** What was asked. */
    private static CompletableFuture<String> answering(ServerSocket server, String answer) {
        return CompletableFuture.supplyAsync(() -> {
            try (Socket socket = server.accept()) {
                byte[] request = new byte[2_000];
                int read = socket.getInputStream().read(request);
                socket.getOutputStream().write(answer.getBytes(US_ASCII));
                return new String(request, 0, Math.max(0, read), US_ASCII);
            } catch (IOException e) {
                return e.toString();
            }
        });
    }
}
