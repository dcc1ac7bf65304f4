// SPDX-License-Identifier: Apache-2.0
package cloudy.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** API servers whose answers have no end, or whose things are not as they should be. */
class HostileClusterTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String END = "]}";

    @TempDir
    private Path folder;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final ExecutorService clients = Clients.threads();
    private final CountDownLatch end = new CountDownLatch(1);
    private final AtomicLong written = new AtomicLong();
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicInteger changes = new AtomicInteger();
    private HttpServer server;
    private Cluster cluster;

    /** What is answered to a list, and to a watch, of a kind; the rest has nothing. */
    private interface Answer {

        /** Whether this was answered. */
        boolean to(HttpExchange exchange, String kind, boolean watch) throws IOException;
    }

    @BeforeEach
    void open() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.start();
    }

    @AfterEach
    void stop() {
        end.countDown();
        if (cluster != null) {
            cluster.close();
        }
        server.stop(0);
        threads.shutdownNow();
        clients.shutdownNow();
    }

    @Test
    void readsNoMoreOfAnAnswerThanAClusterHas() throws Exception {
        connect((exchange, kind, watch) -> {
            if (kind.equals("services") && !watch) {
                flood(exchange, begun("ServiceList"), item("a", ""));
            }
            return kind.equals("services") && !watch;
        });

        await().atMost(LIMIT).until(() -> !cluster.fault().isEmpty());

        assertThat(cluster.fault().english()).isEqualTo("it does not answer: an answer is longer than 4 MB");
        await().atMost(LIMIT).until(() -> refused.get() > 0);
        // Besides what was read there is what the two systems have between them.
        assertThat(written.get() / refused.get()).isLessThan(8L * Limits.MOST_BYTES);
    }

    @Test
    void readsNoMorePagesThanAClusterHas() throws Exception {
        connect((exchange, kind, watch) -> {
            if (kind.equals("services") && !watch) {
                written.incrementAndGet();
                say(
                        exchange,
                        "{\"kind\":\"ServiceList\",\"apiVersion\":\"v1\",\"metadata\":{\"resourceVersion\":\"9\","
                                + "\"continue\":\"on\"},\"items\":[" + item("a" + written.get(), "") + END);
            }
            return kind.equals("services") && !watch;
        });

        await().atMost(LIMIT).until(() -> !cluster.fault().isEmpty());

        assertThat(cluster.fault().english()).isEqualTo("it does not answer: a list has more than 50 pages");
    }

    @Test
    void readsNoEventWithoutEnd() throws Exception {
        var floods = new AtomicInteger();
        connect((exchange, kind, watch) -> {
            if (kind.equals("services") && watch) {
                floods.incrementAndGet();
                flood(exchange, "{\"type\":\"ADDED\",\"object\":{\"metadata\":{\"name\":\"", "aaaaaaaaaaaaaaaa");
            }
            return kind.equals("services") && watch;
        });

        await().atMost(LIMIT).until(() -> refused.get() > 1);

        assertThat(written.get() / refused.get()).isLessThan(16L * Limits.MOST_EVENT);
        assertThat(floods.get()).as("watched anew").isGreaterThan(1);
        assertThat(cluster.isFresh()).isTrue();
    }

    @Test
    void doesNotWaitForTheEndOfAnAnswerThatComesByteByByte() throws Exception {
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(begun("ServiceList").getBytes(UTF_8));
            exchange.getResponseBody().flush();
            forEver();
        });
        var access = new Access(URI.create("http://127.0.0.1:" + port()), "", () -> "", "", "");
        try (KubernetesClient client = Clients.open(access, "cloudy", clients, new Limits(Duration.ofMillis(300)))) {

            assertThatThrownBy(() -> client.services().inAnyNamespace().list())
                    .isInstanceOf(KubernetesClientException.class);
        }
    }

    @Test
    void seesTheRestWhereSomethingHasNothingOfWhatItShouldHave() throws Exception {
        connect((exchange, kind, watch) -> {
            if (!watch && kind.equals("services")) {
                say(
                        exchange,
                        begun("ServiceList")
                                + item("bare", "")
                                + ','
                                + item("none", ",\"spec\":null")
                                + ','
                                + item(
                                        "nginx",
                                        ",\"spec\":{\"type\":\"NodePort\",\"ports\":[{\"port\":80,\"nodePort\":30080}]}")
                                + END);
            } else if (!watch && kind.equals("endpointslices")) {
                // This is how a Service without pods has it.
                say(
                        exchange,
                        begun("EndpointSliceList")
                                + slice("bare", "null")
                                + ','
                                + slice("nginx", "[{\"addresses\":[\"10.0.0.1\"],\"nodeName\":\"pi1\"}]")
                                + END);
            } else if (!watch && kind.equals("nodes")) {
                say(
                        exchange,
                        begun("NodeList") + "{\"metadata\":{\"name\":\"new\"}},{\"metadata\":{\"name\":\"pi1\"},"
                                + "\"status\":{\"images\":null,\"addresses\":[{\"type\":\"InternalIP\",\"address\":\"192.0.2.1\"}],"
                                + "\"conditions\":[{\"type\":\"Ready\",\"status\":\"True\"}]}}" + END);
            } else {
                return false;
            }
            return true;
        });
        await().atMost(LIMIT).until(() -> cluster.isFresh());

        List<Entry> entries = Plan.of(cluster.view().orElseThrow(), "cloudy");

        assertThat(entries)
                .extracting(entry -> entry.name() + ' ' + entry.state())
                .containsExactlyInAnyOrder("bare REFUSED", "none REFUSED", "nginx PUBLISHED");
    }

    @Test
    void listsAnewOnceItIsBackBecauseItsConnectionsMayLeadNowhere() throws Exception {
        var away = new AtomicBoolean();
        var after = new AtomicBoolean();
        connect((exchange, kind, watch) -> {
            if (watch) {
                // Nothing comes on it ever after, as when the other side lost its power.
                exchange.sendResponseHeaders(200, 0);
                exchange.getResponseBody().flush();
                forEver();
            } else if (away.get()) {
                exchange.sendResponseHeaders(503, -1);
            } else if (kind.equals("services")) {
                say(exchange, begun("ServiceList") + item(after.get() ? "after" : "before", "") + END);
            } else {
                return false;
            }
            return true;
        });
        await().atMost(LIMIT).until(() -> names().equals(List.of("before")));
        away.set(true);
        await().atMost(LIMIT).until(() -> !cluster.fault().isEmpty());
        after.set(true);

        away.set(false);

        await().atMost(LIMIT).until(() -> names().equals(List.of("after")));
        await().atMost(LIMIT).until(() -> cluster.fault().isEmpty());
    }

    private List<String> names() {
        return cluster.view().map(View::services).orElse(List.of()).stream()
                .map(service -> service.getMetadata().getName())
                .toList();
    }

    private void connect(Answer answer) throws IOException {
        server.createContext("/", exchange -> {
            try (exchange) {
                String path = exchange.getRequestURI().getPath();
                String kind = path.substring(path.lastIndexOf('/') + 1);
                boolean watch =
                        String.valueOf(exchange.getRequestURI().getQuery()).contains("watch=true");
                if (!answer.to(exchange, kind, watch)) {
                    if (watch) {
                        exchange.sendResponseHeaders(200, 0);
                        exchange.getResponseBody().flush();
                        forEver();
                    } else {
                        say(exchange, begun("List") + END);
                    }
                }
            }
        });
        Files.writeString(
                folder.resolve("home.yaml"),
                "current-context: a\ncontexts: [{name: a, context: {cluster: c, user: u}}]\n"
                        + "clusters: [{name: c, cluster: {server: 'http://127.0.0.1:" + port() + "'}}]\n"
                        + "users: [{name: u, user: {token: secret}}]\n");
        cluster = new Cluster(
                "home",
                KubernetesSettings.of(Wish.usual("home")),
                new Kubeconfig(folder, folder, Map.of()),
                "0123456789abcdef",
                clients,
                Home.QUICK,
                changes::incrementAndGet);
    }

    private int port() {
        return server.getAddress().getPort();
    }

    /** Writes for as long as somebody reads. */
    private void flood(HttpExchange exchange, String begin, String again) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        byte[] more = (again + ',').repeat(100).getBytes(UTF_8);
        try {
            exchange.getResponseBody().write(begin.getBytes(UTF_8));
            while (end.getCount() > 0) {
                exchange.getResponseBody().write(more);
                written.addAndGet(more.length);
            }
        } catch (IOException e) {
            refused.incrementAndGet();
            throw e;
        }
    }

    private void forEver() {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String begun(String kind) {
        return "{\"kind\":\"" + kind + "\",\"metadata\":{\"resourceVersion\":\"9\"},\"items\":[";
    }

    private static String item(String name, String more) {
        return "{\"metadata\":{\"name\":\"" + name + "\",\"namespace\":\"cloudy\",\"uid\":\"" + name
                + "\",\"resourceVersion\":\"5\"}" + more + '}';
    }

    private static String slice(String service, String endpoints) {
        return "{\"metadata\":{\"name\":\"" + service + "-x\",\"namespace\":\"cloudy\",\"labels\":"
                + "{\"kubernetes.io/service-name\":\"" + service + "\"}},\"endpoints\":" + endpoints + '}';
    }

    private static void say(HttpExchange exchange, String body) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
