// SPDX-License-Identifier: Apache-2.0
package cloudy.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import cloudy.api.access.Caller;
import cloudy.api.rest.Answer;
import cloudy.api.rest.Call;
import cloudy.api.rest.Operation;
import cloudy.api.rest.Problem;
import cloudy.testing.MemorySettings;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.metrics.v1beta1.PodMetricsBuilder;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

class KubernetesOperationsTest {

    private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

    @TempDir
    private Path folder;

    private Home home;
    private KubernetesService node;
    private Map<String, Operation> operations;

    @BeforeEach
    void open() throws Exception {
        home = new Home(folder);
        home.admin.resource(Home.board("pi1", "192.0.2.1", true)).create();
        home.expose("cloudy", "nginx", Map.of());
        home.expose("default", "plain", Map.of());
        node = home.node("0123456789abcdef", Wish.usual("home"));
        operations = new KubernetesOperations(null, node).operations();
        await().atMost(TEN_SECONDS).until(() -> node.offers(List.of()).size() == 1);
    }

    @AfterEach
    void close() throws Exception {
        home.close();
    }

    @Test
    void tellsOfClustersAndTheirNodes() throws Exception {
        Map<?, ?> cluster =
                items(answer("listKubernetesClusters", Map.of(), Map.of())).get(0);

        assertThat(cluster.get("name")).isEqualTo("home");
        assertThat(cluster.get("state")).isEqualTo("up");
        assertThat(cluster.get("published")).isEqualTo(1L);
        assertThat(cluster.get("unwished")).isEqualTo(1L);
        assertThat(cluster.get("nodes")).asString().contains("pi1", "192.0.2.1", "ready=true");
    }

    @Test
    void saysWhyTheRestIsNotPublished() throws Exception {
        assertThat(items(answer("listKubernetesServices", Map.of(), Map.of()))).hasSize(1);

        List<Map<?, ?>> all = items(answer("listKubernetesServices", Map.of("all", true), Map.of()));

        assertThat(all).hasSize(2);
        assertThat(all)
                .anyMatch(one -> one.get("state").equals("unwished")
                        && one.get("why").equals("it has no annotation cloudy.community/publish: \"true\""));
    }

    @Test
    void switchesByTheAnnotation() throws Exception {
        Map<String, Object> plain = Map.of("cluster", "home", "namespace", "default", "name", "plain");

        assertThat(answer("switchKubernetesService", plain, Map.of("publish", true))
                        .status())
                .isEqualTo(204);

        await().atMost(TEN_SECONDS).until(() -> Home.descriptions(node).equals(List.of("nginx", "plain")));
        Map<String, Object> none = Map.of("cluster", "other", "namespace", "default", "name", "plain");
        assertThatThrownBy(() -> answer("switchKubernetesService", none, Map.of("publish", true)))
                .isInstanceOf(Problem.class)
                .hasMessage("There is no cluster of this name.");
    }

    @Test
    void tellsWhatRunsByWhatMadeIt() throws Exception {
        for (String pod : List.of("web-7d4b-a", "web-7d4b-b")) {
            home.admin
                    .resource(new PodBuilder()
                            .withNewMetadata()
                            .withNamespace("cloudy")
                            .withName(pod)
                            .addToLabels("pod-template-hash", "7d4b")
                            .addNewOwnerReference()
                            .withKind("ReplicaSet")
                            .withName("web-7d4b")
                            .endOwnerReference()
                            .endMetadata()
                            .withNewSpec()
                            .addNewContainer()
                            .withImage("nginx:1")
                            .endContainer()
                            .endSpec()
                            .withNewStatus()
                            .addNewContainerStatus()
                            .withReady(pod.endsWith("a"))
                            .withRestartCount(2)
                            .endContainerStatus()
                            .endStatus()
                            .build())
                    .create();
        }

        measure("web-7d4b-a", "200m", "32Mi");
        measure("web-7d4b-b", "50000000n", "32768Ki");

        Answer.Json json = (Answer.Json)
                answer("listKubernetesWorkloads", Map.of(), Map.of()).content();

        List<?> items = (List<?>) ((Map<?, ?>) json.value().get()).get("items");
        assertThat(List.<Object>copyOf(items))
                .containsExactly(new Workloads.Workload(
                        "home",
                        "Deployment",
                        "cloudy",
                        "web",
                        1,
                        2,
                        4,
                        List.of("nginx:1"),
                        Optional.of(250L),
                        Optional.of(64L << 20)));
    }

    private void measure(String pod, String cpu, String memory) {
        home.admin
                .resource(new PodMetricsBuilder()
                        .withNewMetadata()
                        .withNamespace("cloudy")
                        .withName(pod)
                        .endMetadata()
                        .addNewContainer()
                        .addToUsage("cpu", new Quantity(cpu))
                        .addToUsage("memory", new Quantity(memory))
                        .endContainer()
                        .build())
                .create();
    }

    @Test
    void keepsAnImportThatIsNotYetInForceWhenAnotherIsAdded() throws Exception {
        var settings = new MemorySettings();
        operations = new KubernetesOperations(settings, node).operations();

        for (String name : List.of("pads", "wiki")) {
            operations
                    .get("putKubernetesImport")
                    .answer(Call.of(Caller.node(), Map.of("name", name)).with(Map.of("type", "etherpad")));
        }
        assertThat(settings.read(KubernetesService.PID)).containsEntry("imports", "pads=etherpad,wiki=etherpad");

        operations.get("removeKubernetesImport").answer(Call.of(Caller.node(), Map.of("name", "pads")));
        assertThat(settings.read(KubernetesService.PID)).containsEntry("imports", "wiki=etherpad");
    }

    @Test
    void answersWhatTheContractHas() throws Exception {
        try (var in = getClass().getResourceAsStream("/OSGI-INF/openapi.yaml")) {
            Map<?, ?> contract = (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromInputStream(in);
            List<Object> named = new ArrayList<>();
            for (Object path : ((Map<?, ?>) contract.get("paths")).values()) {
                for (Object each : ((Map<?, ?>) path).values()) {
                    named.add(((Map<?, ?>) each).get("operationId"));
                    assertThat(((Map<?, ?>) each).get("summary").toString()).hasSizeLessThanOrEqualTo(60);
                }
            }

            assertThat(named).isEqualTo(named.stream().distinct().toList());
            assertThat(operations.keySet()).isEqualTo(Set.copyOf(named));
        }
    }

    @Test
    void saysThatItIsOff() {
        assertThatThrownBy(() -> new KubernetesOperations(null, null)
                        .operations()
                        .get("listKubernetesClusters")
                        .answer(call(Map.of(), Map.of())))
                .hasMessage("Kubernetes is off on this node.");
    }

    private Answer answer(String operation, Map<String, Object> parameters, Map<String, Object> body) throws Exception {
        Answer answer = operations.get(operation).answer(call(parameters, body));
        return answer.content() instanceof Answer.Later later
                ? later.answer().toCompletableFuture().get(10, TimeUnit.SECONDS)
                : answer;
    }

    private static Call call(Map<String, Object> parameters, Map<String, Object> body) {
        return new Call(
                Optional.<Caller>empty(),
                InetAddress.getLoopbackAddress(),
                parameters,
                body,
                Map.of(),
                List.of(Locale.ENGLISH));
    }

    private static List<Map<?, ?>> items(Answer answer) {
        Map<?, ?> value = (Map<?, ?>) ((Answer.Json) answer.content()).value().get();
        return ((List<?>) value.get("items"))
                .stream().<Map<?, ?>>map(one -> (Map<?, ?>) one).toList();
    }
}
