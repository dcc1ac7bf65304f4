// SPDX-License-Identifier: Apache-2.0
package cloudy.dns.directory;

import static cloudy.dns.directory.Neighbourhood.heard;
import static cloudy.dns.directory.Neighbourhood.own;
import static org.assertj.core.api.Assertions.assertThat;

import cloudy.api.Audience;
import cloudy.api.access.Caller;
import cloudy.api.doctor.Finding;
import cloudy.api.rest.Answer;
import cloudy.api.rest.Call;
import cloudy.testing.FreePort;
import cloudy.testing.SomeNode;
import cloudy.testing.Wishes;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the operator says, and what he is told. */
class DirectoryDnsTest {

    private static final SomeNode ME =
            new SomeNode("idown", "me", Map.of(Audience.COMMUNITY, Neighbourhood.address("10.1.0.1")));

    private final Neighbourhood directory = new Neighbourhood();
    private Optional<DirectoryDns> dns = Optional.empty();

    @AfterEach
    void stop() {
        dns.ifPresent(DirectoryDns::stop);
    }

    @Test
    void answersAndIsHandedToTheNameServer() throws IOException {
        int port = FreePort.any();
        DirectoryDns on = start(Map.of("directoryPort", port));

        assertThat(check().grade()).isEqualTo(Finding.Grade.FINE);
        assertThat(on.zone().name()).isEqualTo("cloudy.internal");
        assertThat(on.zone().server()).isEqualTo(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        assertThat(start(Map.of("directoryServed", false, "directoryPort", port))
                        .zone()
                        .name())
                .isEmpty();
    }

    @Test
    void whereItListensEverywhereTheNameServerAsksOnThisHost() throws IOException {
        int port = FreePort.any();

        assertThat(start(Map.of("directoryAddress", "0.0.0.0", "directoryPort", port))
                        .zone()
                        .server())
                .isEqualTo(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    @Test
    void nothingListensWhileItIsOff() throws IOException {
        int port = FreePort.any();
        DirectoryDns off = start(Map.of("directory", false, "directoryPort", port));

        assertThat(off.server()).isEmpty();
        assertThat(off.zone().name()).isEmpty();
        assertThat(check().grade()).isEqualTo(Finding.Grade.SKIPPED);
        new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), port)).close();
    }

    @Test
    void aPortThatIsTakenIsToldAndUsedOnceItIsFree() throws IOException {
        try (var other = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            start(Map.of("directoryPort", other.getLocalPort()));
            Finding found = check();
            assertThat(found.grade()).isEqualTo(Finding.Grade.FAULT);
            assertThat(found.text().english()).contains(Integer.toString(other.getLocalPort()));
            assertThat(shown()).containsEntry("state", "down").containsKey("why");
        }
        dns.orElseThrow().server().orElseThrow().openAgain();
        Awaitility.await().until(() -> check().grade() == Finding.Grade.FINE);
        assertThat(shown()).containsEntry("state", "up");
    }

    @ParameterizedTest
    @CsvSource({
        "directoryZone, local", "directoryZone, guifi.local", "directoryZone, -a.b", "directoryZone, a..b",
        "directoryZone, a b", "directoryZone, 'x;y'", "directoryZone, .", "directoryAddress, localhost",
        "directoryAddress, 1.2.3", "directoryAddress, 1.2.3.400", "directoryAddress, ''", "directoryAddress, ::g"
    })
    void whatCannotBeIsToldByItsName(String field, String value) throws IOException {
        start(Map.of(field, value, "directoryPort", FreePort.any()));

        assertThat(dns.orElseThrow().server()).isEmpty();
        assertThat(check().grade()).isEqualTo(Finding.Grade.FAULT);
        assertThat(check().text().english()).contains("etc/cloudy.dns.cfg", field);
        assertThat(shown()).containsEntry("state", "misconfigured");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cloudy.com", "guifi.net", "a.arpa"})
    void aZoneOfTheInternetIsWarnedOf(String zone) throws IOException {
        start(Map.of("directoryZone", zone, "directoryPort", FreePort.any()));

        assertThat(check().grade()).isEqualTo(Finding.Grade.WARNING);
        assertThat(check().text().english()).contains(zone);
    }

    @Test
    void aZoneOfTheHouseIsNot() {
        assertThat(Stream.of("cloudy.internal", "cloudy.home.arpa", "mesh", "serveis.lan"))
                .noneMatch(DirectoryCheck::hides);
    }

    @Test
    void somebodyElseWithThisNodesNameIsWarnedOf() throws IOException {
        directory.add(own("me", "10.1.0.1"), heard("me", "10.6.6.6"));
        start(Map.of("directoryPort", FreePort.any()));

        assertThat(check().grade()).isEqualTo(Finding.Grade.WARNING);
        assertThat(check().text().english()).contains("me");
        assertThat(shown()).containsEntry("doubles", List.of("me"));
    }

    @Test
    void theNamesAreListed() throws Exception {
        directory.add(heard("alpha", "10.1.0.1"), heard("beta", "10.1.0.2"), heard("beta", "10.1.0.2", "web", 80));
        start(Map.of("directoryPort", FreePort.any()));

        assertThat(listed(Map.of("limit", 100)).toString())
                .contains("_proxy3._tcp.cloudy.internal", "alpha.node.cloudy.internal", "10.1.0.2");
        assertThat(listed(Map.of("limit", 1, "text", "NODE"))).containsEntry("total", 2);
        assertThat(listed(Map.of("limit", 1, "text", "nobody"))).containsEntry("empty", "No name fits.");
    }

    @Test
    void theContractHasWhatIsAnswered() throws IOException {
        start(Map.of("directory", false));
        try (var contract = DirectoryDns.class.getResourceAsStream("/OSGI-INF/openapi.yaml")) {
            assertThat(Pattern.compile("operationId: (\\w+)")
                            .matcher(new String(contract.readAllBytes(), StandardCharsets.UTF_8))
                            .results()
                            .map(found -> found.group(1)))
                    .containsAll(operations().operations().keySet());
        }
    }

    @Test
    void theFormHasItsSettingsWithTheSameDefaults() throws ReflectiveOperationException {
        Class<?> form = Class.forName("cloudy.dns.DnsConfig");
        for (var method : DirectoryConfig.class.getDeclaredMethods()) {
            assertThat(form.getDeclaredMethod(method.getName()).getDefaultValue())
                    .as(method.getName())
                    .isEqualTo(method.getDefaultValue());
        }
    }

    @Test
    void figuresAreCounted() throws IOException {
        DirectoryDns on = start(Map.of("directoryPort", FreePort.any()));
        Map<String, Double> figures = new HashMap<>();
        new DirectoryMetrics(on).collect(new cloudy.api.metric.MetricSource.Metrics() {
            @Override
            public void gauge(String name, String help, Map<String, String> labels, double value) {
                figures.put(name, value);
            }

            @Override
            public void counter(String name, String help, Map<String, String> labels, double value) {
                figures.put(name + labels, value);
            }
        });

        assertThat(figures).hasSize(5).containsKey("cloudy_dns_directory_queries_total{transport=udp}");
    }

    private DirectoryDns start(Map<String, Object> said) {
        dns.ifPresent(DirectoryDns::stop);
        dns = Optional.of(new DirectoryDns(Wishes.of(DirectoryConfig.class, said), directory, ME));
        return dns.get();
    }

    private DirectoryOperations operations() {
        var operations = new DirectoryOperations();
        operations.dns = dns.orElseThrow();
        return operations;
    }

    private Finding check() {
        return new DirectoryCheck(dns.orElseThrow(), ME).look();
    }

    private Map<String, Object> listed(Map<String, Object> parameters) throws Exception {
        Answer answer = operations().operations().get("listDirectoryNames").answer(Call.of(Caller.node(), parameters));
        return object(answer);
    }

    private Map<String, Object> shown() {
        try {
            Answer answer = operations().operations().get("getDirectoryDns").answer(Call.of(Caller.node(), Map.of()));
            return object(answer);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static Map<String, Object> object(Answer answer) {
        var object = new HashMap<String, Object>();
        ((Map<?, ?>) ((Answer.Json) answer.content()).value().get())
                .forEach((name, value) -> object.put(name.toString(), value));
        return object;
    }
}
