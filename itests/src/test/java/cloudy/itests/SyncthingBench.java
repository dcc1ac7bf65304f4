// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;

/** Measures what Syncthing costs beside itself, on two whole nodes, and prints. */
final class SyncthingBench {

    private static final int FILES = 2_000;
    private static final int SIZE = 100_000;
    private static final int ROUNDS = 5;
    private static final String SERVICE = "/api/v1/services/cloudy.syncthing";
    private static final String REST = "127.0.0.1:8384";

    private SyncthingBench() {}

    public static void main(String[] arguments) throws Exception {
        var rig = new Rig();
        rig.beforeAll(null);
        try {
            Lan lan = rig.lan();
            CloudyNode first = rig.node(lan.join("anna")).start();
            CloudyNode second = rig.node(lan.join("bert")).start();
            first.awaitBoot();
            second.awaitBoot();
            Folders anna = Folders.switchOn(first);
            Folders bert = Folders.switchOn(second);
            published(anna, bert);
            connected(anna, bert);
            cost(anna, bert);
        } finally {
            rig.afterAll(null);
        }
    }

    /** From the moment when the program answers to that when the neighbour knows. */
    private static void published(Folders anna, Folders bert) {
        double worst = 0;
        for (int round = 0; round < ROUNDS; round++) {
            anna.web().post(SERVICE + "/stop", "");
            until("withdrawn", () -> bert.found(anna).isEmpty());
            until("ended", () -> anna.node().host().running("syncthing").isEmpty());
            anna.web().post(SERVICE + "/start", "");
            until("answers", () -> anna.node().host().run("ss", "-tlnH").text().contains(REST));
            long answers = System.nanoTime();
            until("published", () -> !bert.found(anna).isEmpty());
            worst = Math.max(worst, seconds(answers));
        }
        System.out.printf(
                "the program answers -> heard by a neighbour: %.1f s, the worst of %d (goal 3)%n", worst, ROUNDS);
    }

    /** The other side accepts as soon as it is asked. */
    private static void connected(Folders anna, Folders bert) {
        bert.add("films", "Films");
        long clicked = System.nanoTime();
        bert.connect(anna, "films");
        until("asked", () -> anna.requests().contains(bert.device()));
        anna.let(bert);
        until("connected", () -> bert.web().get("/api/v1/joined").contains("\"state\":\"up\""));
        System.out.printf("Connect -> connected: %.1f s (goal 5)%n", seconds(clicked));
    }

    /** What our own process uses while the program works; nobody looks at it, as most of the time. */
    private static void cost(Folders anna, Folders bert) throws IOException {
        var content = new byte[SIZE];
        var random = new Random(7);
        for (int i = 0; i < FILES; i++) {
            random.nextBytes(content);
            Files.write(bert.files("films").resolve("film-" + i), content);
        }
        until("offered", () -> anna.requests().contains("Films"));
        ProcessHandle jvm = anna.node().jvm();
        long before = resident(jvm);
        Duration idle = cpu(jvm);
        long accepted = System.nanoTime();
        anna.accept("films", bert);
        // Not asked over the API, which would be a cost of the question.
        Path last = anna.files("films");
        until("synchronised", () -> Files.isDirectory(last) && anna.count("films", "film-") == FILES);
        double took = seconds(accepted);
        double used = cpu(jvm).minus(idle).toNanos() / 1e9;
        System.out.printf(
                "%d MB in %d files synchronised in %.1f s; our own process meanwhile: %.1f %% of a core (goal 2),"
                        + " %+.1f MB (goal 10)%n",
                FILES * SIZE / 1_000_000, FILES, took, 100 * used / took, (resident(jvm) - before) / 1e6);
    }

    private static Duration cpu(ProcessHandle process) {
        return process.info().totalCpuDuration().orElseThrow();
    }

    private static long resident(ProcessHandle process) throws IOException {
        return Files.readString(Path.of("/proc/" + process.pid() + "/status"))
                .lines()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }

    private static void until(String what, Callable<Boolean> condition) {
        Awaitility.await(what)
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(50))
                .until(condition);
    }
}
