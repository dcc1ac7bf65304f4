// SPDX-License-Identifier: Apache-2.0
package cloudy.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import cloudy.api.doctor.Finding;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What goes with the bundle: the manifests, and what the doctor says of accounts. */
class RoomTest {

    private static final Path MANIFESTS = Path.of("..", "..", "distribution", "kubernetes");
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    @Test
    void hasManifestsThatTheClusterUnderstandsAndThatGiveNoMoreThanIsUsed() throws Exception {
        List<HasMetadata> roles = manifest("roles.yaml");
        List<PolicyRule> rules = new ArrayList<>();
        for (HasMetadata each : roles) {
            if (each instanceof ClusterRole role) {
                rules.addAll(role.getRules());
            } else if (each instanceof Role role) {
                rules.addAll(role.getRules());
            }
        }

        assertThat(roles)
                .extracting(each -> each.getMetadata().getName())
                .contains("cloudy-read", "cloudy-report", "cloudy-switch", "cloudy-import");
        assertThat(rules).hasSizeGreaterThan(6);
        assertThat(rules)
                .noneMatch(rule ->
                        rule.getVerbs().contains("*") || rule.getResources().contains("*"));
        assertThat(rules).noneMatch(rule -> rule.getResources().contains("secrets"));
        assertThat(manifest("deployment.yaml")).anyMatch(Deployment.class::isInstance);
    }

    @Test
    void warnsBeforeAnAccountEnds() {
        assertThat(grade(NOW.minusSeconds(60), NOW.plusSeconds(86_400 * 365))).isEqualTo(Finding.Grade.FINE);
        assertThat(grade(NOW.minusSeconds(60), NOW.plusSeconds(86_400))).isEqualTo(Finding.Grade.WARNING);
        assertThat(grade(NOW.minusSeconds(60), NOW.minusSeconds(1))).isEqualTo(Finding.Grade.FAULT);
    }

    @Test
    void saysThatAClockIsWrongWhenAnAccountBeginsInTheFuture() {
        var check = new AccountCheck(null, null, Clock.fixed(NOW, ZoneOffset.UTC));

        Finding finding =
                check.judge("home", AccountCheck.life(access(NOW.plusSeconds(3600), NOW.plusSeconds(9_999_999))));

        assertThat(finding.grade()).isEqualTo(Finding.Grade.FAULT);
        assertThat(finding.text().english()).contains("clocks");
    }

    @Test
    void knowsNothingOfATokenThatIsNoJwt() {
        Access access = new Access(URI.create("https://10.1.2.3"), "", () -> "abc", "", "");

        assertThat(AccountCheck.life(access).until()).isEmpty();
    }

    private static Finding.Grade grade(Instant from, Instant until) {
        return new AccountCheck(null, null, Clock.fixed(NOW, ZoneOffset.UTC))
                .judge("home", AccountCheck.life(access(from, until)))
                .grade();
    }

    private static Access access(Instant from, Instant until) {
        String claims = "{\"iat\":" + from.getEpochSecond() + ",\"exp\": " + until.getEpochSecond() + "}";
        String token =
                "e30." + Base64.getUrlEncoder().withoutPadding().encodeToString(claims.getBytes(StandardCharsets.UTF_8))
                        + ".c2ln";
        return new Access(URI.create("https://10.1.2.3"), "", () -> token, "", "");
    }

    private static List<HasMetadata> manifest(String name) throws Exception {
        List<HasMetadata> things = new ArrayList<>();
        for (String document : Files.readString(MANIFESTS.resolve(name)).split("\n---\n", -1)) {
            things.add(Serialization.unmarshal(
                    new ByteArrayInputStream(document.getBytes(StandardCharsets.UTF_8)), HasMetadata.class));
        }
        return things;
    }
}
