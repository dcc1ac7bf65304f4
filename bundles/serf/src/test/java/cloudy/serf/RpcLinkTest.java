// SPDX-License-Identifier: Apache-2.0
package cloudy.serf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cloudy.serf.rpc.RpcClient;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RpcLinkTest {

    private final ManualExecutor work = new ManualExecutor();
    private final Deque<Runnable> dialling = new ArrayDeque<>();
    private final List<String> said = new ArrayList<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private FakeAgent fake;
    private String refusal = "";
    private boolean wanted = true;
    private int dials;
    private RpcLink link;

    @BeforeEach
    void begin() throws IOException {
        fake = FakeAgent.honest();
        link = new RpcLink(this::dial, new Heard(), () -> wanted, dialling::add, work, work::nanoTime);
    }

    @AfterEach
    void end() {
        link.close();
        fake.close();
        timer.shutdownNow();
    }

    private RpcClient dial() throws IOException, InterruptedException {
        dials++;
        if (!refusal.isEmpty()) {
            throw new IOException(refusal);
        }
        return RpcClient.connect(fake.address(), "", timer);
    }

    /** Lets time pass in small steps, and whoever dials get through. */
    private void pass(Duration time) {
        long steps = time.toMillis() / 100;
        for (long i = 0; i <= steps; i++) {
            connectNow();
            work.pass(Duration.ofMillis(100));
        }
    }

    private void connectNow() {
        while (!dialling.isEmpty()) {
            dialling.remove().run();
            work.run();
        }
    }

    @Test
    void connectsWhenItIsWoken() {
        link.wake();
        assertThat(link.agent()).isEmpty();
        connectNow();

        assertThat(link.agent()).isPresent();
        assertThat(said).containsExactly("up");
    }

    @Test
    void isConnectedOnceHoweverOftenItIsWoken() {
        link.wake();
        link.wake();
        connectNow();
        link.wake();
        connectNow();

        assertThat(dials).isEqualTo(1);
        assertThat(said).containsExactly("up");
    }

    @Test
    void triesForEverWithPausesThatGrowUpToTwentySeconds() {
        refusal = "Connection refused";
        link.wake();
        pass(Duration.ofSeconds(10));
        int atFirst = dials;
        dials = 0;
        pass(Duration.ofMinutes(10));

        assertThat(atFirst).isBetween(6, 9);
        assertThat(dials).isBetween(29, 46);
        assertThat(said).doesNotContain("up").contains("down: Connection refused");
    }

    @Test
    void aRefusalWithoutAWordHasANameAtLeast() {
        var speechless = new RpcLink(
                () -> {
                    throw new IllegalStateException();
                },
                new Heard(),
                () -> true,
                dialling::add,
                work,
                work::nanoTime);
        speechless.wake();
        connectNow();

        assertThat(said).containsExactly("down: IllegalStateException");
        speechless.close();
    }

    @Test
    void beingWokenEndsAPause() {
        refusal = "Connection refused";
        link.wake();
        pass(Duration.ofMinutes(2));
        refusal = "";
        int before = dials;
        link.wake();
        connectNow();

        assertThat(dials).isEqualTo(before + 1);
        assertThat(said).endsWith("up");
    }

    @Test
    void nothingIsDialledWhileNothingIsWanted() {
        wanted = false;
        link.wake();
        pass(Duration.ofMinutes(1));
        assertThat(dials).isZero();

        wanted = true;
        link.wake();
        connectNow();
        assertThat(said).containsExactly("up");
    }

    @Test
    void whatIsLostIsDialledAgainSoon() {
        link.wake();
        connectNow();
        pass(Duration.ofMinutes(1));
        lose();
        assertThat(said).containsExactly("up", "down: closed by us, as the test wants");

        pass(Duration.ofMillis(200));
        assertThat(said).endsWith("up");
    }

    @Test
    void whoHangsUpAgainAndAgainIsNotAskedAtOnceEachTime() {
        link.wake();
        connectNow();
        for (int i = 0; i < 8; i++) {
            lose();
            pass(Duration.ofSeconds(21));
        }
        lose();
        int before = dials;
        pass(Duration.ofSeconds(10));

        assertThat(dials).isEqualTo(before);
    }

    @Test
    void anEarlierConnectionsEndDoesNotEndTheLaterOne() {
        link.wake();
        connectNow();
        RpcClient first = link.agent().orElseThrow();
        lose();
        pass(Duration.ofSeconds(1));
        assertThat(link.agent()).isPresent();

        first.close("once more");
        work.run();
        assertThat(link.agent()).isPresent();
    }

    @Test
    void whatConnectsAfterTheEndIsHungUpOn() {
        link.wake();
        link.close();
        connectNow();

        assertThat(said).isEmpty();
        assertThat(link.agent()).isEmpty();
        await().until(() -> fake.connections.get() == 1);
    }

    @Test
    void nothingIsToldOrTriedAfterTheEnd() {
        refusal = "Connection refused";
        link.wake();
        connectNow();
        said.clear();
        link.close();
        int before = dials;
        pass(Duration.ofMinutes(1));

        assertThat(dials).isEqualTo(before);
        assertThat(said).isEmpty();
    }

    private void lose() {
        RpcClient agent = link.agent().orElseThrow();
        agent.close("closed by us, as the test wants");
        await().until(() -> {
            work.run();
            return link.agent().isEmpty();
        });
    }

    private final class Heard implements RpcLink.Watcher {

        @Override
        public void up(RpcClient agent) {
            said.add("up");
        }

        @Override
        public void down(String reason) {
            if (said.isEmpty() || !said.get(said.size() - 1).equals("down: " + reason)) {
                said.add("down: " + reason);
            }
        }
    }
}
