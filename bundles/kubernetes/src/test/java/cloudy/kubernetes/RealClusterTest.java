// SPDX-License-Identifier: Apache-2.0
package cloudy.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cloudy.api.CloudyService;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real API server, where it and etcd are on the PATH, with the roles as they are delivered, and the real kubectl. There
 * are no boards and no controllers: nodes and EndpointSlices are made by hand.
 */
class RealClusterTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Path DELIVERED = Path.of("../../distribution/kubernetes");

    @TempDir
    private Path folder;

    private final ExecutorService threads = Clients.threads();
    private final List<AutoCloseable> open = new ArrayList<>();

    @BeforeEach
    void start() throws Exception {
        Optional<RealServer> found = RealServer.start(folder, threads);
        Assumptions.assumeTrue(
                found.isPresent(), "no real API server: kube-apiserver and etcd are not both on the PATH");
        open.add(found.get());
        server = found.get();
        door = new Door();
        open.add(0, door);
        admin = server.client(RealServer.ADMINISTRATOR);
        open.add(0, admin);
        try (InputStream roles = Files.newInputStream(DELIVERED.resolve("roles.yaml"))) {
            admin.load(roles).items().forEach(each -> admin.resource(each).create());
        }
        server.kubeconfig("home", RealServer.CLOUDY);
        kubeconfig = server.kubeconfig("administrator", RealServer.ADMINISTRATOR);
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
        threads.shutdownNow();
    }

    private RealServer server;
    private KubernetesClient admin;
    private Door door;
    private Path kubeconfig;

    @Test
    void publishesAndWithdrawsWhatIsExposedByTheRolesThatAreDelivered() throws Exception {
        admin.resource(Home.board("pi1", "192.0.2.1", true)).create();
        admin.resource(Home.slice("cloudy", "nginx", "pi1", true)).create();
        KubernetesService node = node(door);
        Cluster cluster = node.clusters().orElseThrow().all().get(0);
        await().atMost(LIMIT).until(cluster::isFresh);
        await().atMost(LIMIT).until(() -> cluster.publisher().equals("0123456789abcdef"));
        assertThat(cluster.rights()).isEqualTo(new Rights(true, true, true, true));
        kubectl("create", "deployment", "nginx", "-n", "cloudy", "--image=nginx");

        kubectl("expose", "deployment/nginx", "-n", "cloudy", "--type=NodePort", "--port=80");

        await().atMost(LIMIT).until(() -> Home.descriptions(node).equals(List.of("nginx")));
        await().atMost(LIMIT).until(() -> kubectl("describe", "service", "nginx", "-n", "cloudy")
                .contains("published as kubernetes \"nginx\""));
        kubectl("annotate", "service", "nginx", "-n", "cloudy", "cloudy.community/name=Còpies");
        await().atMost(LIMIT).until(() -> Home.descriptions(node).equals(List.of("Còpies")));

        kubectl("delete", "service", "nginx", "-n", "cloudy");

        await().atMost(LIMIT).until(() -> node.offers(List.of()).isEmpty());
    }

    @Test
    void takesTheManifestsThatAreDelivered() throws Exception {
        String said = kubectl(
                "apply",
                "--dry-run=server",
                "-f",
                DELIVERED.resolve("roles.yaml").toString(),
                "-f",
                DELIVERED.resolve("deployment.yaml").toString());

        assertThat(said).contains("deployment.apps/cloudy created (server dry run)");
    }

    private String kubectl(String... arguments) throws Exception {
        return Kubectl.found(kubeconfig).run(arguments);
    }

    private KubernetesService node(Door behind) throws IOException {
        var doors = new Doors(
                Duration.ofSeconds(1), there -> new InetSocketAddress(InetAddress.getLoopbackAddress(), behind.port()));
        var node = new KubernetesService(
                null,
                Wish.usual("home").withLease().withEvents().importing("neighbours"),
                Map.of(CloudyService.ENABLED, "true"),
                "0123456789abcdef",
                new Kubeconfig(folder, folder.resolve("none"), Map.of()),
                Home.QUICK,
                doors,
                doors);
        open.add(0, node::stop);
        return node;
    }
}
