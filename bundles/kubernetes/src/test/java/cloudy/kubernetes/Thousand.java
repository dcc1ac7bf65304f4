// SPDX-License-Identifier: Apache-2.0
package cloudy.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The API of a cluster with 1,000 services in 50 namespaces, in pages as the real one gives them; and a door for all. */
final class Thousand implements AutoCloseable {

    static final int COUNT = 1000;

    private static final Pattern LIMIT = Pattern.compile("limit=(\\d+)");
    private static final Pattern CONTINUE = Pattern.compile("continue=(\\d+)");

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch end = new CountDownLatch(1);
    private final HttpServer server;
    private final Door door;

    Thousand() throws IOException {
        door = new Door();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    int door() {
        return door.port();
    }

    static void kubeconfig(Path folder, int port) throws IOException {
        Files.writeString(
                folder.resolve("home.yaml"),
                "current-context: a\ncontexts: [{name: a, context: {cluster: c, user: u}}]\n"
                        + "clusters: [{name: c, cluster: {server: 'http://127.0.0.1:" + port + "'}}]\n"
                        + "users: [{name: u, user: {token: t}}]\n");
    }

    static Doors doors(int port) {
        return new Doors(Duration.ofSeconds(2), there -> new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    @Override
    public void close() throws IOException {
        end.countDown();
        server.stop(0);
        door.close();
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String query = String.valueOf(exchange.getRequestURI().getQuery());
        String path = exchange.getRequestURI().getPath();
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        if ("websocket".equals(exchange.getRequestHeaders().getFirst("Upgrade"))) {
            exchange.sendResponseHeaders(200, -1);
        } else if (exchange.getRequestMethod().equals("POST")) {
            // May it? It may look, and no more.
            byte[] no =
                    "{\"kind\":\"SelfSubjectAccessReview\",\"apiVersion\":\"authorization.k8s.io/v1\",\"status\":{\"allowed\":false}}"
                            .getBytes(UTF_8);
            exchange.sendResponseHeaders(201, no.length);
            exchange.getResponseBody().write(no);
        } else if (query.contains("watch=true")) {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().flush();
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        } else {
            byte[] bytes = list(path, number(LIMIT, query, COUNT), number(CONTINUE, query, 0))
                    .getBytes(UTF_8);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }

    private static int number(Pattern pattern, String query, int otherwise) {
        Matcher found = pattern.matcher(query);
        return found.find() ? Integer.parseInt(found.group(1)) : otherwise;
    }

    private static String list(String path, int limit, int from) {
        if (path.endsWith("/services")) {
            return list("ServiceList", "v1", Thousand::service, limit, from);
        }
        if (path.endsWith("/endpointslices")) {
            return list("EndpointSliceList", "discovery.k8s.io/v1", Thousand::slice, limit, from);
        }
        return path.endsWith("/nodes")
                ? list(
                        "NodeList",
                        "v1",
                        number -> "{\"metadata\":{\"name\":\"pi" + number
                                + "\"},\"status\":{\"addresses\":[{\"type\":\"InternalIP\",\"address\":\"192.0.2."
                                + (number % 4 + 1)
                                + "\"}],\"conditions\":[{\"type\":\"Ready\",\"status\":\"True\"}]}}",
                        4,
                        COUNT - 4)
                : list("IngressList", "networking.k8s.io/v1", number -> "", 0, COUNT);
    }

    private static String list(String kind, String version, IntFunction<String> item, int limit, int from) {
        int to = Math.min(COUNT, from + limit);
        String next = to < COUNT ? ",\"continue\":\"" + to + "\"" : "";
        return "{\"kind\":\"" + kind + "\",\"apiVersion\":\"" + version + "\",\"metadata\":{\"resourceVersion\":\"9\""
                + next
                + "},\"items\":["
                + IntStream.range(from, to).mapToObj(item).collect(Collectors.joining(",")) + "]}";
    }

    private static String metadata(String name, int number) {
        return "\"metadata\":{\"name\":\"" + name + "\",\"namespace\":\"ns" + number % 50 + "\",\"uid\":\"" + name
                + "\",\"resourceVersion\":\"5\",\"labels\":{\"kubernetes.io/service-name\":\"s" + number
                + "\"},\"annotations\":{\"cloudy.community/publish\":\"true\"},\"managedFields\":[{\"manager\":\"kubectl\","
                + "\"fieldsV1\":{\"f:spec\":{\"f:ports\":{},\"f:selector\":{},\"f:type\":{}}}}]}";
    }

    private static String service(int number) {
        return "{" + metadata("s" + number, number)
                + ",\"spec\":{\"type\":\"NodePort\",\"ports\":[{\"protocol\":\"TCP\",\"port\":80,\"nodePort\":"
                + (30_000 + number) + "}],\"selector\":{\"app\":\"a\"}}}";
    }

    private static String slice(int number) {
        return "{" + metadata("s" + number + "-x", number)
                + ",\"addressType\":\"IPv4\",\"endpoints\":[{\"addresses\":[\"10.244.0.5\"],\"conditions\":{\"ready\":true},"
                + "\"nodeName\":\"pi1\"}]}";
    }
}
