// SPDX-License-Identifier: Apache-2.0
package cloudy.proxy3;

import static java.nio.charset.StandardCharsets.UTF_8;

import cloudy.api.Health;
import cloudy.testing.FreePort;
import cloudy.testing.SomeNode;
import cloudy.testing.Wishes;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * The service with Debian's squid behind it, on a free port. The world outside is a web server of the test's, which squid
 * takes for its parent, and names that its own file of hosts has.
 */
final class RealProxy implements AutoCloseable {

    /** A page outside, at an address that is nobody's own. */
    static final String OUTSIDE = "http://outside.test/";

    private static final String HOSTS =
            """
            203.0.113.7 outside.test
            127.0.0.1 looks-outside.test
            192.168.7.7 printer.test
            203.0.113.8 two-addresses.test
            10.9.9.9 two-addresses.test
            fd00::7 six.test
            """;

    final Path folder;
    final int port;
    final Children children;
    final HttpServer world;
    final ProxyService service;

    private final Map<String, Object> said;
    private final Path etc;

    RealProxy(Path parent, Map<String, Object> settings) throws IOException {
        folder = open(Files.createDirectories(parent.resolve("proxy3")));
        etc = Files.createDirectories(parent.resolve("etc"));
        port = FreePort.any();
        world = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        world.createContext("/", exchange -> {
            byte[] page = "the world outside".getBytes(UTF_8);
            exchange.sendResponseHeaders(200, page.length);
            exchange.getResponseBody().write(page);
            exchange.close();
        });
        world.start();
        Files.writeString(folder.resolve("hosts"), HOSTS);
        operators("");
        said = new HashMap<>(settings);
        said.put("port", port);
        said.putIfAbsent("cacheSize", 0);
        children = new Children(folder);
        service = service();
    }

    private ProxyService service() {
        return new ProxyService(
                Wishes.of(ProxyConfig.class, said),
                Map.of("cloudy.enabled", "true"),
                SomeNode.at(Network.numbers("203.0.113.99")),
                Optional.of(children),
                new Proxy.Place(etc, folder, Program.helpers()));
    }

    /** squid's user has to get through. */
    private static Path open(Path place) throws IOException {
        if (Children.isRoot()) {
            for (Path each = place; !each.equals(each.getRoot()); each = each.getParent()) {
                if (Files.getOwner(each).getName().equals("root") && !each.equals(Path.of("/tmp"))) {
                    Children.execute("chmod", "o+x", each.toString());
                }
            }
        }
        return place;
    }

    static boolean isInstalled() {
        return Files.isExecutable(Path.of("/usr/sbin/squid"));
    }

    /** The operator's own file, with what makes the test's world beside it. */
    void operators(String lines) throws IOException {
        Files.writeString(
                etc.resolve(OperatorFile.NAME),
                """
                hosts_file %s
                cache_peer 127.0.0.1 parent %s 0 no-query originserver
                never_direct allow all
                """
                                .formatted(
                                        folder.resolve("hosts"),
                                        world.getAddress().getPort())
                        + lines);
    }

    Proxy proxy() {
        return service.proxy().orElseThrow();
    }

    RealProxy awaitUp() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(20))
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> {
                    Health health = service.check();
                    if (health.status() == Health.Status.MISCONFIGURED) {
                        throw new IllegalStateException(health.reason());
                    }
                    return health.status() == Health.Status.UP;
                });
        return this;
    }

    /** The status that a person gets. */
    int get(String url, String... more) throws IOException {
        return curl(url, more);
    }

    int as(String user, String url) throws IOException {
        return curl(url, "--proxy-user", user);
    }

    private int curl(String url, String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "curl",
                "-s",
                "-o",
                "/dev/null",
                "-w",
                "%{http_code} %{http_connect}",
                "--max-time",
                "10",
                "-g",
                "-x",
                "http://127.0.0.1:" + port));
        command.addAll(List.of(more));
        command.add(url);
        Process curl = new ProcessBuilder(command).start();
        String[] codes = new String(curl.getInputStream().readAllBytes(), UTF_8).split(" ", -1);
        try {
            curl.waitFor(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        return Integer.parseInt(url.startsWith("https") ? codes[1] : codes[0]);
    }

    @Override
    public void close() throws IOException {
        service.stop();
        children.close();
        world.stop(0);
    }
}
