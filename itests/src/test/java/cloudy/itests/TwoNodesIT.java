// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
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
    private static Host laptop;

    @BeforeAll
    static void boot() throws IOException {
        lan = rig.lan();
        long begin = System.nanoTime();
        alpha = rig.node(lan.join("alpha")).start();
        beta = rig.node(lan.join("beta")).start();
        laptop = lan.join("laptop");
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
    void aNodeIsFollowedToAnotherAddressAndSpeaksOnTenInterfaces() throws IOException {
        String before = alpha.host().address();
        String after = before + "51";
        alpha.drop(PADS);
        until("announced", () -> beta.lists("Shared pads", before + ":").size() == 1);

        long renumbered = System.nanoTime();
        alpha.host().run("ip", "addr", "flush", "dev", "eth0").succeeded();
        alpha.host().run("ip", "addr", "add", after + "/24", "dev", "eth0").succeeded();
        for (int i = 1; i < 10; i++) {
            alpha.host()
                    .run("ip", "link", "add", "one" + i, "type", "veth", "peer", "name", "two" + i)
                    .succeeded();
            alpha.host()
                    .run("ip", "addr", "add", "10.79." + i + ".1/24", "dev", "one" + i)
                    .succeeded();
            alpha.host().run("ip", "link", "set", "one" + i, "up").succeeded();
            alpha.host().run("ip", "link", "set", "two" + i, "up").succeeded();
        }
        until("at the new address", () -> beta.lists("Shared pads", after + ":").size() == 1);
        say("another address -> on the neighbour's list", renumbered);
        assertThat(beta.lists("Shared pads")).hasSize(1);
        until("ten interfaces", () -> mdnsSockets(alpha) == 10);

        for (int i = 1; i < 10; i++) {
            alpha.host().run("ip", "link", "del", "one" + i).succeeded();
        }
        alpha.host().run("ip", "addr", "flush", "dev", "eth0").succeeded();
        alpha.host().run("ip", "addr", "add", before + "/24", "dev", "eth0").succeeded();
        until(
                "at the old address",
                () -> beta.lists("Shared pads", before + ":").size() == 1);
        until("one interface", () -> mdnsSockets(alpha) == 1);
        assertThat(beta.lists("Shared pads")).hasSize(1);
        assertThat(alpha.lists("Shared pads")).hasSize(1);
    }

    private static long mdnsSockets(CloudyNode node) {
        return node.host()
                .run("ss", "-ulnH")
                .succeeded()
                .text()
                .lines()
                .filter(line -> line.contains(":5353 "))
                .count();
    }

    /** A script of the first Cloudy's days on one node, and what another has published by the command of those days. */
    @Test
    void aScriptFindsWhatANeighbourPublishesByTheOldCommand() throws IOException {
        beta.asOwner(old(beta, "avahi-ps"), "publish", "Two; words", "printer", "631", "a=1&b=2")
                .succeeded();
        alpha.write(
                "script",
                """
                #!/bin/sh
                SEARCH_ONLY=avahi "$1" search printer | while IFS=';' read -r type name host ip port txt; do
                    echo "$type at $ip:$port is on $host: $txt"
                done
                """);
        String found = "_printer._tcp at " + beta.host().address() + ":631 is on beta.guifi.local: \"a=1\" \"b=2\"\n";
        String script = alpha.home().resolve("script").toString();
        until(
                "found",
                () -> alpha.asOwner("sh", script, old(alpha, "avahi-ps")).text().equals(found));
        assertThat(alpha.asOwner("env", "SEARCH_ONLY=avahi", old(alpha, "avahi-ps"), "search", "printer", "beta")
                        .text())
                .startsWith("_printer._tcp;Two\\059\\032words;beta.guifi.local;");
        assertThat(alpha.asOwner("env", "SEARCH_ONLY=avahi", old(alpha, "avahi-ps"), "search", "printer", "alpha")
                        .text())
                .isEmpty();

        beta.asOwner(old(beta, "avahi-ps"), "unpublish", "printer").succeeded();
        until(
                "forgotten",
                () -> alpha.asOwner("sh", script, old(alpha, "avahi-ps")).text().isEmpty());
    }

    private static String old(CloudyNode node, String program) {
        return node.home().resolve("bin").resolve(program).toString();
    }

    @Test
    void aMachineWithoutANodeAsksOneThatItTrusts() throws IOException {
        Path home = Files.createDirectories(rig.folder().resolve("laptop"));
        String authority = text(alpha, "authorityFingerprintSha256", "certificate", "show");

        Command stranger =
                onLaptop(home, "", "service", "list", "--node", alpha.host().address());
        assertThat(stranger.exit()).isEqualTo(4);
        assertThat(stranger.text())
                .contains("nobody known here certifies", authority)
                .endsWith("cloudy trust " + alpha.host().address() + ":7443\n");
        String other = text(beta, "authorityFingerprintSha256", "certificate", "show");
        assertThat(onLaptop(home, "", "trust", alpha.host().address(), other).exit())
                .isEqualTo(4);
        onLaptop(home, "", "trust", alpha.host().address(), authority.toLowerCase(Locale.ROOT))
                .succeeded();
        Command nobody = onLaptop(home, "", "--node", alpha.host().address(), "service", "list");
        assertThat(nobody.exit()).isEqualTo(4);
        assertThat(nobody.text())
                .contains("there is no token", home.resolve(".config/cloudy/").toString());

        addUser(alpha);
        Path token = home.resolve("token");
        Files.writeString(token, text(alpha, "token", "token", "make", "laptop", "--user", "anna", "--role", "viewer"));
        assertThat(onLaptop(
                                home,
                                "CLOUDY_TOKEN_FILE=" + token,
                                "--node",
                                alpha.host().address(),
                                "node",
                                "show")
                        .succeeded()
                        .text())
                .contains("name: alpha");
        assertThat(onLaptop(
                                home,
                                "CLOUDY_TOKEN_FILE=" + token,
                                "service",
                                "stop",
                                "x",
                                "--node",
                                alpha.host().address())
                        .exit())
                .as("no operator")
                .isEqualTo(4);

        // Another home, which knows nobody: the authority as the node hands it out, in DER, and one that is another's.
        Path ca = home.resolve("ca.crt");
        for (CloudyNode node : new CloudyNode[] {alpha, beta}) {
            laptop.run(
                            "curl",
                            "-sk",
                            "-o",
                            ca.toString(),
                            "https://" + node.host().address() + ":7443/ca.crt")
                    .succeeded();
            Command asked = laptop.run(
                    "env",
                    "HOME=" + Files.createDirectories(home.resolve("other")),
                    "CLOUDY_DATA=" + home.resolve("none"),
                    "CLOUDY_CA_FILE=" + ca,
                    "CLOUDY_TOKEN_FILE=" + token,
                    alpha.launcher().toString(),
                    "--node",
                    alpha.host().address(),
                    "service",
                    "list");
            assertThat(asked.exit()).as(asked.text()).isEqualTo(node == alpha ? 0 : 4);
        }
    }

    private static Command onLaptop(Path home, String variable, String... arguments) {
        var line = new ArrayList<>(List.of("env", "HOME=" + home, "CLOUDY_DATA=" + home.resolve("none")));
        if (!variable.isEmpty()) {
            line.add(variable);
        }
        line.add(alpha.launcher().toString());
        line.addAll(List.of(arguments));
        return laptop.run(line.toArray(String[]::new));
    }

    /** One text of what a command says of a node. */
    private static String text(CloudyNode node, String name, String... command) {
        var line = new ArrayList<>(List.of(command));
        line.addAll(List.of("-o", "json"));
        String json = node.launch(line.toArray(String[]::new)).succeeded().text();
        var found = Pattern.compile('"' + name + "\": \"([^\"]+)\"").matcher(json);
        assertThat(found.find()).as("%s in %s", name, json).isTrue();
        return found.group(1);
    }

    private static void addUser(CloudyNode node) throws IOException {
        String token = Files.readString(node.home().resolve("data/run/token")).strip();
        node.write("data/run/header", "Authorization: Bearer " + token + "\n");
        node.asOwner(
                        "curl",
                        "-skf",
                        "-H",
                        "@" + node.home().resolve("data/run/header"),
                        "-H",
                        "Content-Type: application/json",
                        "-d",
                        "{\"name\":\"anna\",\"role\":\"admin\",\"password\":\"nine green bottles on a wall\"}",
                        "https://127.0.0.1:7443/api/v1/users")
                .succeeded();
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
