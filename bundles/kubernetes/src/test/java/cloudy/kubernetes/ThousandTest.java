// SPDX-License-Identifier: Apache-2.0
package cloudy.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cloudy.api.Offer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ThousandTest {

    @TempDir
    private Path folder;

    @Test
    void servicesArePublishedWithinFiveSecondsOfTheFirstList() throws Exception {
        var offers = new AtomicReference<List<Offer>>(List.of());
        try (var cluster = new Thousand()) {
            Thousand.kubeconfig(folder, cluster.port());
            Doors doors = Thousand.doors(cluster.door());
            try (var clusters = new Clusters(
                    KubernetesSettings.of(Wish.usual("home")),
                    new Kubeconfig(folder, folder, Map.of()),
                    "0123456789abcdef",
                    Cluster.Pace.USUAL,
                    doors,
                    doors,
                    Optional::empty,
                    offers::set)) {
                assertThat(clusters.all()).hasSize(1);
                await().pollInterval(Duration.ofMillis(20))
                        .atMost(Duration.ofSeconds(5))
                        .until(() -> offers.get().size() == Thousand.COUNT);
                assertThat(offers.get()).extracting(Offer::key).doesNotHaveDuplicates();
            }
        }
    }
}
