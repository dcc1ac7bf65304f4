// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A node whose clock is ten years behind when it starts, is set right, goes ten years ahead, and comes back. */
class ClockIT {

    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final int PORT = 9001;
    private static final int DAYS = 3_652;
    private static final String PID = "/api/v1/settings/cloudy.registry";

    @RegisterExtension
    static final Rig rig = new Rig();

    private CloudyNode node;
    private CloudyNode neighbour;
    private Path offset;
    private String[] faked;
    private int interval = 20;

    @Test
    void whateverTheDateTheNodeHolds() throws IOException {
        Optional<Path> library = library();
        assumeTrue(library.isPresent(), "the package faketime is not installed");
        offset = rig.folder().resolve("offset");
        faked = new String[] {
            "LD_PRELOAD=" + library.get(),
            "FAKETIME_TIMESTAMP_FILE=" + offset,
            "FAKETIME_CACHE_DURATION=1",
            // The clock that Java waits by goes on as it does.
            "FAKETIME_DONT_FAKE_MONOTONIC=1",
            "FAKETIME_FORCE_MONOTONIC_FIX=0",
            "NO_FAKE_STAT=1"
        };
        set(-DAYS);
        Lan lan = rig.lan();
        node = rig.node(lan.join("alpha")).startWith(faked);
        neighbour = rig.node(lan.join("beta")).start();
        for (CloudyNode each : List.of(node, neighbour)) {
            each.awaitBoot();
            Listener.on(each.host(), PORT);
            each.drop(DropIn.of("etherpad", "Pads of " + each.host().name(), PORT));
        }
        assertThat(node.host().run("date", "+%Y").text()).as("the host's own").startsWith("20");
        Web first = Web.setUp(node);
        holds("behind", LocalDate.now(ZoneOffset.UTC).minusDays(DAYS).getYear());

        set(0);
        holds("set right", LocalDate.now(ZoneOffset.UTC).getYear());
        String token = Web.find(Web.signIn(node).post("/api/v1/tokens", "{\"name\":\"kept\",\"days\":365}"), "token");
        assertThat(first.tried("GET", PID, "")).as("a session of ten years ago").contains("401");
        byte[] trusted = Files.readAllBytes(authority());

        set(DAYS);
        holds("ahead", LocalDate.now(ZoneOffset.UTC).plusDays(DAYS).getYear());
        assertThat(shows(token)).as("a token that has ended").isFalse();
        Web ahead = Web.signIn(node);
        ahead.post("/api/v1/tokens", "{\"name\":\"of then\"}");

        set(0);
        holds("back", LocalDate.now(ZoneOffset.UTC).getYear());
        assertThat(shows(token)).as("its time is not over").isTrue();
        assertThat(Web.signIn(node).post("/api/v1/audit/verify", "")).contains("\"intact\":true");
        // That of ten years was at its end, by that clock. Whoever has trusted it does so still.
        assertThat(authority()).hasBinaryContent(trusted);
        assertThat(node.logged().lines().filter(line -> line.contains(" ERROR ")))
                .isEmpty();
    }

    /** All that depends on a date: who signs in, whom a browser trusts, what is kept, who is heard. */
    private void holds(String when, int year) throws IOException {
        long begun = System.nanoTime();
        // A browser that trusts the node's authority and nobody else, and whose clock is right. While the node's is
        // ahead
        // it has a certificate of then, which is good for nobody.
        if (year <= LocalDate.now(ZoneOffset.UTC).getYear()) {
            String[] browser = browser();
            until(when + ": a good certificate", () -> node.host().run(browser).exit() == 0);
        }
        Web web = Web.signIn(node);
        interval++;
        web.patch(PID, "{\"checkIntervalSeconds\":" + interval + "}");
        JsonNode newest = Api.parse(web.get(PID + "/history")).path("items").path(0);
        assertThat(newest.toString()).as(when).contains("\"" + year + "-");
        assertThat(web.get(PID)).contains(Integer.toString(interval));
        until(
                when + ": its services",
                () -> !node.lists("Pads of alpha").isEmpty()
                        && web.get("/api/v1/services").contains("\"run\":\"up\""));
        until(when + ": its neighbour", () -> !node.lists("Pads of beta").isEmpty());
        until(
                when + ": heard by its neighbour",
                () -> !neighbour.lists("Pads of alpha").isEmpty());
        System.out.printf(
                "measured: the clock %s: all is well after %.1f s%n", when, (System.nanoTime() - begun) / 1e9);
    }

    private String[] browser() {
        return new String[] {
            "curl",
            "-sS",
            "--fail",
            "--max-time",
            "10",
            "--cacert",
            authority().toString(),
            "https://" + node.host().address() + ':' + Api.HTTPS + "/livez"
        };
    }

    private Path authority() {
        return node.home().resolve("data/https/authority.pem");
    }

    private boolean shows(String token) {
        return node.host()
                        .run(
                                "curl",
                                "-s",
                                "--insecure",
                                "--fail",
                                "-H",
                                "Authorization: Bearer " + token,
                                "https://127.0.0.1:" + Api.HTTPS + PID)
                        .exit()
                == 0;
    }

    /** How many days the node's clock is ahead of the truth, within a second from now. */
    private void set(int days) throws IOException {
        Path beside = rig.folder().resolve("offset.new");
        Files.writeString(beside, (days < 0 ? "" : "+") + days + "d\n");
        Files.move(beside, offset, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        if (node != null) {
            int year = LocalDate.now(ZoneOffset.UTC).plusDays(days).getYear();
            until(
                    "the other date",
                    () -> Web.signIn(node).get("/api/v1/audit?limit=1").contains("\"" + year + "-"));
        }
    }

    private static Optional<Path> library() throws IOException {
        try (Stream<Path> machines = Files.list(Path.of("/usr/lib"))) {
            return machines.map(machine -> machine.resolve("faketime/libfaketimeMT.so.1"))
                    .filter(Files::exists)
                    .findFirst();
        }
    }

    private static void until(String what, Callable<Boolean> condition) {
        Awaitility.await(what)
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(300))
                .ignoreExceptions()
                .until(condition);
    }
}
