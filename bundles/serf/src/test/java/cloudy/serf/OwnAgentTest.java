// SPDX-License-Identifier: Apache-2.0
package cloudy.serf;

import static org.assertj.core.api.Assertions.assertThat;

import cloudy.api.Health;
import cloudy.api.daemon.DaemonState.Kind;
import cloudy.testing.Wishes;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OwnAgentTest {

    private static final String ID = "00000000000000aa";

    private final FakeDaemons daemons = new FakeDaemons();
    private final TestNode node = new TestNode(ID, "10.0.0.1");
    private int ready;
    private final OwnAgent agent = agent(Map.of());

    private OwnAgent agent(Map<String, ?> settings) {
        return agent(settings, Optional.of(daemons));
    }

    private OwnAgent agent(Map<String, ?> settings, Optional<FakeDaemons> supervisor) {
        return new OwnAgent(
                SerfSettings.of(Wishes.of(SerfConfig.class, new HashMap<>(settings)), Map.of("cloudy.enabled", "true")),
                node,
                supervisor.map(fake -> fake),
                "key",
                new InetSocketAddress(TestNode.address("127.0.0.1"), 7373),
                () -> ready++);
    }

    @Test
    void runsUnderTheNodesIdAtTheNodesAddress() {
        agent.configure();

        assertThat(daemons.runs).hasSize(1);
        assertThat(daemons.last().json()).contains("\"node_name\": \"" + ID + "-10.0.0.1-5000\"");
        assertThat(daemons.last().daemon().command())
                .doesNotContain("sh", "-c")
                .noneMatch(word -> word.contains("key"));
        assertThat(agent.config().orElseThrow().advertised()).isEqualTo(new Endpoint("10.0.0.1", 5000));
    }

    @Test
    void nothingHappensWhileNothingChanges() {
        for (int i = 0; i < 10; i++) {
            agent.configure();
        }

        assertThat(daemons.runs).hasSize(1);
    }

    @Test
    void anotherAddressIsAnotherAgent() {
        agent.configure();
        node.move("10.0.0.2");
        agent.configure();

        assertThat(daemons.runs).hasSize(2);
        assertThat(daemons.last().json()).contains(ID + "-10.0.0.2-5000");
        assertThat(agent.config().orElseThrow().name()).isEqualTo(ID + "-10.0.0.2-5000");
    }

    @Test
    void withoutAnAddressItIsLetGoUntilThereIsOne() {
        agent.configure();
        FakeDaemons.Fake first = daemons.last();
        node.lose();
        agent.configure();
        agent.configure();

        assertThat(first.letGo).isTrue();
        assertThat(daemons.runs).hasSize(1);
        assertThat(agent.config()).isEmpty();
        assertThat(agent.health().status()).isEqualTo(Health.Status.DOWN);
        assertThat(agent.health().reason()).contains("no address in the community network");

        node.move("10.0.0.1");
        agent.configure();
        assertThat(daemons.runs).hasSize(2);
        assertThat(daemons.last().letGo).isFalse();
    }

    @Test
    void anAddressOfTheOperatorsIsEnough() {
        node.lose();
        OwnAgent bound = agent(Map.of("bind", "10.0.0.7:5001"));
        bound.configure();

        assertThat(bound.config().orElseThrow().name()).isEqualTo(ID + "-10.0.0.7-5001");
    }

    @Test
    void behindARouterItIsKnownByTheRoutersAddress() {
        OwnAgent hidden = agent(Map.of("advertise", "192.0.2.5:6000"));
        hidden.configure();

        assertThat(hidden.config().orElseThrow().name()).isEqualTo(ID + "-192.0.2.5-6000");
        assertThat(daemons.last().json()).contains("\"advertise\": \"192.0.2.5:6000\"");
    }

    @Test
    void whoWaitsForItIsToldEachTimeItIsUp() {
        agent.configure();
        assertThat(agent.isUp()).isFalse();
        assertThat(agent.health().status()).isEqualTo(Health.Status.STARTING);

        daemons.last().is(Kind.UP, "");
        assertThat(agent.isUp()).isTrue();
        assertThat(ready).isEqualTo(1);
        assertThat(agent.health().status()).isEqualTo(Health.Status.UP);

        daemons.last().is(Kind.STARTING, "it ended and starts again");
        assertThat(agent.isUp()).isFalse();
        daemons.last().is(Kind.UP, "");
        assertThat(ready).isEqualTo(2);
    }

    @Test
    void whatKeepsTheProgramFromRunningIsSaid() {
        agent.configure();
        daemons.last().is(Kind.MISSING, "serf is not installed; the package serf brings it");
        assertThat(agent.health())
                .isEqualTo(Health.of(Health.Status.MISSING, "serf is not installed; the package serf brings it"));

        daemons.last().is(Kind.CRASH_LOOPING, "it ended five times");
        assertThat(agent.health().status()).isEqualTo(Health.Status.CRASH_LOOPING);
    }

    @Test
    void aNodeThatRunsNoProgramsSaysWhatIsMissing() {
        OwnAgent lonely = agent(Map.of(), Optional.empty());
        lonely.configure();

        assertThat(lonely.isUp()).isFalse();
        assertThat(lonely.health().reason()).contains("\"daemons\"");
    }

    @Test
    void onceClosedItStaysSo() {
        agent.configure();
        agent.close();
        assertThat(daemons.last().letGo).isTrue();

        node.move("10.0.0.2");
        agent.configure();
        assertThat(daemons.runs).hasSize(1);
    }
}
