// SPDX-License-Identifier: Apache-2.0
package cloudy.serf;

import cloudy.serf.rpc.RpcClient;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Measures how long a service that is published in one node's registry takes to be in another node's directory, beside
 * what {@code serf tags -set} takes to be seen by {@code serf members}, on the same 20 agents: two nodes of the archive
 * and 18 others. Needs serf and the addresses 10.99.0.0/16; {@code sh itests/bench serf} gives it a network of its own.
 *
 * <p>Serf's commands are given by its RPC, so that what it takes to start a program does not count against it. Each way
 * goes both ways between its two members in turn, because a node sends one update in five seconds.
 */
public final class SpreadBench {

    private static final int PAIRS = 40;
    private static final int OTHERS = 18;
    private static final String NET = "10.99.0.";

    /** Between two measurements at least: four of them make more than the five seconds. */
    private static final int PAUSE_MILLIS = 1_300;

    /** The agents gossip in step with their own clocks: no measurement shall begin in step with the last one's end. */
    private static final int JITTER_MILLIS = 200;

    private final GaugedNode[] nodes;
    private final RpcClient[] agents;
    private final Random random = new Random();

    private SpreadBench(GaugedNode[] nodes, RpcClient[] agents) {
        this.nodes = nodes;
        this.agents = agents;
    }

    /** Measures and prints; the argument is the archive. */
    public static void main(String[] arguments) throws Exception {
        Path archive = Path.of(arguments[0]);
        Path folder = Files.createTempDirectory("serf-bench");
        try (var others = new RealSerf(folder)) {
            var first = others.start("n1", NET + 1);
            for (int i = 2; i <= OTHERS; i++) {
                others.start("n" + i, NET + i);
            }
            try (var a = new GaugedNode(archive, folder.resolve("a"), 1, settings(101, 7374, first));
                    var b = new GaugedNode(archive, folder.resolve("b"), 2, settings(102, 7375, first))) {
                a.await();
                b.await();
                ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
                gather(first, timer);
                new SpreadBench(new GaugedNode[] {a, b}, new RpcClient[] {agent(3, timer), agent(9, timer)}).measure();
            }
        }
        System.exit(0);
    }

    private static String settings(int address, int rpcPort, RealSerf.Agent first) {
        return "profile = lan\nbind = " + NET + address + ":5000\nrpcAddress = 127.0.0.1:" + rpcPort + "\njoin = "
                + first.gossip() + "\n";
    }

    private static RpcClient agent(int number, ScheduledExecutorService timer)
            throws IOException, InterruptedException {
        return RpcClient.connect(new InetSocketAddress(TestNode.address(NET + number), 7373), "", timer);
    }

    private static void gather(RealSerf.Agent first, ScheduledExecutorService timer) throws Exception {
        for (int i = 2; i <= OTHERS; i++) {
            try (RpcClient agent = agent(i, timer)) {
                agent.join(List.of(first.gossip())).get();
            }
        }
        try (RpcClient agent = agent(1, timer)) {
            var alive = new ArrayList<String>();
            while (alive.size() < OTHERS + 2) {
                SerfBench.pause(200, TimeUnit.MILLISECONDS);
                alive.clear();
                agent.members(member -> {
                            if (member.status().equals("alive")) {
                                alive.add(member.name());
                            }
                        })
                        .get();
            }
        }
    }

    private void measure() throws Exception {
        // Not counted: classes are loaded, and the nodes' own first updates go out.
        for (int i = 0; i < 4; i++) {
            SerfBench.pause(3, TimeUnit.SECONDS);
            ours("warm" + i, i % 2);
            theirs("warm" + i, i % 2);
        }
        SerfBench.pause(6, TimeUnit.SECONDS);
        var pairs = new Pairs();
        for (int i = 0; i < PAIRS; i++) {
            boolean oursFirst = i % 2 == 0;
            double first = oursFirst ? ours("t" + i, i % 2) : theirs("t" + i, i % 2);
            pause();
            double second = oursFirst ? theirs("t" + i, i % 2) : ours("t" + i, i % 2);
            pause();
            pairs.add(oursFirst ? first : second, oursFirst ? second : first);
        }
        report(pairs);
    }

    private void pause() throws InterruptedException {
        SerfBench.pause(PAUSE_MILLIS + random.nextInt(JITTER_MILLIS), TimeUnit.MILLISECONDS);
    }

    private static void report(Pairs pairs) {
        double[] ours = pairs.range(0);
        double[] theirs = pairs.range(1);
        double[] interval = pairs.interval();
        System.out.printf(
                "published in the registry -> in another node's directory: median %.0f ms (%.0f-%.0f)%n",
                pairs.median(0), ours[0], ours[1]);
        System.out.printf(
                "serf tags -set -> serf members, both by RPC: median %.0f ms (%.0f-%.0f)%n",
                pairs.median(1), theirs[0], theirs[1]);
        System.out.printf(
                "ratio of the medians: %.2f, 95 %% interval %.2f-%.2f, %d pairs in the order A B B A on %d agents"
                        + " (wanted: at most 1.2)%n",
                pairs.ratio(), interval[0], interval[1], pairs.size(), OTHERS + 2);
    }

    private double ours(String type, int from) throws Exception {
        long begin = System.nanoTime();
        nodes[from].publish(type);
        return (nodes[1 - from].found(type).get(30, TimeUnit.SECONDS) - begin) / 1e6;
    }

    private double theirs(String value, int from) throws Exception {
        var seen = new AtomicBoolean();
        String name = from == 0 ? "n3" : "n9";
        long begin = System.nanoTime();
        agents[from].tag("round", Optional.of(value)).exceptionally(failure -> null);
        while (!seen.get()) {
            agents[1 - from]
                    .members(
                            List.of(name),
                            member -> seen.compareAndSet(
                                    false, value.equals(member.tags().get("round"))))
                    .get();
            if (!seen.get()) {
                // Not without a breath: the agents need the processor, too.
                SerfBench.pause(1, TimeUnit.MILLISECONDS);
            }
        }
        return (System.nanoTime() - begin) / 1e6;
    }
}
