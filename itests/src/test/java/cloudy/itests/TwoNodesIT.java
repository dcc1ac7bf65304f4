// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is dropped into one node is on the other's list, follows its changes, and is forgotten. */
class TwoNodesIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final DropIn PADS = DropIn.of("etherpad", "Shared pads", 9001);

    @RegisterExtension
    static final Rig rig = new Rig();

    private static Lan lan;
    private static CloudyNode alpha;
    private static CloudyNode beta;

    @BeforeAll
    static void boot() throws IOException {
        lan = rig.lan();
        long begin = System.nanoTime();
        alpha = rig.node(lan.join("alpha")).start();
        beta = rig.node(lan.join("beta")).start();
        alpha.awaitBoot();
        beta.awaitBoot();
        say("two nodes started at once, both up", begin);
        System.out.printf("measured: resident memory after the start: %d MB%n", residentKilobytes(alpha) / 1024);
        Listener.on(alpha.host(), 9001);
        Listener.on(beta.host(), 9002);
    }

    @AfterEach
    void empty() throws IOException {
        for (CloudyNode node : new CloudyNode[] {alpha, beta}) {
            node.clearDeploy();
            until("empty lists", () -> !alpha.shell("cloudy:search")
                    .contains(node.host().address() + ":9"));
        }
    }

    @Test
    void nodesListEachOthersServices() throws IOException {
        alpha.drop(PADS);
        beta.drop(DropIn.of("radio", "Village radio", 9002));

        until("alpha's list", () -> !alpha.lists(
                        "Village radio", "radio", beta.host().address(), "9002")
                .isEmpty());
        until("beta's list", () -> !beta.lists(
                        "Shared pads", "etherpad", alpha.host().address(), "9001")
                .isEmpty());
        assertThat(alpha.lists("Shared pads"))
                .as("a node lists its own service once")
                .hasSize(1);
        assertThat(beta.lists("Shared pads"))
                .as("a node lists a neighbour's service once")
                .hasSize(1);
        assertThat(alpha.lists("Village radio")).hasSize(1);
    }

    @Test
    void aDroppedBundleIsOnTheNeighboursListUntilItIsRemoved() throws IOException {
        long dropped = System.nanoTime();
        alpha.drop(PADS);
        until("announced", () -> !beta.lists("Shared pads").isEmpty());
        say("jar dropped -> on the neighbour's list", dropped);

        long removed = System.nanoTime();
        alpha.remove(PADS.place());
        until("forgotten", () -> beta.lists("Shared pads").isEmpty());
        say("jar removed -> off the neighbour's list", removed);
    }

    @Test
    void anUpdateInPlaceReplacesTheAnnouncement() throws IOException {
        alpha.drop(PADS);
        until("announced", () -> !beta.lists("Shared pads").isEmpty());

        long updated = System.nanoTime();
        alpha.drop(PADS.updated("1.1.0", "Pads for all"));
        until(
                "updated",
                () -> !beta.lists("Pads for all").isEmpty()
                        && beta.lists("Shared pads").isEmpty());
        say("jar updated -> new words on the neighbour's list", updated);
        assertThat(beta.lists(alpha.host().address(), "9001")).hasSize(1);
    }

    @Test
    void aServiceThatDoesNotAnswerIsKeptToItself() throws IOException {
        alpha.drop(DropIn.of("ghost", "Nobody home", 9099));
        beta.drop(DropIn.of("radio", "Village radio", 9002));

        until("checked", () -> alpha.shell("cloudy:services").contains("Nobody home"));
        // What came later is heard, so what came before would have been.
        until("alpha hears beta", () -> !alpha.lists("Village radio").isEmpty());
        assertThat(beta.lists("Nobody home")).isEmpty();
        assertThat(alpha.shell("cloudy:services")).contains("down");
    }

    @Test
    void aNodeThatIsPluggedInLaterIsHeardToo() throws IOException {
        lan.plug(alpha.host(), false);
        alpha.drop(PADS);
        until("kept to itself", () -> alpha.shell("cloudy:services").contains("mdns withheld"));
        assertThat(beta.lists("Shared pads")).isEmpty();

        long plugged = System.nanoTime();
        lan.plug(alpha.host(), true);
        until("announced", () -> !beta.lists("Shared pads").isEmpty());
        say("plugged in -> on the neighbour's list", plugged);
    }

    @Test
    void aNodeOnALanListensForMdnsAndItsConsoleAndNothingElse() {
        String listening = alpha.host().run("ss", "-tulnH").succeeded().text();
        assertThat(listening.lines().map(line -> line.split("\\s+", -1)[4]))
                .filteredOn(place -> !place.startsWith("127.0.0.1:") && !place.startsWith("[::ffff:127.0.0.1]:"))
                .filteredOn(place -> !place.endsWith(":9001"))
                .filteredOn(place -> !place.equals("*:7000") && !place.equals("*:7443"))
                .isNotEmpty()
                .allMatch(place -> place.endsWith(":5353"));
    }

    private static long residentKilobytes(CloudyNode node) throws IOException {
        return Files.readString(Path.of("/proc", Long.toString(node.jvm().pid()), "status"))
                .lines()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }

    private static void until(String what, Callable<Boolean> condition) {
        Awaitility.await(what)
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(100))
                .until(condition);
    }

    private static void say(String what, long since) {
        System.out.printf("measured: %s: %.1f s%n", what, (System.nanoTime() - since) / 1e9);
    }
}
