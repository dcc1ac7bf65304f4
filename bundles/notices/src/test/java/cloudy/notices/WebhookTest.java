// SPDX-License-Identifier: Apache-2.0
package cloudy.notices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloudy.api.InvalidFieldException;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WebhookTest {

    private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
    private HttpServer server;
    private int status = 204;

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            var headers = exchange.getRequestHeaders();
            requests.add(exchange.getRequestMethod()
                    + ' '
                    + exchange.getRequestURI()
                    + ' '
                    + headers.getFirst("Authorization")
                    + ' '
                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.getResponseHeaders().set("Location", "/elsewhere");
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private Webhook hook(String token) {
        return new Webhook("http://127.0.0.1:" + server.getAddress().getPort() + "/hook?a=b", token);
    }

    @Test
    void postsTheNoticeAsJson() throws Exception {
        hook("secret").send(Sample.message(false));

        assertThat(requests).singleElement().satisfies(request -> assertThat(request)
                .startsWith("POST /hook?a=b Bearer secret {\"key\":\"")
                .contains("\"state\":\"raised\",\"id\":\"doctor:disk-space\",\"urgency\":\"fault\"")
                .contains("\"text\":\"The disk is full.\"", "\"ca\":\"El disc és ple.\"")
                .contains("\"since\":\"2026-11-22T12:00:00Z\"")
                .endsWith("\"node\":{\"id\":\"0123456789abcdef\",\"name\":\"attic\"}}"));
    }

    @Test
    void failsWhenItIsNotTakenAndFollowsNoRedirect() {
        status = 307;
        assertThatThrownBy(() -> hook("").send(Sample.message(true)))
                .hasMessage("127.0.0.1 answered 307, and redirects are not followed");
        status = 500;
        assertThatThrownBy(() -> hook("").send(Sample.message(true))).hasMessage("127.0.0.1 answered 500");

        assertThat(requests).hasSize(2).allSatisfy(request -> assertThat(request)
                .contains(" null {"));
    }

    @Test
    void failsWhenNobodyListens() {
        Webhook hook = hook("");
        server.stop(0);

        assertThatThrownBy(() -> hook.send(Sample.message(false))).isInstanceOf(IOException.class);
        assertThatCode(hook::close).doesNotThrowAnyException();
    }

    @Test
    void refusesWhatIsNoWebAddress() {
        for (String bad :
                List.of("file:///etc/passwd", "ftp://a/b", "http:///x", "https://a:b@c/", "http://a\r\nX: y/", "")) {
            assertThatThrownBy(() -> new Webhook(bad, "")).isInstanceOf(InvalidFieldException.class);
        }
        assertThatThrownBy(() -> new Webhook("http://a/", "x\r\nHost: b")).isInstanceOf(InvalidFieldException.class);
    }
}
