// SPDX-License-Identifier: Apache-2.0
package cloudy.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cloudy.api.Health;
import cloudy.api.doctor.Finding;
import cloudy.api.doctor.Finding.Grade;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the doctor says of a cluster that is away, and of an account that may do less than it should. */
class ClusterChecksTest {

    private static final Duration TEN_SECONDS = Duration.ofSeconds(10);
    private static final Locale CATALAN = Locale.forLanguageTag("ca");

    @TempDir
    private Path folder;

    @Test
    void findsNothingWhereTheClusterAnswersAndTheAccountMayDoAll() throws Exception {
        try (var home = new Home(folder)) {
            KubernetesService node =
                    home.node("0123456789abcdef", Wish.usual("home").withEvents());
            await().atMost(TEN_SECONDS).until(() -> node.check().equals(Health.up()));

            assertThat(new ReachCheck(node).look().grade()).isEqualTo(Grade.FINE);
            assertThat(new RightsCheck(node).look().grade()).isEqualTo(Grade.FINE);
        }
    }

    @Test
    void namesTheRolesThatTheAccountLacks() throws Exception {
        try (var home = new Home(folder, false)) {
            KubernetesService node =
                    home.node("0123456789abcdef", Wish.usual("home").withEvents());

            await().atMost(TEN_SECONDS).until(() -> new RightsCheck(node).look().grade() == Grade.WARNING);
            Finding finding = new RightsCheck(node).look();
            assertThat(finding.text().english())
                    .startsWith("Roles are missing: home: ")
                    .contains("cloudy-report");
            assertThat(finding.text().in(List.of(CATALAN))).startsWith("Falten rols: ");
            assertThat(finding.advice().english()).contains("roles.yaml");
        }
    }

    @Test
    void namesTheClusterThatIsAway() throws IOException {
        try (var home = new Home(folder)) {
            home.kubeconfig("away", "http://127.0.0.1:1", "token: secret");
            KubernetesService node = home.node("0123456789abcdef", Wish.usual("home", "away"));

            await().atMost(TEN_SECONDS).until(() -> new ReachCheck(node).look().grade() == Grade.FAULT);
            assertThat(new ReachCheck(node).look().text().english())
                    .startsWith("away: ")
                    .doesNotContain("home: ");
        }
    }
}
