// SPDX-License-Identifier: Apache-2.0
package cloudy.dns;

import static cloudy.dns.Given.device;
import static cloudy.dns.Given.domains;
import static cloudy.dns.Given.host;
import static cloudy.dns.Given.master;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloudy.api.Audience;
import cloudy.api.access.Caller;
import cloudy.api.metric.MetricSource;
import cloudy.api.rest.Answer;
import cloudy.api.rest.Call;
import cloudy.api.rest.Problem;
import cloudy.dns.directory.DirectoryOperations;
import cloudy.testing.SomeNode;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

class DnsOperationsTest {

    private static final SomeNode NODE = SomeNode.named("anna")
            .with(Audience.LAN, Given.address("192.168.1.2"))
            .with(Audience.COMMUNITY, Given.address("10.1.2.3"));

    @TempDir
    private Path folder;

    private UseDnsAction action() {
        return new UseDnsAction(folder.resolve("used"), Addresses::isPossible, Clock.systemUTC());
    }

    private static Map<?, ?> json(DnsOperations operations, String operation) throws Exception {
        Answer answer = operations.operations().get(operation).answer(Call.of(Caller.node(), Map.of()));
        return (Map<?, ?>) ((Answer.Json) answer.content()).value().get();
    }

    @Test
    void answersWhatTheContractHas() throws Exception {
        String contract;
        try (var in = DnsOperations.class.getResourceAsStream("/OSGI-INF/openapi.yaml")) {
            contract = new String(in.readAllBytes(), UTF_8);
        }
        Set<String> declared = Pattern.compile("operationId: (\\w+)")
                .matcher(contract)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toSet());

        assertThat(declared)
                .containsExactlyInAnyOrderElementsOf(new DnsOperations(NODE, action(), null, new DirectoryOperations())
                        .operations()
                        .keySet());
    }

    @Test
    void saysThatItIsOff() throws Exception {
        var operations = new DnsOperations(NODE, action(), null, new DirectoryOperations());

        assertThat(json(operations, "getDns"))
                .isEqualTo(Map.of("on", false, "addresses", List.of(), "used", List.of()));
        assertThatThrownBy(() -> json(operations, "refreshDns"))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.status()).isEqualTo(503));
    }

    @Test
    @EnabledIf("cloudy.dns.Bind#isInstalled")
    void saysWhatIsServedAndWhatNotAndCounts() throws Exception {
        var guifi = new FakeGuifi();
        guifi.say(
                domains(master("vic.example", host("www", "10.2.2.2"), host("<b>", "10.2.2.3"))),
                List.of(device("10.1.2.3", 42, "roof")));
        try (var named = new RealNamed(folder, guifi, Map.of())) {
            named.awaitUp().await("10.2.2.2", "www.vic.example", "A");
            var operations = new DnsOperations(NODE, action(), named.service, new DirectoryOperations());
            assertThat(named.dig("nothing.example", "A")).isEmpty();

            Map<?, ?> state = json(operations, "getDns");
            assertThat(state.get("on")).isEqualTo(true);
            assertThat(state.get("program")).isEqualTo("up");
            assertThat(state.get("addresses")).isEqualTo(List.of("192.168.1.2", "10.1.2.3"));
            assertThat(state.get("zoneCount")).isEqualTo(4);
            assertThat(state.get("recordCount")).isEqualTo(10L);
            assertThat(state.get("leftOut"))
                    .isEqualTo(List.of(Map.of("reason", "no-name", "count", 2L, "examples", List.of("<b>", "<b>"))));
            assertThat((List<?>) ((Map<?, ?>) json(operations, "listDnsZones")).get("items"))
                    .hasSize(4)
                    .anySatisfy(
                            zone -> assertThat(((Map<?, ?>) zone).get("zone")).isEqualTo("vic.example"));
            Map<?, ?> figures = json(operations, "getDnsFigures");
            assertThat((Long) figures.get("queries")).isPositive();
            assertThat((Long) figures.get("unknown")).isPositive();
            assertThat(((Map<?, ?>) figures.get("byType")).containsKey("A")).isTrue();

            int asked = guifi.asked();
            operations.operations().get("refreshDns").answer(Call.of(Caller.node(), Map.of()));
            org.awaitility.Awaitility.await().until(() -> guifi.asked() > asked);
            assertThat(counted(named.service)).contains("cloudy_dns_zones 4.0", "cloudy_dns_limited_total 0.0");
        }
    }

    private static List<String> counted(DnsService service) {
        List<String> lines = new ArrayList<>();
        new DnsMetrics(service).collect(new MetricSource.Metrics() {
            @Override
            public void gauge(String name, String help, Map<String, String> labels, double value) {
                lines.add(name + ' ' + value);
            }

            @Override
            public void counter(String name, String help, Map<String, String> labels, double value) {
                lines.add(name + ' ' + value);
            }
        });
        return lines;
    }
}
