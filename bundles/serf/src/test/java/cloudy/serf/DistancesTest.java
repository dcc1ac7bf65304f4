// SPDX-License-Identifier: Apache-2.0
package cloudy.serf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cloudy.serf.rpc.Member;
import cloudy.serf.rpc.RpcClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DistancesTest {

    private static final Instant NOW = Instant.parse("2026-11-22T00:00:00Z");

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final MemberView view = new MemberView("00000000000000aa", Clock.fixed(NOW, ZoneOffset.UTC), () -> {});
    private FakeAgent fake;
    private RpcClient agent;

    @BeforeEach
    void begin() throws Exception {
        fake = FakeAgent.honest();
        agent = RpcClient.connect(fake.address(), "", timer);
    }

    @AfterEach
    void end() {
        agent.close();
        fake.close();
        timer.shutdownNow();
    }

    private void members(int count) {
        view.own("me");
        view.told(member("me", "alive"));
        for (int i = 0; i < count; i++) {
            view.told(member("m" + i, "alive"));
        }
    }

    private static Member member(String name, String status) {
        return new Member(name, Optional.of(TestNode.address("10.0.0.2")), 5000, Map.of(), status);
    }

    private Distances at(Instant now) {
        return new Distances(view, Clock.fixed(now, ZoneOffset.UTC));
    }

    private long known() {
        return view.others(member -> member.distance().isPresent()).size();
    }

    private long questions() {
        return fake.commands.stream().filter("get-coordinate"::equals).count();
    }

    @Test
    void whoWasNeverAskedForIsAskedForFirst() {
        members(20);
        at(NOW).refresh(agent, 8);
        await().until(() -> known() == 8);
        at(NOW).refresh(agent, 8);
        await().until(() -> known() == 16);
        at(NOW).refresh(agent, 8);
        await().until(() -> known() == 20);

        // Each time once for this node itself.
        assertThat(questions()).isEqualTo(23);
    }

    @Test
    void whatIsFreshIsNotAskedForAgainAndWhatIsOldIs() {
        members(3);
        at(NOW).refresh(agent, 8);
        await().until(() -> known() == 3);
        at(NOW.plusSeconds(59)).refresh(agent, 8);
        await().during(Duration.ofMillis(200)).until(() -> questions() == 4);

        at(NOW.plusSeconds(61)).refresh(agent, 8);
        await().until(() -> questions() == 8);
    }

    @Test
    void whoIsGoneIsNotAskedFor() {
        members(0);
        view.told(member("failed", "failed"));
        view.told(member("left", "left"));
        at(NOW).refresh(agent, 8);

        await().during(Duration.ofMillis(200)).until(() -> questions() == 0);
    }

    @Test
    void nobodyIsMeasuredFromAPlaceThatIsNotKnown() {
        view.told(member("other", "alive"));
        at(NOW).refresh(agent, 8);

        await().during(Duration.ofMillis(200)).until(() -> questions() == 0);
    }

    @Test
    void anAgentThatIsLostMeanwhileIsNoFault() {
        members(3);
        agent.close();
        at(NOW).refresh(agent, 8);

        await().during(Duration.ofMillis(200)).until(() -> known() == 0);
    }
}
