// SPDX-License-Identifier: Apache-2.0
package cloudy.kubernetes;

import cloudy.api.Offer;
import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;

/** Measures 1,000 services of a cluster, whose API is another process, and prints. */
final class KubernetesBench {

    private static final Duration IDLE = Duration.ofSeconds(60);

    private KubernetesBench() {}

    public static void main(String[] arguments) throws Exception {
        if (arguments.length > 0) {
            try (var cluster = new Thousand()) {
                System.out.println(cluster.port() + " " + cluster.door());
                // Until the other side has gone.
                System.in.readAllBytes();
            }
            return;
        }
        Process cluster = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KubernetesBench.class.getName(),
                        "serve")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var said =
                new BufferedReader(new InputStreamReader(cluster.getInputStream(), StandardCharsets.US_ASCII))) {
            String[] ports = said.readLine().split(" ", 2);
            measure(Integer.parseInt(ports[0]), Integer.parseInt(ports[1]));
        } finally {
            cluster.destroy();
        }
    }

    private static void measure(int port, int door) throws Exception {
        Path folder = Files.createTempDirectory("kubernetes");
        Thousand.kubeconfig(folder, port);
        // A node has its HTTP client anyway.
        HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/nodes"))
                                .build(),
                        BodyHandlers.discarding());
        System.gc();
        long before = residentKb();
        var offers = new AtomicReference<List<Offer>>(List.of());
        Doors doors = Thousand.doors(door);
        long begin = System.nanoTime();
        try (var clusters = new Clusters(
                KubernetesSettings.of(Wish.usual("home")),
                new Kubeconfig(folder, folder, Map.of()),
                "0123456789abcdef",
                Cluster.Pace.USUAL,
                doors,
                doors,
                Optional::empty,
                offers::set)) {
            await(Duration.ofMillis(10), () -> offers.get().size() == Thousand.COUNT);
            System.out.printf(
                    "1,000 services in 50 namespaces: start to published %.2f s (goal 5)%n",
                    (System.nanoTime() - begin) / 1e9);
            System.gc();
            System.out.printf(
                    "memory beside a JVM with an HTTP client: %d MB (goal 40)%n", (residentKb() - before) / 1024);
            double cpu = cpuSeconds();
            long idle = System.nanoTime();
            await(Duration.ofSeconds(1), () -> System.nanoTime() - idle > IDLE.toNanos());
            System.out.printf(
                    "idle for %d s, %d clusters: %.2f %% of a core (goal 0.5)%n",
                    IDLE.toSeconds(), clusters.all().size(), 100 * (cpuSeconds() - cpu) / IDLE.toSeconds());
        }
    }

    private static void await(Duration pace, Callable<Boolean> condition) {
        Awaitility.await().pollInterval(pace).atMost(IDLE.multipliedBy(2)).until(condition);
    }

    private static long residentKb() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }

    private static double cpuSeconds() {
        var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return system.getProcessCpuTime() / 1e9;
    }
}
