// SPDX-License-Identifier: Apache-2.0
package cloudy.serf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cloudy.api.InvalidFieldException;
import cloudy.api.Offer;
import cloudy.api.Protocol;
import cloudy.api.cluster.ClusterMember;
import cloudy.api.cluster.ClusterState.Kind;
import cloudy.testing.Wishes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the shell and the pages are told of the cluster, and what neighbours are told of this node's part in it. */
class SerfClusterTest {

    private static final String OTHER = "00000000000000bb-10.0.0.2-5000";

    @TempDir
    Path folder;

    private FakeAgent fake;
    private SerfAgent agent;
    private SerfCluster cluster;

    @BeforeEach
    void begin() throws IOException {
        fake = FakeAgent.honest();
        fake.members = List.of(
                new FakeAgent.Node("old", "10.0.0.3", Map.of("services", OldVectors.TWO, "psngc", "Y2FuYWw=")),
                new FakeAgent.Node(OTHER, "10.0.0.2", Map.of("services", "junk")),
                new FakeAgent.Node("me", "10.0.0.1", Map.of()));
    }

    @AfterEach
    void end() {
        agent.stop();
        fake.close();
    }

    private void start(Map<String, ?> more) {
        Map<String, Object> values = new HashMap<>(more);
        values.put("attach", true);
        values.put("rpcAddress", "127.0.0.1:" + fake.address().getPort());
        agent = new SerfAgent(
                Wishes.of(SerfConfig.class, values),
                Map.of("cloudy.enabled", "true"),
                new TestNode("00000000000000aa", "10.0.0.1"),
                new Handover(),
                Optional.empty(),
                folder);
        cluster = new SerfCluster(agent);
        await().until(() -> cluster.state().kind() == Kind.UP);
    }

    @Test
    void thisNodeIsFirstAndEveryMemberSaysWhatItIs() {
        start(Map.of());
        List<ClusterMember> members = cluster.members();

        assertThat(members)
                .extracting(ClusterMember::name)
                .hasSize(3)
                .startsWith("me")
                .contains("old", OTHER);
        assertThat(members.get(0).own()).isTrue();
        ClusterMember ours = named(OTHER);
        assertThat(ours.nodeId()).contains("00000000000000bb");
        assertThat(ours.badRecords()).isEqualTo(1);
        ClusterMember old = named("old");
        assertThat(old.own()).isFalse();
        assertThat(old.nodeId()).isEmpty();
        assertThat(old.services()).isEqualTo(2);
        assertThat(old.facts()).containsEntry("psngc", "canal").doesNotContainKey("services");
        assertThat(old.address()).isEqualTo(TestNode.address("10.0.0.3"));
    }

    @Test
    void theNearestIsListedBeforeThoseWhoseDistanceNobodyKnows() throws Exception {
        start(Map.of());
        await().until(() -> named("old").distance().isPresent());
        fake.event("member-join", new FakeAgent.Node("another", "10.0.0.4", Map.of()));
        await().until(() -> cluster.members().size() == 4);

        assertThat(cluster.members()).extracting(ClusterMember::name).endsWith("another");
    }

    @Test
    void theStateCountsWhoIsThereAndWhoWas() throws Exception {
        start(Map.of());
        fake.event("member-failed", fake.members.get(0));
        fake.event("member-leave", fake.members.get(1));
        await().until(() -> cluster.state().failed() == 1 && cluster.state().left() == 1);

        assertThat(cluster.state().kind()).isEqualTo(Kind.ALONE);
        assertThat(cluster.state().reason()).contains("no other member");
        assertThat(cluster.state().alive()).isEqualTo(1);
        assertThat(cluster.state().healthScore()).hasValue(0);
    }

    @Test
    void aNameThatWouldUpsetATerminalIsShownWithoutWhatDoes() throws Exception {
        start(Map.of());
        fake.event("member-join", new FakeAgent.Node("evil\u001b[2J" + "x".repeat(300), "10.0.0.4", Map.of()));
        await().until(() -> cluster.members().size() == 4);

        assertThat(cluster.members())
                .allSatisfy(member ->
                        assertThat(member.name()).hasSizeLessThanOrEqualTo(128).doesNotContain("\u001b"));
    }

    @Test
    void theServiceIsOfferedWhereTheForeignAgentIs() {
        start(Map.of());
        var service = new SerfService(agent);
        Offer described = Offer.of("serf", "SERF instance running", 1).over(Protocol.TCP);

        Offer offer = service.offers(List.of(described)).get(0);
        assertThat(offer.port()).isEqualTo(5000);
        assertThat(offer.address()).as("it is this node's own").isEmpty();
        assertThat(service.offers(List.of())).isEmpty();
    }

    @Test
    void whoIsAskedToJoinNobodySaysSo() {
        start(Map.of());

        assertThat(cluster.join(List.of())).isCompletedExceptionally();
        assertThat(cluster.join(List.of(":::")))
                .failsWithin(java.time.Duration.ofSeconds(1))
                .withThrowableOfType(java.util.concurrent.ExecutionException.class)
                .withCauseInstanceOf(InvalidFieldException.class);
    }

    @Test
    void theAgentsFiguresAreReadWhateverItSaysBesides() {
        AgentStats stats = AgentStats.of(Map.of(
                "agent",
                Map.of("name", "me"),
                "serf",
                Map.of("members", "7", "health_score", "-1", "intent_queue", "3", "query_queue", "many")));

        assertThat(stats.name()).isEqualTo("me");
        assertThat(stats.members()).hasValue(7);
        assertThat(stats.healthScore()).isEqualTo(OptionalInt.empty());
        assertThat(stats.queues()).containsExactly(Map.entry("intent", 3));
        assertThat(AgentStats.of(Map.of())).isEqualTo(AgentStats.UNKNOWN);
        start(Map.of());
    }

    private ClusterMember named(String name) {
        return cluster.members().stream()
                .filter(member -> member.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
