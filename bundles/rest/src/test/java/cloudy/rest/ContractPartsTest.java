// SPDX-License-Identifier: Apache-2.0
package cloudy.rest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import cloudy.api.rest.Operations;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ContractPartsTest {

    private record Part(String file, Operations operations) {}

    static Stream<Part> parts() throws Exception {
        return Stream.of(
                new Part("events", new EventStreams(new VirtualTime())),
                new Part("probes", new ProbeOperations(Path.of("ready"))),
                new Part("metrics", new MetricOperations()),
                new Part("targets", new TargetOperations()),
                new Part("identity", new IdentityOperations("1")),
                new Part("docs", new DocsOperations()));
    }

    /** One file for each component: a file of which only a part is answered is refused as a whole. */
    @ParameterizedTest
    @MethodSource("parts")
    void eachOperationIsInTheContractAndTheOtherWayRound(Part part) throws Exception {
        assertThat(routes(part).map(ContractView.Route::id))
                .containsExactlyInAnyOrderElementsOf(
                        part.operations().operations().keySet());
    }

    @ParameterizedTest
    @MethodSource("parts")
    void eachOperationHasARoleOneTagAndAShortSummary(Part part) throws Exception {
        assertThat(routes(part)).allSatisfy(route -> {
            assertThat(ContractView.text(route.operation(), "x-cloudy-role")).isIn("public", "viewer");
            assertThat(ContractView.list(route.operation(), "tags")).hasSize(1);
            assertThat(ContractView.text(route.operation(), "summary")).hasSizeBetween(1, 60);
        });
    }

    @Test
    void onlyWhatAnyoneMayKnowIsPublic() throws Exception {
        var open = Stream.of(parts().toArray(Part[]::new)).flatMap(part -> {
            try {
                return routes(part);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });

        assertThat(open.filter(route -> ContractView.text(route.operation(), "x-cloudy-role")
                                .equals("public"))
                        .map(ContractView.Route::path))
                .containsExactlyInAnyOrder(
                        "/livez", "/readyz", "/healthz", "/.well-known/cloudy", "/api/docs", "/api/docs.css");
    }

    private static Stream<ContractView.Route> routes(Part part) throws Exception {
        try (var in = ContractPartsTest.class.getResourceAsStream("/OSGI-INF/openapi/" + part.file() + ".yaml")) {
            Map<String, Object> contract = DocsPageTest.parse(new String(in.readAllBytes(), UTF_8));
            return new ContractView(contract).byTag().values().stream().flatMap(List::stream);
        }
    }
}
