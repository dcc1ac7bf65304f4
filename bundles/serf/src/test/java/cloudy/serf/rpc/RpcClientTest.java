// SPDX-License-Identifier: Apache-2.0
package cloudy.serf.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloudy.serf.FakeAgent;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RpcClientTest {

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

    @AfterEach
    void stop() {
        timer.shutdownNow();
    }

    @Test
    void readsMembersEventsStatsAndCoordinates() throws Exception {
        try (var agent = FakeAgent.honest();
                RpcClient client = connect(agent)) {
            agent.members = List.of(
                    new FakeAgent.Node("a b", "10.0.0.1", Map.of("services", "x", "role", "y")),
                    new FakeAgent.Node("v6", "fd00::1", Map.of()));
            List<Member> members = new ArrayList<>();
            get(client.members(members::add));
            assertThat(members).hasSize(2);
            assertThat(members.get(0).name()).isEqualTo("a b");
            assertThat(members.get(0).tags()).containsEntry("services", "x").containsEntry("role", "y");
            assertThat(members.get(0).port()).isEqualTo(5000);
            assertThat(members.get(0).status()).isEqualTo("alive");
            assertThat(members.get(1).address().orElseThrow().getAddress()).hasSize(16);

            var seen = new CountDownLatch(2);
            List<MemberEvent> events = new CopyOnWriteArrayList<>();
            get(client.events(event -> {
                events.add(event);
                seen.countDown();
            }));
            agent.event("member-update", agent.members.get(0), agent.members.get(1));
            assertThat(seen.await(5, TimeUnit.SECONDS)).isTrue();
            assertThat(events).extracting(MemberEvent::kind).containsOnly("member-update");

            assertThat(get(client.stats()).get("agent")).containsEntry("name", "me");
            assertThat(get(client.coordinate("x"))).isPresent();
        }
    }

    @Test
    void aRefusalIsToldAndTheConnectionGoesOn() throws Exception {
        FakeAgent.Behaviour refuses = (command, number, body, out) -> {
            if (!command.equals("tags")) {
                return false;
            }
            FakeAgent.send(out, packer -> FakeAgent.header(packer, number, "no tags today"));
            return true;
        };
        try (var agent = new FakeAgent(refuses);
                RpcClient client = connect(agent)) {
            assertThatThrownBy(() -> get(client.tag("services", java.util.Optional.of("x"))))
                    .hasMessage("no tags today");
            assertThat(get(client.stats())).isNotEmpty();
        }
    }

    @Test
    void answersMayComeInAnyOrder() throws Exception {
        List<Long> waiting = new ArrayList<>();
        FakeAgent.Behaviour reverses = (command, number, body, out) -> {
            if (!command.equals("tags")) {
                return false;
            }
            waiting.add(number);
            if (waiting.size() == 3) {
                for (int i = 2; i >= 0; i--) {
                    long answered = waiting.get(i);
                    String error = i == 1 ? "second" : "";
                    FakeAgent.send(out, packer -> FakeAgent.header(packer, answered, error));
                }
            }
            return true;
        };
        try (var agent = new FakeAgent(reverses);
                RpcClient client = connect(agent)) {
            var first = client.tag("a", java.util.Optional.empty());
            var second = client.tag("b", java.util.Optional.empty());
            var third = client.tag("c", java.util.Optional.empty());
            get(first);
            get(third);
            assertThatThrownBy(() -> get(second)).hasMessage("second");
        }
    }

    @Test
    void theNumberReachedByAJoinComesEvenWithAnError() throws Exception {
        FakeAgent.Behaviour joins = (command, number, body, out) -> {
            if (!command.equals("join")) {
                return false;
            }
            FakeAgent.send(out, packer -> {
                FakeAgent.header(packer, number, "one of two failed");
                packer.packMapHeader(1).packString("Num").packInt(1);
            });
            return true;
        };
        try (var agent = new FakeAgent(joins);
                RpcClient client = connect(agent)) {
            assertThatThrownBy(() -> get(client.join(List.of("x", "y")))).hasMessage("one of two failed");
            assertThat(get(client.stats())).isNotEmpty();
        }
    }

    @Test
    void hugeLengthsAreNotBelieved() throws Exception {
        byte[][] lies = {
            {(byte) 0xdb, 0x7f, (byte) 0xff, (byte) 0xff, (byte) 0xff},
            {(byte) 0xdd, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff},
            {(byte) 0xdf, (byte) 0x7f, (byte) 0xff, (byte) 0xff, (byte) 0xff},
            {(byte) 0xc6, (byte) 0x7f, (byte) 0xff, (byte) 0xff, (byte) 0xff},
            {(byte) 0xc9, (byte) 0x7f, (byte) 0xff, (byte) 0xff, (byte) 0xff, 1},
            {(byte) 0x81, (byte) 0xa7, 'M', 'e', 'm', 'b', 'e', 'r', 's', (byte) 0xdd, 0x7f, 0x7f, 0x7f, 0x7f},
            {(byte) 0xc1},
        };
        for (byte[] lie : lies) {
            FakeAgent.Behaviour liar = (command, number, body, out) -> {
                if (!command.equals("members")) {
                    return false;
                }
                FakeAgent.send(out, packer -> FakeAgent.header(packer, number, ""));
                out.write(lie);
                throw new IOException("closed");
            };
            try (var agent = new FakeAgent(liar);
                    RpcClient client = connect(agent)) {
                assertThatThrownBy(() -> get(client.members(member -> {}))).isInstanceOf(IOException.class);
                assertThat(client.closed().get(5, TimeUnit.SECONDS)).isNotEmpty();
            }
        }
    }

    @Test
    void depthAndWrongTypesAreBorne() throws Exception {
        byte[] deep = new byte[200_000];
        Arrays.fill(deep, (byte) 0x91);
        deep[deep.length - 1] = 1;
        FakeAgent.Behaviour odd = (command, number, body, out) -> {
            if (!command.equals("members")) {
                return false;
            }
            FakeAgent.send(out, packer -> {
                FakeAgent.header(packer, number, "");
                packer.packMapHeader(2).packString("Deep");
            });
            out.write(deep);
            FakeAgent.send(out, packer -> {
                packer.packString("Members").packArrayHeader(2);
                packer.packMapHeader(5)
                        .packString("Name")
                        .packInt(7)
                        .packString("Addr")
                        .packString("abc");
                packer.packString("Port").packDouble(1.5).packString("Status").packNil();
                packer.packString("Tags")
                        .packMapHeader(1)
                        .packInt(3)
                        .packArrayHeader(1)
                        .packInt(1);
                packer.packMapHeader(1).packString("Name").packString("x".repeat(100_000));
            });
            return true;
        };
        try (var agent = new FakeAgent(odd);
                RpcClient client = connect(agent)) {
            List<Member> members = new ArrayList<>();
            get(client.members(members::add));
            assertThat(members).hasSize(2);
            assertThat(members.get(0).name()).isEmpty();
            assertThat(members.get(0).address()).isEmpty();
            assertThat(members.get(1).name()).hasSize(WireReader.MAX_NAME);
        }
    }

    @Test
    void anOversizedTagIsLeftOutAndTheRestIsRead() throws Exception {
        try (var agent = FakeAgent.honest();
                RpcClient client = connect(agent)) {
            agent.members = List.of(
                    new FakeAgent.Node("big", "10.0.0.1", Map.of("services", "x".repeat(2_000_000))),
                    new FakeAgent.Node("small", "10.0.0.2", Map.of("services", "y")));
            List<Member> members = new ArrayList<>();
            get(client.members(members::add));
            assertThat(members.get(0).tags()).isEmpty();
            assertThat(members.get(1).tags()).containsEntry("services", "y");
        }
    }

    @Test
    void garbageClosesTheConnectionAndSaysWhy() throws Exception {
        var random = new Random(5);
        for (int round = 0; round < 40; round++) {
            byte[] junk = new byte[1 + random.nextInt(300)];
            random.nextBytes(junk);
            FakeAgent.Behaviour babbles = (command, number, body, out) -> {
                if (!command.equals("stats")) {
                    return false;
                }
                out.write(junk);
                throw new IOException("closed");
            };
            try (var agent = new FakeAgent(babbles);
                    RpcClient client = connect(agent)) {
                CompletableFuture<?> answer = client.stats();
                assertThat(client.closed().get(5, TimeUnit.SECONDS)).isNotBlank();
                assertThatThrownBy(() -> get(answer)).isInstanceOf(IOException.class);
                assertThatThrownBy(() -> get(client.members(member -> {}))).isInstanceOf(IOException.class);
            }
        }
    }

    @Test
    void whatNobodyAskedForEndsTheConnection() throws Exception {
        FakeAgent.Behaviour talksToItself = (command, number, body, out) -> {
            FakeAgent.send(out, packer -> FakeAgent.header(packer, number + 1_000, ""));
            return true;
        };
        try (var agent = new FakeAgent(talksToItself)) {
            assertThatThrownBy(() -> connect(agent)).hasMessageContaining("nobody asked");
        }
    }

    @Test
    void aFloodOfQuestionsIsRefusedBeforeItFillsTheMemory() throws Exception {
        FakeAgent.Behaviour mute = (command, number, body, out) -> !command.equals("handshake");
        try (var agent = new FakeAgent(mute)) {
            RpcClient client = connect(agent);
            for (int i = 0; i < 128; i++) {
                assertThat(client.stats()).isNotDone();
            }
            assertThatThrownBy(() -> get(client.stats())).hasMessageContaining("too many");
            client.close();
            assertThat(client.closed()).isDone();
        }
    }

    @Test
    void aSilentAgentIsGivenUp() throws Exception {
        try (var agent = FakeAgent.honest();
                RpcConnection connection = RpcConnection.open(agent.address(), timer)) {
            CompletableFuture<Void> answer = connection.ask(
                    "handshake",
                    out -> {}, // The body is missing: the agent waits for it.
                    Reply.NONE,
                    Duration.ofMillis(200));
            assertThatThrownBy(() -> get(answer)).hasMessageContaining("did not answer \"handshake\"");
            assertThat(connection.closed()).isDone();
        }
    }

    @Test
    void aMessageThatDripsIsCutOff() throws Exception {
        FakeAgent.Behaviour drips = (command, number, body, out) -> {
            out.write(0x82);
            return true;
        };
        try (var agent = new FakeAgent(drips);
                RpcConnection connection = RpcConnection.open(agent.address(), timer, Duration.ofMillis(300))) {
            CompletableFuture<Void> answer =
                    connection.ask("handshake", out -> out.packMapHeader(0), Reply.NONE, Duration.ofSeconds(20));
            assertThatThrownBy(() -> get(answer)).hasMessageContaining("took too long for one message");
        }
    }

    private RpcClient connect(FakeAgent agent) throws IOException, InterruptedException {
        return RpcClient.connect(agent.address(), "", timer);
    }

    private static <T> T get(CompletableFuture<T> answer) throws Exception {
        try {
            return answer.get(10, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw (Exception) e.getCause();
        }
    }
}
