// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** A server on this machine that keeps what it is asked, byte for byte, and answers what the test says. */
final class RecordingServer implements Closeable {

    record Request(String method, URI uri, String authorization, String language, String body) {}

    private static final String COMMANDS = "/api/v1/commands";
    private static final String CONTRACT = "/api/v1/openapi.json";

    record Reply(int status, String type, String body) {

        static Reply json(String body) {
            return new Reply(200, "application/json", body);
        }

        static Reply problem(int status, String field, String detail) {
            return new Reply(
                    status,
                    "application/problem+json",
                    "{\"type\":\"about:blank\",\"title\":\"No\",\"status\":" + status + ",\"detail\":\"" + detail
                            + "\",\"field\":\"" + field + "\"}");
        }
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final List<String> known = new CopyOnWriteArrayList<>();
    private volatile String commands = "";
    private volatile Function<Request, Reply> answers = request -> Reply.json("{}");

    RecordingServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    void answer(Function<Request, Reply> how) {
        answers = how;
    }

    /** Says from now on that these are its commands. */
    RecordingServer offer(String lines) {
        commands = lines;
        return this;
    }

    /** What those who asked for the commands said to have already, which may be nothing. */
    List<String> known() {
        return List.copyOf(known);
    }

    /** What was asked since this was called last, apart from the commands and the contract. */
    List<Request> heard() {
        List<Request> all = List.copyOf(requests);
        requests.clear();
        return all;
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        if (path.equals(COMMANDS)) {
            handOut(exchange);
            return;
        }
        try (exchange) {
            var request = new Request(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI(),
                    exchange.getRequestHeaders().getFirst("Authorization"),
                    exchange.getRequestHeaders().getFirst("Accept-Language"),
                    new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            if (!path.equals(CONTRACT)) {
                requests.add(request);
            }
            Reply reply = answers.apply(request);
            byte[] body = reply.body().getBytes(UTF_8);
            exchange.getResponseHeaders().set("Content-Type", reply.type());
            exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private void handOut(HttpExchange exchange) throws IOException {
        try (exchange) {
            String tag = "\"" + Integer.toHexString(commands.hashCode()) + '"';
            String has = exchange.getRequestHeaders().getFirst("If-None-Match");
            known.add(has == null ? "" : has);
            exchange.getResponseHeaders().set("ETag", tag);
            if (tag.equals(has)) {
                exchange.sendResponseHeaders(304, -1);
                return;
            }
            exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
            byte[] body = commands.getBytes(UTF_8);
            exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
