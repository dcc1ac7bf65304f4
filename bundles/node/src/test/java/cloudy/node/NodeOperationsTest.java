// SPDX-License-Identifier: Apache-2.0
package cloudy.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloudy.api.Audience;
import cloudy.api.Node;
import cloudy.api.access.Caller;
import cloudy.api.rest.Answer;
import cloudy.api.rest.Call;
import cloudy.api.rest.Problem;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeOperationsTest {

    @TempDir
    Path folder;

    @Test
    void showsWhoTheNodeIsAndHowItIs() throws Exception {
        var operations = new NodeOperations("1.2.3", new HostFacts(Path.of("/"), folder));
        operations.node = new LanNode();

        NodeReport report = ask(operations);

        assertThat(report.id()).isEqualTo("0123456789abcdef");
        assertThat(report.name()).isEqualTo("torre");
        assertThat(report.version()).isEqualTo("1.2.3");
        assertThat(report.addresses()).isEqualTo(Map.of("lan", InetAddress.getByName("192.168.1.5")));
        assertThat(Base64.getDecoder().decode(report.publicKey())).containsExactly(1, 2, 3);
        assertThat(Duration.between(report.clock(), Instant.now())).isLessThan(Duration.ofMinutes(1));
        assertThat(report.started()).isBefore(report.clock());
        assertThat(report.uptimeS()).isNotNegative();
        assertThat(report.cpus()).isPositive();
        assertThat(report.memory().heapUsedBytes())
                .isBetween(1L, report.memory().heapMaxBytes());
        assertThat(report.disk()).isPresent();
        assertThat(report.java()).startsWith(Integer.toString(Runtime.version().feature()));
    }

    @Test
    void leavesOutWhatTheHostDoesNotTell() throws Exception {
        var operations = new NodeOperations("1.2.3", new HostFacts(folder, folder.resolve("gone")));
        operations.node = new LanNode();

        NodeReport report = ask(operations);

        assertThat(report.load1m()).isEmpty();
        assertThat(report.memory().totalBytes()).isEmpty();
        assertThat(report.disk()).isEmpty();
        assertThat(report.os()).isEmpty();
        assertThat(report.hardware()).isEmpty();
    }

    @Test
    void asksToComeBackWhileTheSettingsAreRead() {
        var operations = new NodeOperations("1.2.3", new HostFacts(folder, folder));

        assertThatThrownBy(() -> ask(operations))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.status()).isEqualTo(503));
    }

    @Test
    void theContractHasTheSameOperationsAndEveryFieldOfTheAnswer() throws Exception {
        String contract;
        try (var in = NodeOperations.class.getResourceAsStream("/OSGI-INF/openapi.yaml")) {
            contract = new String(in.readAllBytes(), UTF_8);
        }
        var named = Pattern.compile("operationId: (\\w+)")
                .matcher(contract)
                .results()
                .map(match -> match.group(1));

        assertThat(named)
                .containsExactlyInAnyOrderElementsOf(new NodeOperations("", new HostFacts(folder, folder))
                        .operations()
                        .keySet());
        for (var field : NodeReport.class.getRecordComponents()) {
            assertThat(contract).contains("        " + field.getName() + ": {");
        }
        for (var field : NodeReport.Memory.class.getRecordComponents()) {
            assertThat(contract).contains("        " + field.getName() + ": {");
        }
    }

    private static NodeReport ask(NodeOperations operations) throws Exception {
        Answer answer = operations.operations().get("getNode").answer(Call.of(Caller.shell(), Map.of()));
        assertThat(answer.status()).isEqualTo(200);
        return (NodeReport) ((Answer.Json) answer.content()).value().get();
    }

    /** A node that has an address on the LAN only. */
    private static final class LanNode implements Node {

        @Override
        public String id() {
            return "0123456789abcdef";
        }

        @Override
        public String name() {
            return "torre";
        }

        @Override
        public Optional<InetAddress> address(Audience network) {
            return network == Audience.LAN
                    ? Optional.of(new InetSocketAddress("192.168.1.5", 0).getAddress())
                    : Optional.empty();
        }

        @Override
        public byte[] publicKey() {
            return new byte[] {1, 2, 3};
        }
    }
}
