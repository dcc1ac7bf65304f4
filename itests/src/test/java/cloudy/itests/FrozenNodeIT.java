// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A host that stands still, as one does whose virtual machine is moved or whose lid is shut, and goes on later. */
class FrozenNodeIT {

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final int PORT = 9001;

    @RegisterExtension
    static final Rig rig = new Rig();

    private static CloudyNode alpha;
    private static CloudyNode beta;
    private static Web web;

    @BeforeAll
    static void boot() throws IOException {
        Lan lan = rig.lan();
        alpha = rig.node(lan.join("alpha")).start();
        beta = rig.node(lan.join("beta")).start();
        for (CloudyNode node : new CloudyNode[] {alpha, beta}) {
            node.awaitBoot();
            Listener.on(node.host(), PORT);
            node.write(
                    "etc/cloudy.serf.cfg",
                    "cloudy.enabled = true\njoin = " + alpha.host().address() + ":5000\n");
            node.drop(DropIn.of("etherpad", "Pads of " + node.host().name(), PORT));
        }
        web = Web.setUp(alpha);
        knowEachOther();
    }

    @Test
    void holdsAfterAQuarterOfAMinute() throws IOException {
        holdsAfter(Duration.ofSeconds(15));
    }

    @Test
    @Tag("slow")
    void holdsAfterTenMinutes() throws IOException {
        holdsAfter(Duration.ofMinutes(10));
    }

    private static void holdsAfter(Duration time) throws IOException {
        long jvm = alpha.jvm().pid();
        long agent = alpha.host().running("serf").get(0).pid();
        int warned = warnings();
        alpha.host().run("pkill", "-STOP", "-u", CloudyNode.USER).succeeded();
        long end = System.nanoTime() + time.toNanos();
        Awaitility.await("the time")
                .atMost(time.plus(LIMIT))
                .pollInterval(Duration.ofSeconds(1))
                // The neighbour answers meanwhile.
                .until(() -> !beta.lists("Pads of beta").isEmpty() && System.nanoTime() > end);

        long woken = System.nanoTime();
        alpha.host().run("pkill", "-CONT", "-u", CloudyNode.USER).succeeded();
        until("its page answers who was signed in", () -> web.tried("GET", "/api/v1/services", "")
                .contains("Pads of alpha"));
        double answered = seconds(woken);
        knowEachOther();
        System.out.printf(
                "measured: after standing still for %d s, its page answers in %.1f s, and all know all in %.1f s%n",
                time.toSeconds(), answered, seconds(woken));
        until("its services", () -> web.get("/api/v1/services").contains("\"run\":\"up\""));
        assertThat(alpha.jvm().pid()).isEqualTo(jvm);
        assertThat(alpha.host().running("serf").get(0).pid()).as("its agent").isEqualTo(agent);
        assertThat(warnings() - warned).as(alpha.logged()).isLessThan(10);
    }

    /** Each lists what the other offers, and has it among the living of the cluster. */
    private static void knowEachOther() {
        until("alpha knows beta", () -> knows(alpha, beta));
        until("beta knows alpha", () -> knows(beta, alpha));
    }

    private static boolean knows(CloudyNode node, CloudyNode other) throws IOException {
        Host host = other.host();
        return !node.lists("Pads of " + host.name()).isEmpty()
                && node.shell("cloudy:members")
                        .lines()
                        .anyMatch(line -> line.contains(" alive ") && line.contains(host.address() + ":5000"));
    }

    private static int warnings() throws IOException {
        return (int) alpha.logged()
                .lines()
                .filter(line -> line.contains(" WARN ") || line.contains(" ERROR "))
                .count();
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }

    private static void until(String what, Callable<Boolean> condition) {
        Awaitility.await(what)
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(200))
                .until(condition);
    }
}
