// SPDX-License-Identifier: Apache-2.0
package cloudy.serf;

import cloudy.api.Offer;
import cloudy.serf.rpc.Member;
import cloudy.serf.rpc.MemberEvent;
import cloudy.testing.Wishes;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Prints what the bundle costs and how fast it reads; how fast a service spreads is {@link SpreadBench}'s. */
public final class SerfBench {

    private static final int MEMBERS = 1_000;
    private static final int SERVICES = 6;
    /** A round of what is looked at from time to time. */
    private static final int IDLE_SECONDS = 30;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private SerfBench() {}

    public static void main(String[] arguments) throws Exception {
        reading();
        memory();
        idle();
        System.exit(0);
    }

    /** Waits for a time, and for nothing else: what is measured has to be left alone. */
    static void pause(long time, TimeUnit unit) throws InterruptedException {
        if (new CountDownLatch(1).await(time, unit)) {
            throw new IllegalStateException();
        }
    }

    private static List<Member> members() {
        var members = new ArrayList<Member>();
        String[] types = {"serf", "syncthing", "proxy3", "dnsservice", "snpservice", "tahoe-lafs"};
        for (int i = 0; i < MEMBERS; i++) {
            var records = new ArrayList<ServiceRecord>();
            String address = "10." + (i >> 8) + "." + (i & 255) + ".7";
            for (int j = 0; j < SERVICES; j++) {
                records.add(ServiceRecord.of(
                        Offer.of(types[j], types[j] + " instance running", 1000 + j),
                        "node" + i + ".guifi.local",
                        TestNode.address(address)));
            }
            String name = new ClusterName(String.format("%016x", i * 0x9E3779B97F4A7C15L), address, 5000).toString();
            members.add(new Member(
                    name,
                    Optional.of(TestNode.address(address)),
                    5000,
                    Map.of(ServicesTag.NAME, ServicesTag.encode(records)),
                    "alive"));
        }
        return members;
    }

    private static void reading() {
        List<Member> members = members();
        for (int round = 0; round < 12; round++) {
            var view = new MemberView("00000000000000aa", Clock.systemUTC(), () -> {});
            view.find(new TestDirectory());
            long before = THREADS.getCurrentThreadCpuTime();
            members.forEach(view::told);
            long cpu = THREADS.getCurrentThreadCpuTime() - before;
            if (round == 0 || round == 11) {
                System.out.printf(
                        "reading %d members x %d services: %.1f ms CPU (%s)%n",
                        MEMBERS, SERVICES, cpu / 1e6, round == 0 ? "cold" : "warm");
            }
            if (round == 11) {
                before = THREADS.getCurrentThreadCpuTime();
                for (int i = 0; i < 1_000; i++) {
                    view.told(new MemberEvent("member-update", members.get(i)));
                }
                System.out.printf(
                        "one update among them: %.3f ms CPU%n",
                        (THREADS.getCurrentThreadCpuTime() - before) / 1e6 / 1_000);
            }
        }
    }

    private static void memory() {
        List<Member> members = members();
        long before = used();
        var view = new MemberView("00000000000000aa", Clock.systemUTC(), () -> {});
        for (int i = 0; i < members.size(); i++) {
            Member made = members.get(i);
            // As read from the wire: nothing shared with anything.
            view.told(new Member(
                    new String(made.name().toCharArray()),
                    made.address().map(address -> TestNode.address(address.getHostAddress())),
                    made.port(),
                    Map.copyOf(made.tags()),
                    "alive"));
        }
        long bytes = used() - before;
        System.out.printf(
                "memory: %d bytes per remote service (%d kB in all)%n", bytes / MEMBERS / SERVICES, bytes >> 10);
        if (view.size() != MEMBERS) {
            throw new IllegalStateException();
        }
    }

    private static long used() {
        Runtime runtime = Runtime.getRuntime();
        for (int i = 0; i < 5; i++) {
            System.gc();
        }
        return runtime.totalMemory() - runtime.freeMemory();
    }

    /** 100 members at a fake agent; half a minute in which nothing happens but what we do by ourselves. */
    private static void idle() throws Exception {
        var known = new ArrayList<FakeAgent.Node>();
        known.add(new FakeAgent.Node("me", "10.0.0.1", Map.of()));
        members()
                .subList(0, 100)
                .forEach(member -> known.add(new FakeAgent.Node(
                        member.name(), member.address().orElseThrow().getHostAddress(), member.tags())));
        Path folder = Files.createTempDirectory("serf-bench");
        try (var fake = FakeAgent.honest()) {
            fake.members = known;
            Map<String, Object> values = new HashMap<>();
            values.put("attach", true);
            values.put("rpcAddress", "127.0.0.1:" + fake.address().getPort());
            var agent = new SerfAgent(
                    Wishes.of(SerfConfig.class, values),
                    Map.of("cloudy.enabled", "true"),
                    new TestNode("00000000000000aa", "10.0.0.1"),
                    new Handover(),
                    Optional.empty(),
                    folder);
            pause(8, TimeUnit.SECONDS);
            Map<Long, Long> before = cpu();
            pause(IDLE_SECONDS, TimeUnit.SECONDS);
            long nanos = 0;
            for (var now : cpu().entrySet()) {
                nanos += now.getValue() - before.getOrDefault(now.getKey(), 0L);
            }
            System.out.printf("idle with 100 members: %.3f %% of a core%n", nanos / 1e9 / IDLE_SECONDS * 100);
            agent.stop();
        }
    }

    private static Map<Long, Long> cpu() {
        var all = new HashMap<Long, Long>();
        for (long id : THREADS.getAllThreadIds()) {
            var info = THREADS.getThreadInfo(id);
            if (info != null && info.getThreadName().startsWith("cloudy-serf")) {
                all.put(id, THREADS.getThreadCpuTime(id));
            }
        }
        return all;
    }
}
