// SPDX-License-Identifier: Apache-2.0
package cloudy.rest.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloudy.api.Audience;
import cloudy.api.network.Announcement;
import cloudy.api.network.Trust;
import cloudy.api.rest.Problem;
import cloudy.rest.Answers;
import cloudy.rest.FakeDirectory;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TargetOperationsTest {

    private final TargetOperations targets = new TargetOperations();
    private final FakeDirectory directory = new FakeDirectory();

    @Test
    void ownServicesAreTargetsInNumbers() throws Exception {
        directory.known.add(own("cloudy.dns/dns", "10.139.40.22", 53).build());
        directory.known.add(own("cloudy.web/web", "fd00:0:0:0:0:0:0:1", 80).build());
        targets.directory = directory;

        assertThat(Answers.json(Answers.ask(targets, "listTargets")))
                .isEqualTo(List.of(
                        group("10.139.40.22:53", "cloudy.dns/dns"),
                        group("[fd00:0:0:0:0:0:0:1]:80", "cloudy.web/web")));
    }

    @Test
    void whatStrangersAnnounceIsNoTarget() throws Exception {
        directory.known.add(Announcement.heardBy("serf", Audience.COMMUNITY, "s", address("10.0.0.1"), Instant.EPOCH)
                .port(80)
                .build());
        directory.known.add(
                own("pretends", "10.0.0.1", 80).trust(Trust.UNSIGNED).build());
        targets.directory = directory;

        assertThat(Answers.json(Answers.ask(targets, "listTargets"))).isEqualTo(List.of());
    }

    @Test
    void aServiceWithoutAPortIsNoTarget() throws Exception {
        directory.known.add(own("cloudy.peerstreamer/tv", "10.0.0.1", 0).build());
        targets.directory = directory;

        assertThat(Answers.json(Answers.ask(targets, "listTargets"))).isEqualTo(List.of());
    }

    @Test
    void withoutADirectoryPrometheusKeepsTheTargetsThatItHas() {
        assertThatThrownBy(() -> Answers.ask(targets, "listTargets"))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.status()).isEqualTo(503));
    }

    private static Map<String, Object> group(String target, String service) {
        return Map.of(
                "targets",
                List.of(target),
                "labels",
                Map.of(
                        "__meta_cloudy_type", "web",
                        "__meta_cloudy_service", service,
                        "__meta_cloudy_node", "0123456789abcdef"));
    }

    private static Announcement.Builder own(String id, String address, int port) throws Exception {
        return Announcement.heardBy("own", Audience.COMMUNITY, id, address(address), Instant.EPOCH)
                .type("web")
                .nodeId(Optional.of("0123456789abcdef"))
                .host("torre")
                .port(port)
                .trust(Trust.OWN);
    }

    private static InetAddress address(String numbers) throws UnknownHostException {
        return InetAddress.getByName(numbers);
    }
}
