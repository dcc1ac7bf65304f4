// SPDX-License-Identifier: Apache-2.0
package cloudy.syncthing;

import static java.nio.charset.StandardCharsets.UTF_8;

import cloudy.testing.SomeNode;
import cloudy.testing.Wishes;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Answers what a test has it answer, and keeps what it was asked to change. */
final class FakeSyncthing implements AutoCloseable {

    static final String OWN = "XKJ6UCH-3RCK5A7-QH2HPTZ-KIW2S3I-UYYPDLM-CWG5WGK-EP52XP3-SHLGWQX";
    static final String KEY = "0123456789abcdef0123";

    final List<String> changes = Collections.synchronizedList(new ArrayList<>());
    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private final HttpServer server;

    FakeSyncthing() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        answers.put("/rest/config/folders", "[]");
        answers.put("/rest/config/devices", "[{\"deviceID\": \"" + OWN + "\"}]");
    }

    /** Has it answer so from now on. */
    FakeSyncthing says(String path, String json) {
        answers.put(path, json);
        return this;
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** The service attached to it. */
    SyncthingService service(Path folder) {
        Map<String, Object> said = Map.of("restAddress", "127.0.0.1:" + port(), "_apiKey", KEY);
        return new SyncthingService(
                Wishes.of(SyncthingConfig.class, said),
                Map.of("cloudy.enabled", "true"),
                SomeNode.named("anna"),
                Optional.empty(),
                folder);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        String path = exchange.getRequestURI().toString();
        exchange.getResponseHeaders().set("X-Syncthing-ID", OWN);
        if (!exchange.getRequestMethod().equals("GET")) {
            changes.add(exchange.getRequestMethod() + ' ' + path + ' ' + body);
        }
        byte[] text = answers.getOrDefault(path, "{}").getBytes(UTF_8);
        exchange.sendResponseHeaders(200, text.length);
        exchange.getResponseBody().write(text);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
