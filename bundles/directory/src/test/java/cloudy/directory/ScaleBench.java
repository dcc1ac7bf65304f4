// SPDX-License-Identifier: Apache-2.0
package cloudy.directory;

import cloudy.api.network.Announcement;
import cloudy.api.network.Finder;
import cloudy.api.network.Query;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import java.util.function.Predicate;

/**
 * Measures a directory that is full, 100,000 announcements, and prints. What is counted per core is counted in the time
 * that the thread had the processor, because others may use this machine, too.
 */
public final class ScaleBench {

    private static final int MANY = 100_000;
    private static final int BURST = 10_000;
    private static final int ROUNDS = 7;
    private static final int LOOK_UPS = 300_000;
    private static final int SEARCHES = 500;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final Directory directory = new Directory(Room.forEntries(MANY));
    private final Finder.Sink sink = directory.sink(directory.open());
    private final Random random = new Random(7);
    private String[] keys = {};

    private ScaleBench() {}

    public static void main(String[] arguments) throws Exception {
        var bench = new ScaleBench();
        bench.fill();
        bench.lookUps();
        bench.searches();
        bench.arrivals();
    }

    private void fill() {
        long before = used();
        var typical = new Random(5);
        for (int i = 0; i < MANY; i++) {
            sink.heard(ScaleTest.typical(typical, i));
        }
        System.out.printf(
                "%,d announcements: %d bytes each (goal 1,024)%n", directory.size(), (used() - before) / MANY);
        keys = directory.search(Query.all()).stream().map(Announcement::key).toArray(String[]::new);
    }

    private void lookUps() {
        lookUps("exact look-ups", key -> directory.entry(key).isPresent());
        lookUps(
                "exact look-ups, unpacked to be shown",
                key -> directory.find(key).isPresent());
    }

    private void lookUps(String what, Predicate<String> finding) {
        double[] perSecond = new double[ROUNDS];
        lookUps(LOOK_UPS, finding);
        for (int round = 0; round < ROUNDS; round++) {
            long began = THREADS.getCurrentThreadCpuTime();
            int found = lookUps(LOOK_UPS, finding);
            perSecond[round] = found * 1e9 / (THREADS.getCurrentThreadCpuTime() - began);
        }
        Arrays.sort(perSecond);
        System.out.printf(
                Locale.ROOT,
                "%s, per second and core: median %,.0f, %,.0f to %,.0f (goal 1,000,000)%n",
                what,
                perSecond[ROUNDS / 2],
                perSecond[0],
                perSecond[ROUNDS - 1]);
    }

    private int lookUps(int count, Predicate<String> finding) {
        int found = 0;
        for (int i = 0; i < count; i++) {
            found += finding.test(keys[random.nextInt(keys.length)]) ? 1 : 0;
        }
        return found;
    }

    /** As a person asks: the first fifty that have what was typed. */
    private void searches() {
        search("a number, as \"45678\"", i -> ask(Integer.toString(random.nextInt(MANY))));
        search("two words", i -> ask("terrat barri" + random.nextInt(1_000)));
        search("a word that nobody has", i -> ask("zeppelin" + i));
        search("two letters that nobody has", i -> ask("qq"));
        search("a letter that nobody has", i -> ask("~"));
        search("any of these, in turn", this::any);
    }

    private void any(int i) {
        List<String> words =
                List.of("càmera", "Shared", "terrat 9" + i % 100, "node-" + random.nextInt(MANY / 6), "barri7");
        ask(words.get(i % words.size()));
    }

    private int ask(String text) {
        return directory.search(Query.all().matching(text).limit(50)).size();
    }

    private void search(String what, IntConsumer asking) {
        long[] nanos = new long[SEARCHES];
        for (int i = 0; i < 2 * SEARCHES; i++) {
            long began = THREADS.getCurrentThreadCpuTime();
            asking.accept(i);
            nanos[i % SEARCHES] = THREADS.getCurrentThreadCpuTime() - began;
        }
        print("text search, " + what + " (goal p99 5)", nanos);
    }

    /** Look-ups beside arrivals, and without them in between, since the machine has pauses of its own. */
    private void arrivals() throws InterruptedException {
        double[] quiet = new double[ROUNDS];
        double[] busy = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            quiet[round] = longest(() -> LockSupport.parkNanos(1_000_000_000L));
            int from = MANY + round * BURST;
            busy[round] = longest(() -> burst(from));
        }
        print("the longest look-up of a second in which nobody came", quiet);
        print("the longest look-up of a second in which 10,000 came (goal 50)", busy);
    }

    private void burst(int from) {
        long began = System.nanoTime();
        var typical = new Random(from);
        for (int i = 0; i < BURST; i++) {
            sink.heard(ScaleTest.typical(typical, from + i));
            long due = began + i * 1_000_000_000L / BURST;
            if (i % 100 == 0 && System.nanoTime() < due) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
        }
    }

    /** In ms. */
    private double longest(Runnable work) throws InterruptedException {
        var thread = new Thread(work, "bench-arrivals");
        long longest = 0;
        thread.start();
        while (thread.isAlive()) {
            long began = System.nanoTime();
            lookUps(1, key -> directory.find(key).isPresent());
            longest = Math.max(longest, System.nanoTime() - began);
        }
        thread.join();
        return longest / 1e6;
    }

    private static void print(String what, double[] milliseconds) {
        Arrays.sort(milliseconds);
        System.out.printf(
                Locale.ROOT,
                "%s: median %.1f ms, %.1f to %.1f ms%n",
                what,
                milliseconds[milliseconds.length / 2],
                milliseconds[0],
                milliseconds[milliseconds.length - 1]);
    }

    private static void print(String what, long[] nanos) {
        Arrays.sort(nanos);
        System.out.printf(
                Locale.ROOT,
                "%s: median %.3f ms, p99 %.3f ms, %.3f to %.3f ms of %,d%n",
                what,
                nanos[nanos.length / 2] / 1e6,
                nanos[nanos.length * 99 / 100] / 1e6,
                nanos[0] / 1e6,
                nanos[nanos.length - 1] / 1e6,
                nanos.length);
    }

    private static long used() {
        System.gc();
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
