// SPDX-License-Identifier: Apache-2.0
package cloudy.serf;

import static org.assertj.core.api.Assertions.assertThat;

import cloudy.serf.rpc.Member;
import cloudy.serf.rpc.RpcClient;
import cloudy.testing.SetClock;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.Test;

class ConversationTest {

    private static final Conversation.Listener NOBODY = new Conversation.Listener() {
        @Override
        public void introduced(AgentStats agent) {}

        @Override
        public void ready(RpcClient agent) {}

        @Override
        public void lost(String reason) {}

        @Override
        public void changed() {}
    };

    /** What is known is kept for a minute from the last loss on, not from the first. */
    @Test
    void anAgentThatIsLostTwiceHasItsGraceTwice() throws Exception {
        var work = new ManualExecutor();
        var view = new MemberView("00000000000000aa", new SetClock(), () -> {});
        view.told(new Member("other", Optional.of(InetAddress.getByName("10.0.0.2")), 5000, Map.of(), "alive"));
        ScheduledExecutorService timer = Threads.passing("test");
        // Never tells who it is, so nothing that it says gets into the view.
        try (var fake = new FakeAgent((command, number, body, out) -> command.equals("stats"));
                RpcClient agent = RpcClient.connect(fake.address(), "", timer)) {
            var rpc = new Endpoint("127.0.0.1", fake.address().getPort());
            var conversation = new Conversation(rpc, Optional.empty(), view, null, NOBODY, work);
            conversation.up(agent);
            conversation.down("it was started anew");
            work.pass(Duration.ofSeconds(55));
            conversation.up(agent);
            conversation.down("and once more");

            work.pass(Duration.ofSeconds(59));
            assertThat(view.member("other")).isPresent();

            work.pass(Duration.ofSeconds(2));
            assertThat(view.member("other")).isEmpty();
        } finally {
            timer.shutdownNow();
        }
    }
}
