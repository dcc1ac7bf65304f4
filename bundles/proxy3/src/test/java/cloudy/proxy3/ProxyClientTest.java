// SPDX-License-Identifier: Apache-2.0
package cloudy.proxy3;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloudy.api.form.Explained;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxyClientTest {

    private static final URI PAGE = URI.create("http://guifi.net/");

    private ServerSocket server;
    private CompletableFuture<Void> served = CompletableFuture.completedFuture(null);

    @BeforeEach
    void open() throws IOException {
        server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() throws IOException {
        // What it could not send is no fault: who asks reads no more than he needs.
        served.handle((done, failure) -> null).join();
        server.close();
    }

    private ProxyClient answeredWith(String answer) {
        served = CompletableFuture.runAsync(() -> {
            try (Socket caller = server.accept()) {
                caller.getInputStream().read(new byte[8_192]);
                caller.getOutputStream().write(answer.getBytes(US_ASCII));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        return new ProxyClient((InetSocketAddress) server.getLocalSocketAddress());
    }

    @ParameterizedTest
    @CsvSource({
        "407, Proxy-Authenticate: Basic realm=x, true",
        "407, X: y, false",
        "200, Via: 1.1 board (squid), true",
        "302, X-Cache: MISS from board, true",
        "200, Server: nginx, false",
        "403, Via: 1.1 board (squid), false",
        "503, X-Cache: MISS from board, false",
        "404, Via: 1.1 board, false",
    })
    void tellsAWorkingProxyFromWhatElseAnswers(int status, String header, boolean works) throws Exception {
        String answer =
                "HTTP/1.1 " + status + " Words\r\n" + header + "\r\nContent-Length: 0\r\n\r\nVia: in the page\r\n";

        assertThat(answeredWith(answer).head(PAGE).isOfWorkingProxy()).isEqualTo(works);
    }

    @Test
    void bearsWhatIsNoProxy() {
        assertThatThrownBy(() -> answeredWith("SSH-2.0-OpenSSH\r\n").head(PAGE)).hasMessageContaining("no proxy");
        assertThatThrownBy(() -> answeredWith("").head(PAGE))
                .hasMessageContaining("no proxy")
                .satisfies(failure -> assertThat(Explained.of(failure).in(List.of(Locale.forLanguageTag("ca"))))
                        .isEqualTo("el que respon no és un proxy"));
    }

    @Test
    void readsNoMoreThanItNeeds() throws Exception {
        assertThat(answeredWith("HTTP/1.1 200 OK\r\n\r\n" + "x".repeat(1024 * 1024))
                        .get(PAGE)
                        .body())
                .hasSizeLessThan(300 * 1024);
    }
}
