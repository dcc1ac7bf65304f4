// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;

/** Measures what a node takes of its board while nobody asks it for anything, and prints. */
final class IdleBench {

    private static final int PORT = 9001;

    private IdleBench() {}

    /** The argument is for how many minutes. */
    public static void main(String[] arguments) throws Exception {
        int minutes = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10;
        var rig = new Rig();
        rig.beforeAll(null);
        try {
            Lan lan = rig.lan();
            CloudyNode node = rig.node(lan.join("alpha")).start().awaitBoot();
            CloudyNode neighbour = rig.node(lan.join("beta")).start().awaitBoot();
            Web.setUp(node);
            for (CloudyNode each : List.of(node, neighbour)) {
                Listener.on(each.host(), PORT);
                each.drop(DropIn.of("etherpad", "Pads of " + each.host().name(), PORT));
            }
            Awaitility.await("both know both")
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> node.lists("etherpad").size() == 2);
            // As it is for all its life but the first day.
            node.terminate();
            node.start().awaitBoot();
            measure(node.jvm(), minutes);
        } finally {
            rig.afterAll(null);
        }
    }

    private static void measure(ProcessHandle jvm, int minutes) throws IOException {
        // What a boot leaves to do is done.
        idle(jvm, Duration.ofMinutes(2));
        System.out.printf("%6s %10s %14s %12s %10s%n", "minute", "% of core", "kB an hour", "wake-ups/s", "MB");
        Vitals begun = Vitals.of(jvm);
        long start = System.nanoTime();
        Vitals last = begun;
        long before = start;
        List<Double> cores = new ArrayList<>();
        for (int minute = 1; minute <= minutes; minute++) {
            idle(jvm, Duration.ofMinutes(1));
            Vitals now = Vitals.of(jvm);
            long at = System.nanoTime();
            print(Integer.toString(minute), last, now, (at - before) / 1e9);
            cores.add(100 * (now.cpuSeconds() - last.cpuSeconds()) / ((at - before) / 1e9));
            last = now;
            before = at;
        }
        print("all", begun, last, (before - start) / 1e9);
        System.out.printf(
                "median of the minutes: %s %% of a core (goal 0.5); goals of the others: 200 kB an hour, 160 MB%n",
                Vitals.spread("%.2f", cores));
    }

    private static void print(String what, Vitals first, Vitals last, double seconds) {
        System.out.printf(
                "%6s %10.2f %14.0f %12.1f %10.1f%n",
                what,
                100 * (last.cpuSeconds() - first.cpuSeconds()) / seconds,
                (last.written() - first.written()) / 1e3 * 3600 / seconds,
                (last.wakeUps() - first.wakeUps()) / seconds,
                last.resident() / 1e6);
    }

    /** Lets time pass; the node is not asked. */
    private static void idle(ProcessHandle jvm, Duration time) {
        long end = System.nanoTime() + time.toNanos();
        Awaitility.await("a quiet while")
                .atMost(time.plusMinutes(1))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> System.nanoTime() >= end || !jvm.isAlive());
    }
}
