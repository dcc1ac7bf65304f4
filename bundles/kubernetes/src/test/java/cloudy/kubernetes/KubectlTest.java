// SPDX-License-Identifier: Apache-2.0
package cloudy.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the guide has a person type, with the real kubectl. */
class KubectlTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    private Home home;
    private Kubectl kubectl;

    @BeforeEach
    void open() throws Exception {
        kubectl = Kubectl.found(folder.resolve("home.yaml"));
        home = new Home(folder);
        home.admin.resource(Home.board(ApiServer.BOARD, "192.0.2.1", true)).create();
    }

    @AfterEach
    void close() throws Exception {
        if (home != null) {
            home.close();
        }
    }

    @Test
    void publishesWhatIsExposedAndWithdrawsWhatIsDeleted() throws Exception {
        KubernetesService node =
                home.node("0123456789abcdef", Wish.usual("home").withEvents());
        Cluster cluster = node.clusters().orElseThrow().all().get(0);
        await().atMost(LIMIT).until(cluster::isFresh);
        kubectl.run("create", "deployment", "nginx", "--image=nginx", "-n", "cloudy");

        kubectl.run("expose", "deployment/nginx", "-n", "cloudy", "--type=NodePort", "--port=80");

        await().atMost(LIMIT).until(() -> Home.descriptions(node).equals(List.of("nginx")));
        await().atMost(LIMIT).until(() -> kubectl.run("get", "events", "-n", "cloudy", "-o", "yaml")
                .contains("published as kubernetes \"nginx\" at 192.0.2.1"));

        kubectl.run("annotate", "service", "nginx", "-n", "cloudy", "cloudy.community/name=Còpies");
        await().atMost(LIMIT).until(() -> Home.descriptions(node).equals(List.of("Còpies")));

        kubectl.run("delete", "service", "nginx", "-n", "cloudy");

        await().atMost(LIMIT).until(() -> node.offers(List.of()).isEmpty());
        assertThat(cluster.fault().isEmpty()).isTrue();
    }
}
