// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A node that ends in the middle of everything: five hundred listen to it, a backup is being made, a program runs, settings
 * are changed all the time, and a bundle has just been dropped. Whether it is asked to end, killed, or its computer goes:
 * what it acknowledged is there afterwards.
 */
@Tag("slow")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class EndInTheMiddleIT {

    private static final String API = "/api/v1/";
    private static final String PID = API + "settings/cloudy.external~count";
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final int LISTENERS = 500;

    /** What a backup takes some seconds to seal on a small board. */
    private static final int MEGABYTES = 200;

    @RegisterExtension
    static final Rig rig = new Rig();

    private static Lan lan;
    private static CloudyNode node;
    private static Api nobody;
    private static String admin;
    private static String backup;
    private static int count = 1_000;
    private static int bundles;

    @BeforeAll
    static void boot() throws IOException {
        lan = rig.lan();
        Host host = host("alpha");
        node = rig.node(host).start().awaitBoot();
        nobody = clientOn(host);
        Api first = People.browser(nobody, People.setUp(node, nobody));
        admin = People.token(first, Map.of("name", "admin"));
        first.post(API + "backups/key", Map.of()).must(200);
        node.asOwner("mkdir", node.home().resolve("data/photos").toString()).succeeded();
        node.asOwner(
                        "dd",
                        "if=/dev/urandom",
                        "of=" + node.home().resolve("data/photos/all"),
                        "bs=1M",
                        "count=" + MEGABYTES)
                .succeeded();
        assertThat(as(admin).post(API + "services/cloudy.serf/start", null).status())
                .isLessThan(300);
        Awaitility.await("the agent").atMost(LIMIT).until(() -> !host.running("serf")
                .isEmpty());
    }

    private static Host host(String name) throws IOException {
        Host host = lan.join(name);
        // Every address of it is this host's own: each of them may listen so many times.
        host.run("ip", "addr", "add", "10.98.0.1/16", "dev", "lo").succeeded();
        return host;
    }

    private static Api clientOn(Host host) throws IOException {
        Path authority = rig.folder().resolve("ca.crt");
        host.run("curl", "-sSf", "--max-time", "20", "-o", authority.toString(), "http://127.0.0.1:7000/ca.crt")
                .succeeded();
        return rig.closing(Api.on(host, "127.0.0.1", authority));
    }

    private static Api as(String token) {
        return nobody.with(token);
    }

    /** Begins everything; when this returns all of it is under way. */
    private static CompletableFuture<Integer> busy() throws IOException {
        Path authority = rig.folder().resolve("ca.crt");
        rig.closing(node.host()
                .java(Listeners.class, "127.0.0.1", authority.toString(), admin, Integer.toString(LISTENERS)));
        CompletableFuture<Integer> acknowledged = CompletableFuture.supplyAsync(EndInTheMiddleIT::changeUntilItEnds);
        backup = as(admin)
                .post(API + "backups", Map.of())
                .must(202)
                .header("Location")
                .replaceFirst(".*/", "");
        Awaitility.await("the backup is being written")
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> unfinished(node.home().resolve("data/backups")));
        bundles++;
        node.drop(DropIn.of("pads" + bundles, "Pads " + bundles, 9000 + bundles));
        return acknowledged;
    }

    private static int changeUntilItEnds() {
        int last = count;
        try {
            while (true) {
                int next = last + 1;
                int status = as(admin)
                        .put(PID, Map.of("type", "count", "description", "n" + next, "port", 1, "check", "none"))
                        .status();
                if (status >= 300) {
                    return last;
                }
                last = next;
            }
        } catch (IOException ended) {
            return last;
        }
    }

    private static boolean unfinished(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.anyMatch(file -> file.getFileName().toString().startsWith(".new-"));
        }
    }

    /** One that was being started when the node was killed is under suspicion: it is there, and named. */
    private static boolean isAside() {
        return Files.exists(node.home().resolve("deploy/org.example.pads" + bundles + ".jar.aside"));
    }

    /** It is up again, with what it had acknowledged, and with nothing half done. */
    private static void assertAllIsThere(int acknowledged, boolean killed) throws IOException {
        Api api = as(admin);
        String value =
                api.get(PID).must(200).json().path("values").path("description").asText();
        count = Integer.parseInt(value.substring(1));
        assertThat(count).isBetween(acknowledged, acknowledged + 1);
        assertThat(api.get(API + "jobs/" + backup)
                        .must(200)
                        .json()
                        .path("state")
                        .asText())
                .isIn("interrupted", "succeeded", "failed", "cancelled");
        Awaitility.await("the bundle that was dropped")
                .atMost(LIMIT)
                .until(() -> (killed && isAside())
                        || api.get(API + "services?limit=100").must(200).text().contains("Pads " + bundles));
        Awaitility.await("one agent")
                .atMost(LIMIT)
                .until(() -> node.host().running("serf").size() == 1);
        assertThat(api.post(API + "audit/verify", null)
                        .must(200)
                        .json()
                        .path("intact")
                        .asBoolean())
                .isTrue();
        for (String folder : List.of("etc", "data/access", "data/jobs", "data/settings/checked", "data/backups")) {
            assertThat(unfinished(node.home().resolve(folder))).as(folder).isFalse();
        }
    }

    @Test
    @Order(1)
    void askedToEndItDoesAndLosesNothing() throws Exception {
        CompletableFuture<Integer> acknowledged = busy();
        long asked = System.nanoTime();
        node.terminate();
        double seconds = (System.nanoTime() - asked) / 1e9;
        System.out.printf(
                "measured: SIGTERM with %d event streams, a backup, a program and a deploy under way -> gone %.2f s%n",
                LISTENERS, seconds);
        assertThat(node.host().running("serf")).isEmpty();
        node.start().awaitBoot();
        assertAllIsThere(acknowledged.get(), false);
        // What bin/cloudy gives it before it kills; the figure that counts is the one above, of an idle machine.
        assertThat(seconds).isLessThan(15);
    }

    @Test
    @Order(2)
    void killedItLosesNothing() throws Exception {
        CompletableFuture<Integer> acknowledged = busy();
        node.kill();
        node.start().awaitBoot();
        assertAllIsThere(acknowledged.get(), true);
    }

    /** All at once: the node, its programs, and whoever talks to it. */
    @Test
    @Order(3)
    void itsComputerGoesAndNothingIsLost() throws Exception {
        CompletableFuture<Integer> acknowledged = busy();
        node.host().close();
        int last = acknowledged.get();
        Host other = host("beta");
        node = rig.closing(node.movedTo(other));
        node.start().awaitBoot();
        nobody = clientOn(other);
        assertAllIsThere(last, true);
    }
}
