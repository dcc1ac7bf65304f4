// SPDX-License-Identifier: Apache-2.0
package cloudy.serf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloudy.api.InvalidFieldException;
import cloudy.api.access.Caller;
import cloudy.api.cluster.ClusterMember;
import cloudy.api.cluster.ClusterState;
import cloudy.api.rest.Answer;
import cloudy.api.rest.Call;
import cloudy.api.rest.Problem;
import cloudy.testing.JobsAtOnce;
import java.io.IOException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClusterOperationsTest {

    private final FakeCluster cluster = new FakeCluster();
    private final JobsAtOnce jobs = new JobsAtOnce();
    private final ClusterOperations operations =
            new ClusterOperations(jobs, cluster, Clock.fixed(FakeCluster.NOW, ZoneOffset.UTC));

    @Test
    void showsTheCluster() throws Exception {
        Map<?, ?> shown = (Map<?, ?>) json(call("getCluster", Map.of(), Map.of()));

        assertThat(shown.get("kind")).isEqualTo(ClusterState.Kind.UP);
        assertThat(shown.get("healthScore")).isEqualTo(0);
        assertThat(shown.get("warnings")).isEqualTo(List.of("a warning"));
    }

    @Test
    void pagesThroughTheMembersInTheirOrder() throws Exception {
        for (int i = 0; i < 12; i++) {
            cluster.member("m" + (20 - i), "10.0.0." + i, ClusterMember.Status.ALIVE, Map.of());
        }
        cluster.member("dead", "10.0.1.1", ClusterMember.Status.FAILED, Map.of());

        List<Object> names = new ArrayList<>();
        Map<String, Object> parameters = new HashMap<>(Map.of("limit", 5L));
        Map<?, ?> page;
        do {
            page = (Map<?, ?>) json(call("listMembers", parameters, Map.of()));
            ((List<?>) page.get("items")).forEach(item -> names.add(((Map<?, ?>) item).get("name")));
            if (page.containsKey("next")) {
                parameters.put("cursor", page.get("next"));
            }
        } while (page.containsKey("next"));

        assertThat(names)
                .isEqualTo(cluster.members().stream().map(ClusterMember::name).toList());
        assertThat(page.get("total")).isEqualTo(13);
    }

    @Test
    void showsFactsOfStrangersBounded() throws Exception {
        cluster.member("m", "10.0.0.1", ClusterMember.Status.ALIVE, Map.of("extraInfo", "<b>" + "x".repeat(2_000)));

        Map<?, ?> page = (Map<?, ?>) json(call("listMembers", Map.of("limit", 5L), Map.of()));
        Map<?, ?> member = (Map<?, ?>) ((List<?>) page.get("items")).get(0);

        assertThat((String) ((Map<?, ?>) member.get("facts")).get("extraInfo")).hasSize(200);
        assertThat(member.get("heardAgoS")).isEqualTo(9L);
        assertThat(member.get("host")).isEqualTo("casa");
        assertThat(member.get("distanceMs")).isEqualTo(0.0);
    }

    @Test
    void joinsAsAJob() throws Exception {
        Answer answer = call("joinMembers", Map.of(), Map.of("addresses", List.of("10.0.0.1", "b.guifi.net:77")));

        assertThat(answer.status()).isEqualTo(202);
        assertThat(cluster.joins).containsExactly(List.of("10.0.0.1:5000", "b.guifi.net:77"));
        assertThat(jobs.results()).containsEntry("reached", "1");

        cluster.failure = Optional.of(new IOException("nobody answers"));
        call("joinMembers", Map.of(), Map.of("addresses", List.of("10.0.0.1")));
        assertThat(jobs.reason()).isEqualTo("nobody answers");
    }

    @Test
    void saysAtOnceHowToSwitchItOnWhereItIsOff() {
        cluster.kind = ClusterState.Kind.OFF;
        assertThatThrownBy(() -> call("joinMembers", Map.of(), Map.of("addresses", List.of("10.0.0.1"))))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.status()).isEqualTo(409))
                .hasMessageContaining("cloudy service start cloudy.serf");
        assertThat(jobs.all()).isEmpty();
    }

    @Test
    void refusesWhatIsNoAddressBeforeAJobBegins() {
        for (List<String> bad : List.of(
                List.<String>of(),
                List.of("-rf /"),
                List.of("a:99999"),
                List.of("a\r\nb"),
                List.of(","),
                List.of("x".repeat(300)))) {
            assertThatThrownBy(() -> call("joinMembers", Map.of(), Map.of("addresses", bad)))
                    .isInstanceOfSatisfying(InvalidFieldException.class, e -> assertThat(e.field())
                            .isEqualTo("addresses"));
        }
        assertThat(jobs.all()).isEmpty();
    }

    @Test
    void saysThatSerfIsAwayWhileItIs() {
        var alone = new ClusterOperations(jobs, null, Clock.systemUTC());

        assertThatThrownBy(() -> alone.operations().get("getCluster").answer(Call.of(Caller.shell(), Map.of())))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.status()).isEqualTo(503));
    }

    private Answer call(String operation, Map<String, Object> parameters, Map<String, Object> body) throws Exception {
        return operations
                .operations()
                .get(operation)
                .answer(Call.of(Caller.shell(), parameters).with(body));
    }

    private static Object json(Answer answer) {
        return ((Answer.Json) answer.content()).value().get();
    }
}
