// SPDX-License-Identifier: Apache-2.0
package cloudy.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** API servers that refuse, talk nonsense, are slow, forget, or are somebody else. */
class BrokenClusterTest {

    private static final Duration TEN_SECONDS = Duration.ofSeconds(10);
    private static final char[] PASSWORD = "changeit".toCharArray();

    private static final String EXPIRED = "{\"type\":\"ERROR\",\"object\":{\"kind\":\"Status\",\"apiVersion\":\"v1\","
            + "\"status\":\"Failure\",\"message\":\"too old resource version\",\"reason\":\"Expired\",\"code\":410}}\n";

    @TempDir
    private Path folder;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final ExecutorService clients = Clients.threads();
    private final CountDownLatch end = new CountDownLatch(1);
    private final Queue<String> tokens = new ConcurrentLinkedQueue<>();
    private HttpServer server;
    private Cluster cluster;

    @AfterEach
    void stop() {
        end.countDown();
        cluster.close();
        server.stop(0);
        threads.shutdownNow();
        clients.shutdownNow();
    }

    @ParameterizedTest
    @CsvSource({
        "401, '{\"kind\":\"Status\",\"code\":401}', it does not answer: the cluster does not take the token",
        "403, '{\"kind\":\"Status\",\"code\":403}', it does not answer: the account has no right to read (cloudy-read)",
        "500, '{\"kind\":\"Status\",\"code\":500}', it does not answer:",
        "200, '<html>a router</html>', it does not answer:",
        "200, '{\"kind\":\"ServiceList\",\"items\":', it does not answer:"
    })
    void saysWhatIsWrongWithAClusterThatIsNoHelp(int status, String body, String fault) throws Exception {
        serve(HttpServer.create(loopback(), 0), exchange -> answer(exchange, status, body));
        open("http", "");

        await().atMost(TEN_SECONDS).until(() -> !cluster.fault().isEmpty());
        assertThat(cluster.fault().english()).startsWith(fault);
        assertThat(cluster.isFresh()).isFalse();
        assertThat(cluster.view()).isEmpty();
    }

    @Test
    void listsAnewWhenItsPlaceInTheHistoryHasExpired() throws Exception {
        var lists = new AtomicInteger();
        var expired = new AtomicBoolean();
        serve(HttpServer.create(loopback(), 0), exchange -> {
            String query = String.valueOf(exchange.getRequestURI().getQuery());
            if ("websocket".equals(exchange.getRequestHeaders().getFirst("Upgrade"))) {
                // The library asks again without a WebSocket.
                answer(exchange, 200, "");
            } else if (query.contains("watch=true")) {
                watched(exchange, services(exchange) && !expired.getAndSet(true) ? EXPIRED : "");
            } else if (services(exchange)) {
                answer(exchange, 200, list("ServiceList", lists.incrementAndGet() > 1 ? "after" : "before"));
            } else {
                answer(exchange, 200, list(kind(exchange), ""));
            }
        });
        open("http", "");

        await().atMost(TEN_SECONDS).until(() -> names().equals(List.of("after")));
    }

    @Test
    void doesNotWaitForEverForAClusterThatTakesAllTheTimeInTheWorld() throws Exception {
        serve(HttpServer.create(loopback(), 0), exchange -> {
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            exchange.close();
        });
        open("http", "");

        await().atMost(Duration.ofSeconds(25)).until(() -> !cluster.fault().isEmpty());
    }

    @Test
    void tellsItsTokenToTheClusterThatItsAuthorityVouchesFor() throws Exception {
        String authority = serveOverTls("right");
        open("https", authority);
        await().atMost(TEN_SECONDS).until(() -> cluster.isFresh());
        assertThat(names()).containsExactly("nginx");
        assertThat(tokens).isNotEmpty().allMatch("Bearer secret"::equals);
    }

    @Test
    void tellsItsTokenToNobodyElse() throws Exception {
        serveOverTls("right");
        String other = Base64.getEncoder().encodeToString(certificate(keystore("wrong"), "wrong"));
        open("https", other);

        await().atMost(TEN_SECONDS).until(() -> !cluster.fault().isEmpty());
        assertThat(cluster.fault().english()).contains("certification path");
        assertThat(tokens).isEmpty();
    }

    @Test
    void takesTheNewTokenOfItsKubeconfigOnceTheOldOneIsRefused() throws Exception {
        var good = new AtomicReference<>("Bearer secret");
        serve(HttpServer.create(loopback(), 0), exchange -> {
            if (good.get().equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                answer(exchange, 200, list(kind(exchange), services(exchange) ? "nginx" : ""));
            } else {
                answer(exchange, 401, "{\"kind\":\"Status\",\"code\":401}");
            }
        });
        open("http", "");
        await().atMost(TEN_SECONDS).until(() -> cluster.isFresh());

        good.set("Bearer fresh");
        await().atMost(TEN_SECONDS).until(() -> !cluster.fault().isEmpty());
        assertThat(cluster.fault().english()).contains("does not take the token");
        assertThat(names()).containsExactly("nginx");
        Path file = folder.resolve("home.yaml");
        Files.writeString(file, Files.readString(file).replace("secret", "fresh"));

        await().atMost(TEN_SECONDS).until(() -> cluster.fault().isEmpty());
        assertThat(names()).containsExactly("nginx");
    }

    private List<String> names() {
        return cluster.view().map(View::services).orElse(List.of()).stream()
                .map(service -> service.getMetadata().getName())
                .toList();
    }

    private void open(String scheme, String authority) throws IOException {
        String more = authority.isEmpty() ? "" : ", certificate-authority-data: " + authority;
        Files.writeString(
                folder.resolve("home.yaml"),
                "current-context: a\ncontexts: [{name: a, context: {cluster: c, user: u}}]\n"
                        + "clusters: [{name: c, cluster: {server: '" + scheme + "://127.0.0.1:"
                        + server.getAddress().getPort() + "'" + more + "}}]\n"
                        + "users: [{name: u, user: {token: secret}}]\n");
        cluster = new Cluster(
                "home",
                KubernetesSettings.of(Wish.usual("home")),
                new Kubeconfig(folder, folder, Map.of()),
                "0123456789abcdef",
                clients,
                Home.QUICK,
                () -> {});
    }

    private void serve(HttpServer made, HttpHandler handler) {
        server = made;
        server.setExecutor(threads);
        server.createContext("/", handler);
        server.start();
    }

    private String serveOverTls(String name) throws Exception {
        Path file = keystore(name);
        KeyStore keys = KeyStore.getInstance(file.toFile(), PASSWORD);
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD);
        var context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        HttpsServer secure = HttpsServer.create(loopback(), 0);
        secure.setHttpsConfigurator(new HttpsConfigurator(context));
        serve(secure, exchange -> {
            tokens.add(exchange.getRequestHeaders().getFirst("Authorization"));
            answer(exchange, 200, list(kind(exchange), services(exchange) ? "nginx" : ""));
        });
        return Base64.getEncoder().encodeToString(certificate(file, name));
    }

    private Path keystore(String name) throws Exception {
        Path file = folder.resolve(name + ".p12");
        Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        Process process = new ProcessBuilder(
                        keytool.toString(),
                        "-genkeypair",
                        "-alias",
                        name,
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-ext",
                        "bc=ca:true",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        new String(PASSWORD))
                .redirectErrorStream(true)
                .start();
        try (InputStream said = process.getInputStream()) {
            said.readAllBytes();
        }
        assertThat(process.waitFor()).isZero();
        return file;
    }

    private static byte[] certificate(Path keystore, String name) throws Exception {
        byte[] der = KeyStore.getInstance(keystore.toFile(), PASSWORD)
                .getCertificate(name)
                .getEncoded();
        return ("-----BEGIN CERTIFICATE-----\n" + Base64.getMimeEncoder().encodeToString(der)
                        + "\n-----END CERTIFICATE-----\n")
                .getBytes(UTF_8);
    }

    /** A watch that tells one thing, and then stays open. */
    private void watched(HttpExchange exchange, String event) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        exchange.getResponseBody().write(event.getBytes(UTF_8));
        exchange.getResponseBody().flush();
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        exchange.close();
    }

    private static boolean services(HttpExchange exchange) {
        return exchange.getRequestURI().getPath().endsWith("/services");
    }

    private static String kind(HttpExchange exchange) {
        String path = exchange.getRequestURI().getPath();
        return path.endsWith("/nodes")
                ? "NodeList"
                : path.endsWith("/endpointslices")
                        ? "EndpointSliceList"
                        : path.endsWith("/ingresses") ? "IngressList" : "ServiceList";
    }

    private static String list(String kind, String name) {
        String item = name.isEmpty()
                ? ""
                : "{\"metadata\":{\"name\":\"" + name + "\",\"namespace\":\"cloudy\",\"uid\":\"" + name
                        + "\",\"resourceVersion\":\"5\"},\"spec\":{\"type\":\"NodePort\",\"ports\":[]}}";
        String version = kind.equals("EndpointSliceList")
                ? "discovery.k8s.io/v1"
                : kind.equals("IngressList") ? "networking.k8s.io/v1" : "v1";
        return "{\"kind\":\"" + kind + "\",\"apiVersion\":\"" + version
                + "\",\"metadata\":{\"resourceVersion\":\"9\"},\"items\":[" + item + "]}";
    }

    private static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
