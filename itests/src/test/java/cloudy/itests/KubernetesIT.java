// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import static org.assertj.core.api.Assertions.assertThat;

import cloudy.kubernetes.ApiServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The guide of {@code distribution/kubernetes}: what one exposes at home the neighbour finds, and the other way round. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class KubernetesIT {

    private static final int PORT = 30080;
    private static final String KUBECONFIG =
            """
            apiVersion: v1
            kind: Config
            current-context: home
            contexts: [{name: home, context: {cluster: home, user: cloudy}}]
            clusters: [{name: home, cluster: {server: "http://127.0.0.1:6443"}}]
            users: [{name: cloudy, user: {token: secret}}]
            """;

    @RegisterExtension
    static final Rig rig = new Rig();

    private static CloudyNode anna;
    private static CloudyNode bert;
    private static Host board;
    private static Path config;

    @BeforeAll
    static void boot() throws IOException {
        Assumptions.assumeTrue(
                Command.run(List.of("kubectl", "version", "--client")).exit() == 0, "kubectl is not on the PATH");
        Lan lan = rig.lan();
        anna = rig.node(lan.join("anna")).start();
        bert = rig.node(lan.join("bert")).start();
        board = lan.join("pi1");
        Listener.on(board, PORT);
        Listener.on(bert.host(), 9001);
        // The master of the cluster is on Anna's computer, a board beside it.
        rig.closing(anna.host()
                .java(ApiServer.class, "127.0.0.1", "6443", board.address(), Integer.toString(PORT), Talker.BEGINNING));
        config = Files.writeString(rig.folder().resolve("kubeconfig"), KUBECONFIG);
        anna.awaitBoot();
        bert.awaitBoot();
    }

    @Test
    @Order(1)
    void whatIsExposedIsFoundByTheNeighbour() throws IOException {
        anna.asOwner("mkdir", "-p", anna.home().resolve("etc/kubernetes").toString())
                .succeeded();
        anna.write("etc/kubernetes/home.yaml", KUBECONFIG);
        anna.launch("catalogue", "install", "cloudy-kubernetes", "--wait").succeeded();
        anna.launch("settings", "set", "cloudy.kubernetes", "clusters=home").succeeded();
        anna.launch("service", "start", "cloudy.kubernetes").succeeded();
        Folders.until("connected", () -> clusters().contains("\"state\": \"up\""));
        kubectl("create", "deployment", "nginx", "--image=nginx", "-n", "cloudy");

        kubectl("expose", "deployment/nginx", "-n", "cloudy", "--type=NodePort", "--port=80");
        long exposed = System.nanoTime();

        Folders.until("found", () -> found().size() == 1);
        Folders.say("kubectl expose -> found by the neighbour", exposed);
        Folders.until("told", () -> kubectl("get", "events", "-n", "cloudy", "-o", "yaml")
                .contains("published as kubernetes \"nginx\" at " + board.address() + ":" + PORT));
    }

    @Test
    @Order(2)
    void whatTheNeighbourOffersIsUsedWithinTheCluster() throws IOException {
        bert.drop(DropIn.of("etherpad", "Shared pads", 9001));
        Folders.until("heard", () -> !anna.lists("Shared pads").isEmpty());
        anna.launch("settings", "set", "cloudy.kubernetes", "importNamespace=neighbours")
                .succeeded();
        Folders.until("in force", () -> clusters().contains("\"state\": \"up\""));

        anna.launch("kubernetes", "import", "add", "pads", "etherpad").succeeded();

        Folders.until("there", () -> imported().contains(bert.host().address()));
        assertThat(kubectl("get", "service", "pads", "-n", "neighbours", "-o", "yaml"))
                .contains("port: 9001", "cloudy.community/imported");

        anna.launch("settings", "set", "cloudy.kubernetes", "importNamespace=").succeeded();

        Folders.until("gone", () -> !imported().contains(bert.host().address()));
    }

    @Test
    @Order(3)
    void aKillOfTheNodeInBetweenChangesNothing() throws IOException {
        anna.kill();
        anna.start().awaitBoot();
        Folders.until("connected", () -> clusters().contains("\"state\": \"up\""));
        Folders.until("published", () -> anna.lists("nginx", "kubernetes").size() == 1);
        assertThat(found()).hasSize(1);

        kubectl("delete", "service", "nginx", "-n", "cloudy");
        long deleted = System.nanoTime();

        Folders.until("gone", () -> found().isEmpty());
        Folders.say("kubectl delete -> gone at the neighbour's", deleted);
    }

    private static List<String> found() throws IOException {
        return bert.lists("nginx", "kubernetes", board.address() + ":" + PORT);
    }

    private static String clusters() {
        return anna.launch("kubernetes", "cluster", "list", "-o", "json").text();
    }

    private static String imported() {
        return kubectl("get", "endpointslices", "-n", "neighbours", "-o", "yaml");
    }

    private static String kubectl(String... arguments) {
        var line = new ArrayList<>(
                List.of("env", "HOME=" + rig.folder(), "KUBECONFIG=" + config, "kubectl", "--request-timeout=20s"));
        line.addAll(List.of(arguments));
        return anna.host().run(line.toArray(String[]::new)).succeeded().text();
    }
}
