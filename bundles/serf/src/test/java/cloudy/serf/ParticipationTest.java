// SPDX-License-Identifier: Apache-2.0
package cloudy.serf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import cloudy.api.Health;
import cloudy.api.InvalidFieldException;
import cloudy.api.Offer;
import cloudy.api.cluster.ClusterState;
import cloudy.api.cluster.ClusterState.Kind;
import cloudy.api.daemon.DaemonState;
import cloudy.api.daemon.Daemons;
import cloudy.api.network.Outcome;
import cloudy.api.network.Wanted;
import cloudy.testing.Wishes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A whole participation, from start to end and over changes of settings, before an agent that behaves. */
@Execution(ExecutionMode.CONCURRENT)
class ParticipationTest {

    private static final String ID = "00000000000000aa";
    private static final String OWN = ID + "-10.0.0.1-5000";

    @TempDir
    Path folder;

    private final Map<String, Outcome> outcomes = new ConcurrentHashMap<>();
    private final Map<String, Object> values = new HashMap<>();
    private final Handover handover = new Handover();
    private final TestNode node = new TestNode(ID, "10.0.0.1");
    private final FakeDaemons daemons = new FakeDaemons();
    private FakeAgent fake;
    private SerfAgent agent;

    @BeforeEach
    void begin() throws IOException {
        fake = FakeAgent.honest();
        values.put("rpcAddress", "127.0.0.1:" + fake.address().getPort());
    }

    @AfterEach
    void end() {
        if (agent != null) {
            agent.stop();
        }
        handover.close();
        fake.close();
    }

    private void startAttached(Map<String, ?> more) {
        values.put("attach", true);
        values.putAll(more);
        start(Optional.empty());
    }

    private void startOwn() {
        fake.name = OWN;
        fake.members = List.of(new FakeAgent.Node(OWN, "10.0.0.1", Map.of()));
        start(Optional.of(daemons));
        await().until(() -> !daemons.runs.isEmpty());
    }

    private void start(Optional<Daemons> supervisor) {
        agent = new SerfAgent(
                Wishes.of(SerfConfig.class, values),
                Map.of("cloudy.enabled", "true"),
                node,
                handover,
                supervisor,
                folder);
        agent.publish(List.of(new Wanted("web", Offer.of("web", "Web", 80))), outcomes::putAll);
    }

    private ClusterState state() {
        return new SerfCluster(agent).state();
    }

    private void awaitAnnounced() {
        await().atMost(Duration.ofSeconds(20)).until(() -> Outcome.announced().equals(outcomes.get("web")));
    }

    @Test
    void aChangeOfSettingsDoesNotTouchTheTagOfAForeignAgent() {
        startAttached(Map.of());
        awaitAnnounced();
        agent.stop();
        outcomes.clear();

        startAttached(Map.of("importance", new String[] {"web"}));
        awaitAnnounced();
        // Longer than what was left behind would have stayed.
        await().during(Duration.ofSeconds(4)).atMost(Duration.ofSeconds(20)).until(() -> fake.written.size() == 1);
        assertThat(fake.written.get(0)).isNotEmpty();
    }

    @Test
    void whatIsNotPublishedAnyMoreIsWithdrawnFromAForeignAgent() {
        startAttached(Map.of());
        awaitAnnounced();
        agent.stop();

        startAttached(Map.of("publish", false));
        await().until(() -> fake.written.size() == 2);
        assertThat(fake.written.get(1)).isEmpty();
        assertThat(outcomes.get("web").reason()).contains("publish = false");
    }

    @Test
    void whenTheBundleStopsAForeignAgentIsCleanAtOnce() {
        startAttached(Map.of());
        awaitAnnounced();
        agent.stop();
        handover.close();

        assertThat(fake.written).hasSize(2).endsWith("");
    }

    @Test
    void whatOthersWroteToAForeignAgentIsNotOursToTakeAway() throws Exception {
        var before = new FakeAgent.Node("me", "10.0.0.9", Map.of("services", OldVectors.ONE));
        fake.members = List.of(before);
        startAttached(Map.of("publish", false));
        await().until(() -> state().kind() == Kind.ALONE);

        fake.event("member-update", new FakeAgent.Node("me", "10.0.0.9", Map.of("services", OldVectors.TWO)));
        fake.event("member-join", new FakeAgent.Node("other", "10.0.0.2", Map.of()));
        await().until(() -> state().kind() == Kind.UP);
        agent.stop();
        handover.close();

        assertThat(fake.written).isEmpty();
    }

    @Test
    void aTagThatStandsIsNotWrittenAgainWhenTheAgentIsReachedAnew() throws Exception {
        startAttached(Map.of());
        awaitAnnounced();
        fake.event("member-update", fake.members.get(0));
        agent.stop();
        for (int i = 0; i < 3; i++) {
            outcomes.clear();
            startAttached(Map.of());
            awaitAnnounced();
            agent.stop();
        }

        assertThat(fake.written).hasSize(1);
        startAttached(Map.of());
    }

    @Test
    void updatesKeepTheirPauseOverAChangeOfSettings() {
        startAttached(Map.of());
        awaitAnnounced();
        agent.stop();
        long begin = System.nanoTime();
        start(Optional.empty());
        agent.publish(List.of(new Wanted("ftp", Offer.of("ftp", "Files", 21))), outcomes::putAll);

        await().atMost(Duration.ofSeconds(20)).until(() -> fake.written.size() == 2);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofSeconds(3));
        assertThat(fake.written.get(1)).isNotEmpty();
    }

    @Test
    void ourOwnAgentIsSpokenToOnceItIsUp() {
        startOwn();
        assertThat(agent.health().status()).isEqualTo(Health.Status.STARTING);
        assertThat(fake.connections).hasValue(0);

        daemons.last().is(DaemonState.Kind.UP, "");
        awaitAnnounced();
        assertThat(state().name()).isEqualTo(OWN);
        assertThat(agent.health().status()).isEqualTo(Health.Status.UP);
        assertThat(fake.commands).contains("auth");
        assertThat(agent.advertised()).contains(new Endpoint("10.0.0.1", 5000));
    }

    @Test
    void anotherAgentWhereOursShouldBeIsNotSpokenTo() {
        startOwn();
        fake.name = "somebody";
        daemons.last().is(DaemonState.Kind.UP, "");

        await().until(() -> agent.health().reason().contains("is another one: its name is somebody"));
        assertThat(state().kind()).isEqualTo(Kind.DOWN);
        assertThat(outcomes.get("web").kind()).isEqualTo(Outcome.Kind.WITHHELD);
        assertThat(fake.written).isEmpty();
    }

    @Test
    void anAddressThatGoesAndComesBackIsNoticedWithinSeconds() {
        startOwn();
        daemons.last().is(DaemonState.Kind.UP, "");
        awaitAnnounced();

        node.lose();
        await().atMost(Duration.ofSeconds(9)).until(() -> daemons.runs.get(0).letGo);
        assertThat(agent.health().reason()).contains("no address in the community network");

        node.move("10.0.0.2");
        await().atMost(Duration.ofSeconds(9)).until(() -> daemons.runs.size() == 2);
        assertThat(daemons.last().json()).contains(ID + "-10.0.0.2-5000");
    }

    @Test
    void whatIsAnnouncedMovesWithTheNode() {
        startAttached(Map.of());
        awaitAnnounced();
        node.move("10.0.0.2");

        await().atMost(Duration.ofSeconds(15)).until(() -> fake.written.size() == 2);
        assertThat(ServicesTag.decode(fake.written.get(1)).records())
                .extracting(ServiceRecord::address)
                .containsExactly("10.0.0.2");
    }

    @Test
    void theClusterIsJoinedThroughWhatTheOperatorNames() {
        startAttached(Map.of());
        assertThat(agent.join(List.of("10.0.0.7"))).isCompletedExceptionally();
        await().until(() -> state().kind() == Kind.ALONE);

        assertThat(agent.join(List.of("10.0.0.7", "node.example:5001")).join()).isEqualTo(2);
        assertThat(fake.asked).contains("10.0.0.7:5000", "node.example:5001");
    }

    @Test
    void addressesThatCannotBeJoinedAreRefusedInWords() {
        startAttached(Map.of());
        await().until(() -> state().kind() == Kind.ALONE);

        assertThatThrownBy(() -> agent.join(List.of()).get()).hasCauseInstanceOf(InvalidFieldException.class);
        assertThatThrownBy(() -> agent.join(List.of("a b")).get()).hasMessageContaining("address: ");
        List<String> many = java.util.stream.IntStream.range(0, 33)
                .mapToObj(i -> "10.0.1." + i)
                .toList();
        assertThatThrownBy(() -> agent.join(many).get()).hasMessageContaining("must have 1 to 32 entries");
        assertThat(fake.asked).isEmpty();
    }

    @Test
    void whoWasMetIsWrittenDownAtTheEnd() throws Exception {
        values.put("join", new String[] {"10.0.0.7"});
        startAttached(Map.of());
        fake.members = List.of(fake.members.get(0), new FakeAgent.Node("other", "10.0.0.2", Map.of()));
        await().atMost(Duration.ofSeconds(15)).until(fake::isStreaming);
        fake.event("member-join", new FakeAgent.Node("third", "10.0.0.3", Map.of()));
        await().until(() -> state().alive() >= 2);
        agent.stop();

        assertThat(Files.readString(folder.resolve("members"))).contains("join 10.0.0.7:5000", "10.0.0.3:5000");
    }

    @Test
    void stoppingTwiceOrBeforeTheAgentWasReachedIsNoFault() {
        fake.close();
        startAttached(Map.of());
        agent.stop();
        agent.stop();

        assertThat(fake.written).isEmpty();
    }
}
