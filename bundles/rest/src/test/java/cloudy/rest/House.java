// SPDX-License-Identifier: Apache-2.0
package cloudy.rest;

import cloudy.api.access.Access;
import cloudy.api.access.Audit;
import cloudy.api.rest.SecurePort;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.example.shop.Shop;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceRegistration;

/** The bundle as it is built behind Felix HTTP on Jetty, with a third party's bundle beside it. */
public final class House {

    static final String SHOP = "/api/v1/x/org.example.shop/";

    /** Fewer than callers in the tests, and enough for the server itself. */
    static final int THREADS = 16;

    final Osgi osgi;
    final List<String> audit = new CopyOnWriteArrayList<>();
    final ServiceRegistration<Access> access;
    private final URI secure;
    private final URI plain;
    private final HttpClient client;

    House(Path home) throws Exception {
        System.setProperty("jdk.httpclient.allowRestrictedHeaders", "host,connection,content-length");
        System.setProperty("karaf.data", home.toString());
        var https = new Https(home);
        var properties = new HashMap<>(https.properties());
        properties.put("org.apache.felix.http.jetty.threadpool.max", Integer.toString(THREADS));
        osgi = new Osgi(home, properties);
        osgi.startHttp();
        osgi.install(Gate.class).start();
        secure = URI.create(osgi.endpoint("https"));
        plain = URI.create(osgi.endpoint("http"));
        client = https.client();
        access = osgi.register(Access.class, new People());
        osgi.register(SecurePort.class, secure::getPort);
        osgi.register(
                Audit.class,
                (caller, from, action, target, outcome) ->
                        audit.add(caller.name() + ' ' + from + ' ' + action + ' ' + target + ": " + outcome));
    }

    /** Installs and starts the third party's bundle. */
    Bundle open() throws Exception {
        Bundle shop = osgi.install("org.example.shop", Shop.class, Map.of("OSGI-INF/openapi.yaml", file("/shop.yaml")));
        shop.start();
        return shop;
    }

    public static String file(String name) throws IOException {
        try (InputStream in = House.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    int securePort() {
        return secure.getPort();
    }

    URI secure(String path) {
        return URI.create("https://127.0.0.1:" + secure.getPort() + path);
    }

    URI plain(String path) {
        return URI.create("http://127.0.0.1:" + plain.getPort() + path);
    }

    HttpClient client() {
        return client;
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    /** Asks with the token of a role; an empty one sends none. */
    HttpResponse<String> send(String token, String method, String path, String body)
            throws IOException, InterruptedException {
        return send(request(token, method, path, body));
    }

    HttpResponse<String> get(String token, String path) throws IOException, InterruptedException {
        return send(token, "GET", path, "");
    }

    HttpRequest.Builder request(String token, String method, String path, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(secure(path))
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        return body.isEmpty() ? request : request.header("Content-Type", "application/json");
    }

    /** Sends bytes as they are over plain HTTP, and reads until the server closes. */
    String raw(String text) throws IOException {
        try (var socket = new Socket(plain.getHost(), plain.getPort())) {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    void close() throws Exception {
        osgi.close();
    }
}
