// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Two nodes on different links find each other through one address that they have in common, a node of the original,
 * and keep together whatever ends in between. One story: each test goes on from where the one before has left them.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SerfIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String SETTINGS = "etc/cloudy.serf.cfg";
    private static final DropIn PADS = DropIn.of("etherpad", "Shared pads", 9001);
    private static final DropIn RADIO = DropIn.of("radio", "Village radio", 9002);

    @RegisterExtension
    static final Rig rig = new Rig();

    private static Subnets net;
    private static OldNode old;
    private static CloudyNode alpha;
    private static CloudyNode beta;
    private static String alphasAddress;

    @BeforeAll
    static void boot() throws IOException {
        net = rig.subnets();
        alpha = rig.node(net.join("alpha")).start();
        beta = rig.node(net.join("beta")).start();
        old = rig.closing(new OldNode(net.join("old"), rig.folder()));
        alphasAddress = alpha.host().address();
        alpha.awaitBoot();
        beta.awaitBoot();
        Listener.on(alpha.host(), 9001);
        Listener.on(beta.host(), 9002);
    }

    @Test
    @Order(1)
    void withNothingConfiguredNoAgentRunsAndNothingListens() throws IOException {
        assertThat(alpha.shell("cloudy:members")).contains("This node is not in a cluster");
        assertThat(alpha.shell("cloudy:join " + old.host().address())).contains("cloudy.enabled");
        assertThat(alpha.shell("cloudy:services"))
                .contains("off until", "etc/cloudy.serf.cfg")
                .doesNotContain("missing", "misconfigured");
        assertThat(alpha.logged()).doesNotContain(" WARN ");
        assertThat(alpha.host().running("serf")).isEmpty();
        assertThat(alpha.host().run("ss", "-tulnH").succeeded().text()).doesNotContain(":5000 ", ":7373 ");
    }

    @Test
    @Order(2)
    void aMissingProgramIsNamedOnceSerfIsSwitchedOn() throws IOException {
        beta.host().run("mount", "--bind", "/dev/null", "/usr/bin/serf").succeeded();
        assertThat(beta.shell("cloudy:services")).doesNotContain("missing");

        beta.write(SETTINGS, "join = " + old.host().address() + ":5000\n");
        until("missing", () -> beta.shell("cloudy:services cloudy.serf").contains("missing"));
        assertThat(beta.shell("cloudy:services cloudy.serf")).contains("the package serf brings it");
        assertThat(beta.shell("cloudy:members")).contains("This node is not in a cluster", "the package serf");

        beta.host().run("umount", "/usr/bin/serf").succeeded();
        // It is looked for once a minute, and at once with other settings.
        beta.write(SETTINGS, "profile = lan\njoin = " + old.host().address() + ":5000\n");
        long written = System.nanoTime();
        until("in the cluster", () -> members(beta, "alive") == 2);
        say("settings written -> in the cluster", written);
    }

    @Test
    @Order(3)
    void aNodeIsJoinedByHand() throws IOException {
        alpha.write(SETTINGS, "profile = lan\ncloudy.enabled = true\n");
        until("alone", () -> alpha.shell("cloudy:members").contains("Nobody else is there"));

        long asked = System.nanoTime();
        assertThat(alpha.shell("cloudy:join " + old.host().address())).contains("Joined through 1 member.");
        until("all three", () -> members(alpha, "alive") == 3 && members(beta, "alive") == 3);
        say("cloudy:join -> all members known", asked);

        assertThat(alpha.shell("cloudy:members").lines().toList())
                .anySatisfy(line -> assertThat(line)
                        .contains(nameOf(alpha), alphasAddress + ":5000")
                        .endsWith("here"))
                .anySatisfy(line ->
                        assertThat(line).contains(nameOf(beta), beta.host().address() + ":5000"))
                .anySatisfy(line ->
                        assertThat(line).startsWith("old ").contains(old.host().address() + ":5000"))
                .anySatisfy(line -> assertThat(line).startsWith("Alive 3, failed 0, left 0"));
        until("a distance", () -> alpha.shell("cloudy:rtt " + beta.host().address())
                .matches("(?s)" + nameOf(beta) + "  [0-9.]+ ms\\s*"));
        assertThat(alpha.shell("cloudy:rtt " + alphasAddress)).contains("this node");
        assertThat(alpha.shell("cloudy:rtt nobody")).contains("Nobody in the cluster");
    }

    @Test
    @Order(4)
    void hostsThatKnowOneCommonAddressListEachOthersServicesWithDistance() throws IOException {
        long dropped = System.nanoTime();
        alpha.drop(PADS);
        until("the pads", () -> padsAt(alphasAddress).size() == 1);
        say("jar dropped -> in the other node's search", dropped);
        beta.drop(RADIO);
        until("the radio", () -> radio().size() == 1);

        until(
                "distances",
                () -> padsAt(alphasAddress).get(0).endsWith(" ms")
                        && radio().get(0).endsWith(" ms"));
        for (CloudyNode node : List.of(alpha, beta)) {
            assertThat(node.lists("TincVPN", "tincvpn", "192.168.1.141:665", " serf "))
                    .as("what the old node says")
                    .hasSize(1);
        }
    }

    @Test
    @Order(5)
    void theOldNodeReadsWhatTheyAnnounce() {
        until("alpha's tag", () -> old.servicesOf(nameOf(alpha)).contains("\"s\":\"etherpad\""));
        until("beta's tag", () -> old.servicesOf(nameOf(beta)).contains("\"s\":\"radio\""));
        Awaitility.await("alpha's records").untilAsserted(() -> assertThat(old.servicesOf(nameOf(alpha)))
                .contains("\"d\":\"Shared_pads\"", "\"m\":\"alpha.guifi.local\"", "\"p\":\"9001\"")
                .contains("\"i\":\"" + alphasAddress + '"')
                .contains("\"s\":\"serf\"", "\"p\":\"5000\""));
    }

    @Test
    @Order(6)
    void aSplitHealsByItself() throws IOException {
        net.plug(alpha.host(), false);
        until("beta misses alpha", () -> padsAt(alphasAddress).isEmpty());

        net.plug(alpha.host(), true);
        long plugged = System.nanoTime();
        untilWhole("link up -> both sides whole", plugged);
    }

    @Test
    @Order(7)
    void anAgentThatIsKilledComesBackOnce() throws IOException {
        ProcessHandle before = agent(beta);
        before.destroyForcibly();
        long killed = System.nanoTime();
        before.onExit().join();

        until("another agent", () -> beta.host().running("serf").size() == 1);
        untilWhole("kill -9 of the agent -> whole", killed);
        assertThat(agent(beta)).isNotEqualTo(before);
    }

    @Test
    @Order(8)
    void theAgentThatAKilledNodeLeavesBehindIsReplaced() throws IOException {
        ProcessHandle left = agent(beta);
        beta.kill();
        assertThat(left.isAlive()).as("the agent outlives its node").isTrue();

        beta.start().awaitBoot();
        long booted = System.nanoTime();
        until("the left-behind agent ends", () -> !left.isAlive());
        untilWhole("boot after kill -9 of the node -> whole", booted);
        assertThat(agent(beta)).isNotEqualTo(left);
    }

    @Test
    @Order(9)
    void aNodeThatIsKilledWithItsAgentComesBack() throws IOException {
        ProcessHandle agent = agent(beta);
        agent.destroyForcibly();
        beta.kill();

        beta.start().awaitBoot();
        untilWhole("boot after kill -9 of both -> whole", System.nanoTime());
    }

    @Test
    @Order(10)
    void theyFindEachOtherAtANewAddressWithoutTheOneTheyMetThrough() throws IOException {
        old.kill();
        until("the loss is known", () -> members(alpha, "failed") == 1 && members(beta, "failed") == 1);
        assertThat(padsAt(alphasAddress)).hasSize(1);
        assertThat(radio()).hasSize(1);

        String before = alphasAddress;
        alphasAddress = before + "2";
        net.address(alpha.host(), alphasAddress);
        long moved = System.nanoTime();
        until("the new address", () -> padsAt(alphasAddress).size() == 1 && radio().size() == 1);
        say("new address -> listed there", moved);

        String name = nameOf(alpha);
        String ghost = name.replace(alphasAddress, before);
        until(
                "the new name, and no ghost",
                () -> line(beta, name).contains(" alive ")
                        && !line(beta, ghost).contains(" alive ")
                        && beta.lists(before + ":").isEmpty()
                        && members(beta, "alive") == 2);
        say("new address -> new name, no ghost", moved);
        until("the lists are whole", () -> padsAt(alphasAddress).size() == 1 && radio().size() == 1);
    }

    /** Everyone is a member again, everything is listed once, and each node has one agent. */
    private static void untilWhole(String what, long since) {
        until(
                what,
                () -> members(alpha, "alive") == 3
                        && members(beta, "alive") == 3
                        && padsAt(alphasAddress).size() == 1
                        && radio().size() == 1
                        && alpha.host().running("serf").size() == 1
                        && beta.host().running("serf").size() == 1);
        say(what, since);
    }

    private static ProcessHandle agent(CloudyNode node) {
        List<ProcessHandle> agents = node.host().running("serf");
        assertThat(agents).as("agents of " + node.host().name()).hasSize(1);
        return agents.get(0);
    }

    /** What beta lists of alpha's pads. */
    private static List<String> padsAt(String address) throws IOException {
        return beta.lists("Shared_pads", "etherpad", address + ":9001", " serf ");
    }

    /** What alpha lists of beta's radio. */
    private static List<String> radio() throws IOException {
        return alpha.lists("Village_radio", "radio", beta.host().address() + ":9002", " serf ");
    }

    private static long members(CloudyNode node, String status) throws IOException {
        return node.shell("cloudy:members --all --long")
                .lines()
                .filter(line -> line.contains("  " + status + "  "))
                .count();
    }

    private static String line(CloudyNode node, String text) throws IOException {
        return node.shell("cloudy:members --all --long")
                .lines()
                .filter(line -> line.contains(text))
                .findFirst()
                .orElse("");
    }

    private static String nameOf(CloudyNode node) throws IOException {
        String address = node == alpha ? alphasAddress : node.host().address();
        return id(node) + '-' + address + "-5000";
    }

    private static String id(CloudyNode node) throws IOException {
        return node.shell("cloudy:node").replaceAll("(?s).*?\\b([0-9a-f]{16})\\b.*", "$1");
    }

    private static void until(String what, Callable<Boolean> condition) {
        Awaitility.await(what)
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(200))
                .until(condition);
    }

    private static void say(String what, long since) {
        System.out.printf("measured: %s: %.1f s%n", what, (System.nanoTime() - since) / 1e9);
    }
}
