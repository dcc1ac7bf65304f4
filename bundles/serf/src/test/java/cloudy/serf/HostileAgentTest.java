// SPDX-License-Identifier: Apache-2.0
package cloudy.serf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cloudy.api.Health;
import cloudy.api.Offer;
import cloudy.api.cluster.ClusterState.Kind;
import cloudy.api.network.Outcome;
import cloudy.api.network.Wanted;
import cloudy.testing.Wishes;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A whole bundle before something at the RPC address that is not what it should be. */
@Execution(ExecutionMode.CONCURRENT)
class HostileAgentTest {

    @TempDir
    Path folder;

    private final Map<String, Outcome> outcomes = new ConcurrentHashMap<>();
    private final TestDirectory directory = new TestDirectory();
    private volatile boolean hostile = true;
    private SerfAgent agent;

    @AfterEach
    void stop() {
        if (agent != null) {
            agent.stop();
        }
    }

    @Test
    void garbageIsAnsweredByPausesAndSaidAndAnHonestAgentIsTakenBack() throws Exception {
        FakeAgent.Behaviour twoFaced = (command, number, body, out) -> {
            if (hostile && command.equals("members")) {
                FakeAgent.send(out, packer -> FakeAgent.header(packer, number, ""));
                out.write(new byte[] {(byte) 0xdf, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 1, 2, 3});
                return true;
            }
            return false;
        };
        try (var fake = new FakeAgent(twoFaced)) {
            fake.members = List.of(new FakeAgent.Node("me", "10.0.0.1", Map.of()), old("other", "10.0.0.2"));
            start(fake);
            await().until(() -> fake.connections.get() >= 4);
            assertThat(cluster().state().kind()).isEqualTo(Kind.DOWN);
            assertThat(agent.health().status()).isEqualTo(Health.Status.DOWN);
            assertThat(agent.health().reason()).contains("does not speak as a Serf agent does");
            await().until(() -> outcomes.containsKey("web"));
            assertThat(outcomes.get("web").kind()).isEqualTo(Outcome.Kind.WITHHELD);

            // Four more attempts take at least 0.8 s + 1.6 s + 3.2 s, less a third.
            long begin = System.nanoTime();
            int before = fake.connections.get();
            await().atMost(Duration.ofSeconds(20)).until(() -> fake.connections.get() >= before + 3);
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(1_500));

            hostile = false;
            await().atMost(Duration.ofSeconds(20)).until(() -> cluster().state().kind() == Kind.UP);
            await().until(() -> Outcome.announced().equals(outcomes.get("web")));
            assertThat(directory.ofType("tincvpn")).isPresent();
            assertThat(fake.commands).contains("tags");
        }
    }

    @Test
    void eventsAreFollowedWithoutReadingTheListAgain() throws Exception {
        hostile = false;
        try (var fake = FakeAgent.honest()) {
            fake.members = List.of(new FakeAgent.Node("me", "10.0.0.1", Map.of()));
            start(fake);
            await().until(() -> cluster().state().kind() == Kind.ALONE);

            for (int i = 0; i < 500; i++) {
                fake.event("member-join", old("m" + i, "10.0.1.1"));
            }
            await().until(() -> directory.count("tincvpn") == 500);
            fake.event("member-failed", old("m7", "10.0.1.1"));
            await().until(() -> directory.count("tincvpn") == 499);

            assertThat(fake.commands.stream().filter("members"::equals)).hasSize(1);
            assertThat(cluster().state().alive()).isEqualTo(500);
            assertThat(cluster().state().failed()).isEqualTo(1);
            assertThat(cluster().members()).hasSize(501);
        }
    }

    @Test
    void whatIsKnownOutlivesAShortAbsenceOfTheAgent() throws Exception {
        FakeAgent.Behaviour gone = (command, number, body, out) -> {
            if (hostile) {
                throw new IOException("gone");
            }
            return false;
        };
        hostile = false;
        try (var fake = new FakeAgent(gone)) {
            fake.members = List.of(new FakeAgent.Node("me", "10.0.0.1", Map.of()), old("other", "10.0.0.2"));
            start(fake);
            await().until(() -> cluster().state().kind() == Kind.UP);

            hostile = true;
            // Any command ends it now.
            agent.participation().orElseThrow().publish(List.of(), outcomes::putAll);
            await().until(() -> cluster().state().kind() == Kind.DOWN);
            assertThat(directory.ofType("tincvpn")).isPresent();

            hostile = false;
            await().atMost(Duration.ofSeconds(20)).until(() -> cluster().state().kind() == Kind.UP);
            assertThat(directory.ofType("tincvpn")).isPresent();
        }
    }

    @Test
    void isOffUntilItIsToldWhomToJoin() {
        agent = new SerfAgent(
                Wishes.of(SerfConfig.class, Map.of()),
                Map.of(),
                new TestNode("00000000000000aa", "10.0.0.1"),
                new Handover(),
                Optional.empty(),
                folder);

        assertThat(agent.health().status()).isEqualTo(Health.Status.OFF);
        assertThat(agent.health().reason()).contains("etc/cloudy.serf.cfg");
        assertThat(cluster().state().kind()).isEqualTo(Kind.OFF);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void settingsThatAreNoneAreSaidAndNothingRuns() {
        agent = new SerfAgent(
                Wishes.of(SerfConfig.class, Map.of("profile", "fast")),
                Map.of("cloudy.enabled", "true"),
                new TestNode("00000000000000aa", "10.0.0.1"),
                new Handover(),
                Optional.empty(),
                folder);

        assertThat(agent.health().status()).isEqualTo(Health.Status.MISCONFIGURED);
        assertThat(agent.health().reason()).startsWith("etc/cloudy.serf.cfg: profile: ");
        assertThat(cluster().state().kind()).isEqualTo(Kind.OFF);
        assertThat(cluster().join(List.of("10.0.0.1"))).isCompletedExceptionally();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aFreshNodeIsOffAndSaysHowToSwitchItOn() {
        agent = new SerfAgent(
                Wishes.of(SerfConfig.class, Map.of()),
                Map.of(),
                new TestNode("00000000000000aa", "10.0.0.1"),
                new Handover(),
                Optional.empty(),
                folder);
        var service = new SerfService(agent);

        assertThat(service.offers(List.of(Offer.of("serf", "SERF instance running", 5000))))
                .isEmpty();
        assertThat(service.check().reason()).contains("cloudy.enabled = true");
        new SerfPublisher(agent).publish(List.of(new Wanted("x", Offer.of("web", "Web", 80))), outcomes::putAll);
        assertThat(outcomes.get("x").kind()).isEqualTo(Outcome.Kind.WITHHELD);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void theServiceIsOfferedOnThePortOfTheGossip() {
        agent = new SerfAgent(
                Wishes.of(SerfConfig.class, Map.of("bind", "10.0.0.1:5055", "advertise", "192.0.2.5:6000")),
                Map.of("cloudy.enabled", "true"),
                new TestNode("00000000000000aa", "10.0.0.1"),
                new Handover(),
                Optional.empty(),
                folder);
        var service = new SerfService(agent);
        Offer described = Offer.of("serf", "SERF instance running", 5000);

        await().until(() -> service.offers(List.of(described)).get(0).address().isPresent());
        Offer offer = service.offers(List.of(described)).get(0);
        assertThat(offer.port()).isEqualTo(6000);
        assertThat(offer.address()).contains(TestNode.address("192.0.2.5"));
        assertThat(service.check().reason()).contains("daemons");
    }

    private void start(FakeAgent fake) {
        Map<String, Object> values = new HashMap<>();
        values.put("attach", true);
        values.put("rpcAddress", "127.0.0.1:" + fake.address().getPort());
        agent = new SerfAgent(
                Wishes.of(SerfConfig.class, values),
                Map.of("cloudy.enabled", "true"),
                new TestNode("00000000000000aa", "10.0.0.1"),
                new Handover(),
                Optional.empty(),
                folder);
        new SerfFinder(agent).find(directory);
        new SerfPublisher(agent).publish(List.of(new Wanted("web", Offer.of("web", "Web", 80))), outcomes::putAll);
    }

    private SerfCluster cluster() {
        return new SerfCluster(agent);
    }

    private static FakeAgent.Node old(String name, String address) {
        return new FakeAgent.Node(name, address, Map.of("services", OldVectors.ONE));
    }
}
