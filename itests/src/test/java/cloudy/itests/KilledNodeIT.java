// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How a node's services end with it: at once when it is stopped, soon when it is killed or stopped, and no ghost stays. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class KilledNodeIT {

    private static final DropIn PADS = DropIn.of("etherpad", "Shared pads", 9001);
    private static final Duration GONE = Duration.ofSeconds(130);
    private static final Duration LIMIT = Duration.ofSeconds(40);

    @RegisterExtension
    static final Rig rig = new Rig();

    private static CloudyNode alpha;
    private static CloudyNode beta;
    private static CloudyNode delta;
    private static Ear ear;
    private static long killed;

    @BeforeAll
    static void boot() throws IOException {
        Lan lan = rig.lan();
        alpha = rig.node(lan.join("alpha")).start();
        beta = rig.node(lan.join("beta")).start();
        ear = rig.closing(Ear.at(lan.join("gamma")));
        delta = rig.node(lan.join("delta")).start();
        alpha.awaitBoot();
        beta.awaitBoot();
        delta.awaitBoot();
        Listener.on(alpha.host(), 9001, 9002);
        Listener.on(delta.host(), 9003);
        alpha.drop(PADS);
        alpha.drop(DropIn.of("radio", "Village radio", 9002));
        delta.drop(DropIn.of("webcam", "Delta's webcam", 9003));
        until("announced", () -> offers(alpha) == 2 && offers(delta) == 1);
    }

    @Test
    @Order(1)
    void aNodeThatIsStoppedSaysGoodbyeForEverything() throws IOException {
        int before = ear.heard().size();
        long asked = System.currentTimeMillis();
        alpha.terminate();
        long ended = System.currentTimeMillis();

        until("goodbyes", () -> goodbyes(before).size() >= 3);
        List<Heard> goodbyes = goodbyes(before);
        assertThat(goodbyes)
                .extracting(Heard::target)
                .anyMatch(name -> name.startsWith("Shared pads @alpha."))
                .anyMatch(name -> name.startsWith("Village radio @alpha."))
                .anyMatch(name -> name.endsWith("._cloudy-node._tcp.local"));
        assertThat(goodbyes).allMatch(goodbye -> goodbye.millis() - asked < 3_000);
        System.out.printf(
                "measured: SIGTERM -> first goodbye %d ms, last %d ms, process gone %d ms%n",
                goodbyes.get(0).millis() - asked,
                goodbyes.get(goodbyes.size() - 1).millis() - asked,
                ended - asked);
        until("forgotten", () -> offers(alpha) == 0);
    }

    /**
     * Kills one node and stops another in its tracks at once, because what is still heard of one has the same two minutes
     * as of the other.
     */
    @Test
    @Order(2)
    void aNodeThatComesBackAfterAKillLeavesNoGhost() throws IOException {
        alpha.start().awaitBoot();
        until("announced again", () -> offers(alpha) == 2);
        avahi("avahi-ps", "publish", "Old printer", "printer", "631", "");
        avahi("avahi-ps", "publish", "Old scanner", "scanner", "6566", "");
        avahi("avahi-service", "stop", "scanner");

        signal(delta, "-STOP");
        alpha.kill();
        killed = System.nanoTime();
        // What is in the folder now is what it offers when it is back.
        alpha.drop(PADS.updated("1.1.0", "Pads for all"));
        alpha.remove("deploy/org.example.radio.jar");
        alpha.start().awaitBoot();
        until("the new words", () -> !beta.lists("Pads for all").isEmpty());
        whatWasPublishedByTheOldCommandIsKept();

        untilForgotten(
                "the ghosts",
                () -> beta.lists("Village radio").isEmpty()
                        && beta.lists("Shared pads").isEmpty());
        assertThat(offers(alpha)).isEqualTo(1);
    }

    /** As it was: nobody checks it, and what was withdrawn stays so. */
    private static void whatWasPublishedByTheOldCommandIsKept() {
        until("published again", () -> avahi("avahi-ps", "search", "printer").contains("Old_printer"));
        assertThat(avahi("avahi-service", "isActive", "printer")).isEqualTo("published-printer-631 UP\n");
        assertThat(avahi("avahi-service", "isActive", "scanner")).isEqualTo("published-scanner-6566 UP\n");
        assertThat(avahi("avahi-ps", "search", "scanner")).doesNotContain("Old_scanner");
        avahi("avahi-ps", "unpublish", "printer");
        avahi("avahi-ps", "unpublish", "scanner");
    }

    private static String avahi(String program, String... arguments) {
        var line = new ArrayList<>(List.of(
                "env",
                "SEARCH_ONLY=serf",
                alpha.home().resolve("bin").resolve(program).toString()));
        line.addAll(List.of(arguments));
        return alpha.asOwner(line.toArray(String[]::new)).succeeded().text();
    }

    @Test
    @Order(3)
    void aNodeThatHasFallenSilentIsForgottenWithinTwoMinutesAndTenSeconds() {
        assertThat(killed).as("stopped by the test before").isNotZero();
        untilForgotten(
                "the silent node", () -> beta.lists(delta.host().address()).isEmpty());
    }

    @Test
    @Order(4)
    void aNodeThatGoesOnAfterMinutesIsThereAgainByItself() {
        signal(delta, "-CONT");
        long began = System.nanoTime();
        until("announced again", () -> offers(delta) == 1);
        System.out.printf("measured: SIGCONT -> listed again: %.1f s%n", (System.nanoTime() - began) / 1e9);
        until("what it hears itself", () -> !delta.lists("Pads for all").isEmpty());
    }

    private static void signal(CloudyNode node, String name) {
        Command.run(List.of("kill", name, Long.toString(node.jvm().pid()))).succeeded();
    }

    private static void untilForgotten(String what, Callable<Boolean> condition) {
        Duration left = GONE.minusNanos(System.nanoTime() - killed);
        Awaitility.await(what).atMost(left).pollInterval(Duration.ofMillis(300)).until(condition);
        System.out.printf("measured: kill -9 -> %s gone: %.1f s%n", what, (System.nanoTime() - killed) / 1e9);
    }

    /** How many services of a node its neighbour lists; their ports begin with 900. */
    private static int offers(CloudyNode node) throws IOException {
        return beta.lists(node.host().address(), "900").size();
    }

    private static List<Heard> goodbyes(int after) {
        List<Heard> heard = ear.heard();
        return heard.subList(after, heard.size()).stream()
                .filter(record -> record.goodbye()
                        && record.from().equals(alpha.host().address())
                        && !record.name().startsWith("_services."))
                .toList();
    }

    private static void until(String what, Callable<Boolean> condition) {
        Awaitility.await(what)
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(100))
                .until(condition);
    }
}
