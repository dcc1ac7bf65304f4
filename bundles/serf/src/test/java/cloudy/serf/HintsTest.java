// SPDX-License-Identifier: Apache-2.0
package cloudy.serf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cloudy.serf.rpc.Member;
import cloudy.serf.rpc.RpcClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HintsTest {

    private final ScheduledExecutorService work = Executors.newSingleThreadScheduledExecutor();
    private final List<Member> read = new CopyOnWriteArrayList<>();
    private FakeAgent fake;
    private RpcClient agent;
    private Hints hints;

    @BeforeEach
    void begin() throws Exception {
        fake = FakeAgent.honest();
        fake.members = List.of(new FakeAgent.Node("a", "10.0.0.1", Map.of("services", OldVectors.ONE)));
        agent = RpcClient.connect(fake.address(), "", work);
        hints = new Hints(agent, read::add, work);
    }

    @AfterEach
    void end() {
        agent.close();
        fake.close();
        work.shutdownNow();
    }

    private long questions() {
        return fake.commands.stream().filter("members-filtered"::equals).count();
    }

    @Test
    void whoeverSomethingHappenedToIsLookedAtAtOnce() {
        hints.add("a");

        await().atMost(Duration.ofSeconds(5)).until(() -> !read.isEmpty());
        assertThat(read.get(0).tags()).containsEntry("services", OldVectors.ONE);
    }

    @Test
    void manyAreAskedForInFewQuestions() {
        for (int i = 0; i < 30; i++) {
            hints.add("m" + i);
        }
        await().until(() -> questions() >= 1);
        await().during(Duration.ofMillis(400)).until(() -> questions() <= 2);
    }

    @Test
    void aFloodIsLeftToTheEvents() throws Exception {
        for (int i = 0; i < 100_000; i++) {
            hints.add("m" + i);
        }
        await().until(() -> questions() >= 1);
        work.submit(() -> {}).get();

        // At most 32 names wait, and a tenth of a second passes between two questions.
        assertThat(questions()).isLessThan(30);
    }

    @Test
    void whoIsHintedAtLaterIsLookedAtLater() {
        hints.add("a");
        await().until(() -> read.size() == 1);
        await().during(Duration.ofMillis(300)).until(() -> questions() == 1);

        hints.add("a");
        await().until(() -> read.size() == 2);
        assertThat(questions()).isEqualTo(2);
    }

    @Test
    void aNameThatWouldEndTheQuestionIsNotAskedFor() {
        hints.add("\\E.*|(");
        hints.add("a");

        await().until(() -> !read.isEmpty());
        assertThat(agent.closed()).isNotDone();
    }

    @Test
    void aLostAgentIsNoFault() {
        agent.close();
        hints.add("a");
        hints.add("b");

        await().during(Duration.ofMillis(200)).until(read::isEmpty);
    }
}
