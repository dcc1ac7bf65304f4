// SPDX-License-Identifier: Apache-2.0
package cloudy.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cloudy.api.CloudyService;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real API server on a real etcd, where both are on the PATH, with the roles as they are delivered. There are no boards
 * and no controllers: nodes and EndpointSlices are made by hand.
 */
class RealClusterTest {

    private static final Duration TEN_SECONDS = Duration.ofSeconds(10);
    private static final Path ROLES = Path.of("../../distribution/kubernetes/roles.yaml");

    @TempDir
    private Path folder;

    private final List<Process> programs = new ArrayList<>();
    private final ExecutorService threads = Clients.threads();

    @AfterEach
    void stop() throws InterruptedException {
        Collections.reverse(programs);
        for (Process program : programs) {
            program.destroy();
            if (!program.waitFor(5, TimeUnit.SECONDS)) {
                program.destroyForcibly().waitFor();
            }
        }
        threads.shutdownNow();
    }

    @Test
    void publishesWithdrawsAndReportsByTheRolesThatAreDelivered() throws Exception {
        Optional<Path> etcd = onPath("etcd");
        Optional<Path> apiServer = onPath("kube-apiserver");
        if (etcd.isEmpty() || apiServer.isEmpty()) {
            String none = "kubernetes: no real API server: kube-apiserver and etcd are not both on the PATH";
            System.out.println(none);
            Assumptions.abort(none);
        }
        System.out.println(
                "kubernetes: with " + said(apiServer.get(), "--version") + " and " + said(etcd.get(), "--version"));
        String server = start(etcd.get(), apiServer.get());
        Access administrator = access(server, "administrator");
        try (KubernetesClient admin = Clients.open(administrator, "cloudy", threads);
                var door = new Door()) {
            try (InputStream roles = Files.newInputStream(ROLES)) {
                admin.load(roles).items().forEach(each -> admin.resource(each).create());
            }
            admin.resource(board()).create();
            admin.resource(Home.slice("cloudy", "nginx", "pi1", true)).create();
            kubeconfig(server);
            KubernetesService node = node(door);
            try {
                await().atMost(TEN_SECONDS)
                        .until(() -> node.clusters().orElseThrow().all().get(0).isFresh());

                admin.resource(exposed()).create();

                await().atMost(TEN_SECONDS).until(() -> Home.descriptions(node).equals(List.of("nginx")));
                await().atMost(TEN_SECONDS)
                        .until(() -> admin.v1().events().inNamespace("cloudy").list().getItems().stream()
                                .anyMatch(event -> event.getMessage().startsWith("published as kubernetes \"nginx\"")));
                Cluster cluster = node.clusters().orElseThrow().all().get(0);
                assertThat(cluster.publisher()).isEqualTo("0123456789abcdef");
                assertThat(cluster.rights()).isEqualTo(new Rights(true, true, true, true));

                admin.services().inNamespace("cloudy").withName("nginx").delete();

                await().atMost(TEN_SECONDS).until(() -> node.offers(List.of()).isEmpty());
            } finally {
                node.stop();
            }
        }
    }

    /** Starts both, and gives the address of the API once it is ready. */
    private String start(Path etcd, Path apiServer) throws Exception {
        String store = "http://127.0.0.1:" + Door.silent();
        run(
                etcd,
                "--data-dir=" + folder.resolve("etcd"),
                "--listen-client-urls=" + store,
                "--advertise-client-urls=" + store,
                "--listen-peer-urls=http://127.0.0.1:0");
        KeyPair keys = KeyPairGenerator.getInstance("RSA").generateKeyPair();
        Path own = pem("PRIVATE KEY", keys.getPrivate().getEncoded());
        Path open = pem("PUBLIC KEY", keys.getPublic().getEncoded());
        Path tokens = Files.writeString(
                folder.resolve("tokens.csv"),
                "administrator,admin,1,system:masters\ncloudy,system:serviceaccount:cloudy:cloudy,2\n");
        int port = Door.silent();
        run(
                apiServer,
                "--etcd-servers=" + store,
                "--bind-address=127.0.0.1",
                "--advertise-address=127.0.0.1",
                "--secure-port=" + port,
                "--cert-dir=" + folder.resolve("certificates"),
                "--service-cluster-ip-range=10.0.0.0/24",
                "--service-account-issuer=https://cloudy.test",
                "--service-account-key-file=" + open,
                "--service-account-signing-key-file=" + own,
                "--token-auth-file=" + tokens,
                "--authorization-mode=RBAC",
                "--disable-admission-plugins=ServiceAccount");
        String server = "https://127.0.0.1:" + port;
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(250))
                .until(() -> isReady(server));
        return server;
    }

    /** Whether it answers, and has made the roles of its own without which nobody may ask what he may do. */
    private boolean isReady(String server) throws IOException {
        assertThat(programs).allMatch(Process::isAlive);
        if (!Files.exists(certificate())) {
            return false;
        }
        try (KubernetesClient admin = Clients.open(access(server, "administrator"), "default", threads)) {
            return "ok".equals(admin.raw("/readyz"));
        } catch (RuntimeException notYet) {
            return false;
        }
    }

    private Path certificate() {
        return folder.resolve("certificates").resolve("apiserver.crt");
    }

    private Access access(String server, String token) throws IOException {
        String authority = Base64.getEncoder().encodeToString(Files.readAllBytes(certificate()));
        return new Access(URI.create(server), authority, () -> token, "", "");
    }

    private void kubeconfig(String server) throws IOException {
        Files.writeString(
                folder.resolve("home.yaml"),
                "current-context: a\ncontexts: [{name: a, context: {cluster: c, user: u}}]\n"
                        + "clusters: [{name: c, cluster: {server: '" + server + "', certificate-authority-data: "
                        + access(server, "").authority() + "}}]\nusers: [{name: u, user: {token: cloudy}}]\n");
    }

    private KubernetesService node(Door door) {
        var doors = new Doors(
                Duration.ofSeconds(1), there -> new InetSocketAddress(InetAddress.getLoopbackAddress(), door.port()));
        return new KubernetesService(
                null,
                Wish.usual("home").withLease().withEvents().importing("neighbours"),
                Map.of(CloudyService.ENABLED, "true"),
                "0123456789abcdef",
                new Kubeconfig(folder, folder.resolve("none"), Map.of()),
                Home.QUICK,
                doors,
                doors);
    }

    private static io.fabric8.kubernetes.api.model.Node board() {
        return Home.board("pi1", "192.0.2.1", true);
    }

    /** What {@code kubectl expose --type=NodePort} makes: the port of the node is the cluster's to choose. */
    static Service exposed() {
        return new ServiceBuilder(Home.nodePort("cloudy", "nginx", 0, Map.of()))
                .editMetadata()
                .withUid(null)
                .endMetadata()
                .editSpec()
                .editFirstPort()
                .withNodePort(null)
                .endPort()
                .endSpec()
                .build();
    }

    private void run(Path program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(arguments));
        programs.add(new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(program.getFileName() + ".log").toFile())
                .start());
    }

    private static String said(Path program, String argument) throws Exception {
        Process process = new ProcessBuilder(program.toString(), argument)
                .redirectErrorStream(true)
                .start();
        try (InputStream out = process.getInputStream()) {
            return new String(out.readAllBytes(), UTF_8).lines().findFirst().orElse(program.toString());
        }
    }

    private Path pem(String what, byte[] encoded) throws IOException {
        return Files.writeString(
                folder.resolve(what.replace(' ', '-') + ".pem"),
                "-----BEGIN " + what + "-----\n" + Base64.getMimeEncoder().encodeToString(encoded) + "\n-----END "
                        + what + "-----\n");
    }

    private static Optional<Path> onPath(String program) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
