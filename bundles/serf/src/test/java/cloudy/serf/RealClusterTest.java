// SPDX-License-Identifier: Apache-2.0
package cloudy.serf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import cloudy.api.Offer;
import cloudy.api.cluster.ClusterMember.Status;
import cloudy.api.cluster.ClusterState.Kind;
import cloudy.api.network.Announcement;
import cloudy.api.network.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Our nodes among agents of Debian's package; each test has addresses of its own, and waits beside the others. */
@Execution(ExecutionMode.CONCURRENT)
class RealClusterTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private RealSerf others;

    @BeforeEach
    void needSerf() {
        assumeTrue(RealSerf.isInstalled(), "the package serf is not installed");
        others = new RealSerf(folder);
    }

    @AfterEach
    void stop() {
        if (others != null) {
            others.close();
        }
    }

    @Test
    void sharesServicesWithOldNodes() throws Exception {
        var first = others.start("old-node", "127.81.0.1");
        try (var ours = new OurNode(folder.resolve("a"), "00000000000000a1", "127.81.0.2")
                .set("join", new String[] {first.gossip()})
                .publish(Offer.of("syncthing", "Syncthing instance running", 22000))
                .start()) {
            await().atMost(SOON).until(() -> ours.cluster.state().kind() == Kind.UP);
            assertThat(ours.name()).isEqualTo("00000000000000a1-127.81.0.2-5000");
            await().atMost(SOON).until(() -> ours.outcomes.containsValue(Outcome.announced()));
            await().atMost(SOON).until(() -> first.alive().contains("services="));
            assertThat(OldReader.read(List.of(tagOf(first, ours.name()))).get(0))
                    .containsEntry("s", "syncthing")
                    .containsEntry("d", "Syncthing_instance_running")
                    .containsEntry("m", "node-00a1.guifi.local")
                    .containsEntry("i", "127.81.0.2")
                    .containsEntry("p", "22000");

            first.tags(OldVectors.ONE);

            await().atMost(SOON).until(() -> ours.directory.ofType("tincvpn").isPresent());
            Announcement heard = ours.directory.ofType("tincvpn").orElseThrow();
            assertThat(heard.description()).isEqualTo("TincVPN_System");
            assertThat(heard.host()).isEqualTo("raspberrypi.guifi.local");
            assertThat(heard.address().getHostAddress()).isEqualTo("192.168.1.141");
            assertThat(heard.port()).isEqualTo(665);
            assertThat(heard.nodeId()).isEmpty();
            assertThat(heard.id()).isEqualTo("old-node/tincvpn/665");
            assertThat(ours.directory.ofType("syncthing")).isEmpty();

            ours.publish();
            await().atMost(SOON)
                    .until(() -> !first.alive().contains("00a1-127.81.0.2-5000")
                            || !lineOf(first, ours.name()).contains("services="));

            first.kill();
            await().atMost(Duration.ofSeconds(40)).until(() -> ours.directory.entries.isEmpty());
            assertThat(ours.cluster.state().failed()).isEqualTo(1);
        }
    }

    @Test
    void twoNodesOfOursFindEachOtherWithDistanceAndSurviveTheLossOfWhatTheyJoinedThrough() throws Exception {
        var meeting = others.start("meeting", "127.82.0.1");
        try (var a = new OurNode(folder.resolve("a"), "00000000000000a1", "127.82.0.2")
                        .set("join", new String[] {meeting.gossip()})
                        .publish(Offer.of("proxy3", "Proxy3_System", 3128))
                        .start();
                var b = new OurNode(folder.resolve("b"), "00000000000000b1", "127.82.0.3")
                        .set("join", new String[] {meeting.gossip()})
                        .publish(Offer.of("dnsservice", "DNSService_System", 53))
                        .start()) {
            await().atMost(SOON)
                    .until(() -> a.directory.ofType("dnsservice").isPresent()
                            && b.directory.ofType("proxy3").isPresent());
            assertThat(a.directory.ofType("dnsservice").orElseThrow().nodeId()).contains("00000000000000b1");
            await().atMost(Duration.ofSeconds(40)).until(() -> a.directory
                    .ofType("dnsservice")
                    .orElseThrow()
                    .distance()
                    .isPresent());

            meeting.kill();
            // Our agent alone dies, then our node moves to another address: nobody is left to join but each other.
            a.daemons.process().destroyForcibly();
            await().atMost(SOON).until(() -> a.cluster.state().kind() == Kind.UP);
            assertThat(a.directory.ofType("dnsservice")).isPresent();

            a.node.move("127.82.0.4");
            a.set("rpcAddress", "127.82.0.4:7373").start();
            await().atMost(Duration.ofSeconds(40)).until(() -> b.directory
                    .ofType("proxy3")
                    .filter(heard -> heard.address().getHostAddress().equals("127.82.0.4"))
                    .isPresent());
            assertThat(b.directory.count("proxy3")).isEqualTo(1);
            await().atMost(Duration.ofSeconds(40))
                    .until(() -> b.cluster.members().stream()
                                    .filter(member -> member.nodeId().equals(Optional.of("00000000000000a1")))
                                    .count()
                            == 1);
        }
    }

    @Test
    void aMemberThatDiesAndComesBackElsewhereLeavesNoGhost() throws Exception {
        var first = others.start("first", "127.83.0.1");
        try (var ours = new OurNode(folder.resolve("a"), "00000000000000a1", "127.83.0.2")
                .set("join", new String[] {first.gossip()})
                .publish(Offer.of("web", "Web", 80))
                .start()) {
            await().atMost(SOON).until(() -> first.alive().contains("services="));

            // Killed with the agent, as by a loss of power; it comes back with another port.
            ours.daemons.process().destroyForcibly();
            ours.set("bind", ":5001").start();

            await().atMost(SOON).until(() -> first.alive().contains("00000000000000a1-127.83.0.2-5001"));
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> !first.members().contains("00000000000000a1-127.83.0.2-5000"));
            assertThat(ours.cluster.state().warnings()).isEmpty();
        }
    }

    @Test
    void aCopyOfTheDataFolderIsNoticedByBoth() throws Exception {
        var first = others.start("first", "127.84.0.1");
        try (var a = new OurNode(folder.resolve("a"), "00000000000000c1", "127.84.0.2")
                        .set("join", new String[] {first.gossip()})
                        .start();
                var copy = new OurNode(folder.resolve("b"), "00000000000000c1", "127.84.0.3")
                        .set("join", new String[] {first.gossip()})
                        .start()) {
            await().atMost(SOON)
                    .until(() -> !a.cluster.state().warnings().isEmpty()
                            && !copy.cluster.state().warnings().isEmpty());
            assertThat(a.cluster.state().warnings().get(0).english())
                    .contains("127.84.0.3:5000", "data folder was copied");

            copy.stop();
            await().atMost(SOON).until(() -> a.cluster.state().warnings().isEmpty());
        }
    }

    @Test
    void aStrangerWithOurNameIsNoticed() throws Exception {
        var first = others.start("first", "127.85.0.1");
        try (var ours = new OurNode(folder.resolve("a"), "00000000000000d1", "127.85.0.2")
                .set("join", new String[] {first.gossip()})
                .start()) {
            await().atMost(SOON).until(() -> ours.cluster.state().kind() == Kind.UP);

            var stranger = others.start(ours.name(), "127.85.0.3");
            await().atMost(SOON).until(() -> stranger.members().contains("alive"));
            stranger.join(first);

            await().atMost(SOON).until(() -> ours.cluster.state().warnings().stream()
                    .anyMatch(warning -> warning.english().contains("uses this node's name")));
        }
    }

    @Test
    void saysThatTheKeyDoesNotFitAndJoinsWithTheRightOne() throws Exception {
        String key = "T9jncgl9mbLus+baTTa7q7nPSUrXwbDi2dhbtqir37s=";
        String wrong = "5K9OtfP7efFrNKe5WCQvXvnaXJ5cWP0SvXiwe0kkjM4=";
        var first = others.start("first", "127.86.0.1", "-encrypt=" + key);
        try (var ours = new OurNode(folder.resolve("a"), "00000000000000e1", "127.86.0.2")
                .set("join", new String[] {first.gossip()})
                .set("_encryptKey", wrong)
                .start()) {
            await().atMost(SOON).until(() -> !ours.cluster.state().warnings().isEmpty());
            assertThat(ours.cluster.state().warnings().get(0).english()).contains("127.86.0.1:5000", "set encryptKey");
            assertThat(ours.cluster.state().kind()).isEqualTo(Kind.ALONE);

            ours.set("_encryptKey", "").start();
            await().atMost(SOON).until(() -> !ours.cluster.state().warnings().isEmpty());
            assertThat(ours.cluster.state().warnings().get(0).english()).contains("127.86.0.1:5000", "set encryptKey");

            ours.set("_encryptKey", key).start();
            await().atMost(SOON).until(() -> ours.cluster.state().kind() == Kind.UP);
            assertThat(ours.cluster.state().warnings()).isEmpty();
        }
    }

    @Test
    void usesAnAgentThatSomeoneElseRuns() throws Exception {
        java.nio.file.Files.writeString(folder.resolve("auth.json"), "{\"rpc_auth\":\"secret\"}");
        var foreign = others.start("foreign", "127.87.0.1", "-config-file=" + folder.resolve("auth.json"));
        var neighbour = others.start("neighbour", "127.87.0.2");
        try (var ours = new OurNode(folder.resolve("a"), "00000000000000f1", "127.87.0.1")
                .set("attach", true)
                .set("_rpcAuth", "wrong")
                .set("join", new String[] {neighbour.gossip()})
                .publish(Offer.of("web", "Web", 80))) {
            ours.start();
            await().atMost(SOON).until(() -> ours.cluster.state().reason().contains("Invalid authentication token"));
            assertThat(ours.outcomes.get("test/web").kind()).isEqualTo(Outcome.Kind.WITHHELD);

            ours.set("_rpcAuth", "secret").start();
            await().atMost(SOON).until(() -> neighbour.alive().contains("services="));
            assertThat(ours.name()).isEqualTo("foreign");
            assertThat(foreign.isAlive()).isTrue();

            ours.stop();
            await().atMost(SOON).until(() -> !neighbour.alive().contains("services="));
            assertThat(foreign.isAlive()).isTrue();
        }
    }

    @Test
    void settingsAndServicesChangeWhileTheAgentRuns() throws Exception {
        var first = others.start("first", "127.88.0.1");
        try (var ours = new OurNode(folder.resolve("a"), "0000000000000111", "127.88.0.2")
                .set("join", new String[] {first.gossip()})
                .publish(Offer.of("web", "Web", 80))
                .start()) {
            await().atMost(SOON).until(() -> first.alive().contains("services="));
            long pid = ours.daemons.process().pid();

            ours.set("publish", false).start();
            await().atMost(SOON).until(() -> !first.alive().contains("services="));
            assertThat(ours.outcomes.get("test/web").reason()).contains("publish = false");

            ours.set("publish", true).start();
            await().atMost(SOON).until(() -> first.alive().contains("services="));
            assertThat(ours.daemons.process().pid()).isEqualTo(pid);

            ours.stop();
            await().atMost(SOON).until(() -> !first.alive().contains("0000000000000111"));
            await().atMost(SOON).until(() -> lineOf(first, "0000000000000111").contains("left"));
        }
    }

    @Test
    void twentyNodesAreSeenAndEachLossToo() throws Exception {
        var first = others.start("n0", "127.89.0.1");
        for (int i = 1; i < 20; i++) {
            others.start("n" + i, "127.89.0." + (i + 1));
        }
        try (var ours = new OurNode(folder.resolve("a"), "0000000000000222", "127.89.0.100")
                .set("join", new String[] {first.gossip(), "127.89.0.2:5000, 127.89.0.3:5000"})
                .start()) {
            for (int i = 1; i < 20; i++) {
                String rpc = "127.89.0." + (i + 1) + ":7373";
                await().atMost(SOON).until(() -> RealSerf.run("join", "-rpc-addr=" + rpc, first.gossip())
                        .contains("Successfully"));
            }
            await().atMost(SOON).until(() -> ours.cluster.state().alive() == 21);
            for (int i = 1; i < 20; i++) {
                RealSerf.run("tags", "-rpc-addr=127.89.0." + (i + 1) + ":7373", "-set", "services=" + OldVectors.TWO);
            }
            await().atMost(SOON).until(() -> ours.directory.entries.size() == 38);

            first.kill();
            await().atMost(Duration.ofSeconds(40))
                    .until(() -> ours.cluster.state().failed() == 1);
            assertThat(ours.cluster.members().get(0).own()).isTrue();
            assertThat(ours.cluster.members().get(20).status()).isEqualTo(Status.FAILED);
            assertThat(ours.directory.entries).hasSize(38);
        }
    }

    @Test
    void aNodeWhoseAddressGoesForLongerThanALookIsBackWithoutAHandOnIt() throws Exception {
        var first = others.start("first", "127.90.0.1");
        try (var ours = new OurNode(folder.resolve("a"), "0000000000000333", "127.90.0.2")
                .set("join", new String[] {first.gossip()})
                .publish(Offer.of("web", "Web", 80))
                .start()) {
            await().atMost(SOON).until(() -> lineOf(first, "0000000000000333").contains("services="));

            ours.node.lose();
            await().atMost(SOON).until(() -> lineOf(first, "0000000000000333").contains("left"));
            await().atMost(SOON).until(() -> ours.cluster.state().kind() == Kind.DOWN);
            assertThat(ours.cluster.state().reason()).contains("no address in the community network");
            assertThat(ours.outcomes.get("test/web").kind()).isEqualTo(Outcome.Kind.WITHHELD);

            ours.node.move("127.90.0.2");
            await().atMost(SOON)
                    .until(() -> lineOf(first, "0000000000000333-127.90.0.2").matches("(?s).* alive .*services=.*"));
            await().atMost(SOON).until(() -> ours.cluster.state().kind() == Kind.UP);
            await().atMost(SOON).until(() -> Outcome.announced().equals(ours.outcomes.get("test/web")));
        }
    }

    @Test
    void theTimingOfCommunityNetworksWorksAsWell() throws Exception {
        var first = others.start("first", "127.91.0.1", "-profile=wan");
        try (var a = new OurNode(folder.resolve("a"), "0000000000000444", "127.91.0.2")
                        .set("profile", "wan")
                        .set("join", new String[] {first.gossip()})
                        .publish(Offer.of("web", "Web", 80))
                        .start();
                var b = new OurNode(folder.resolve("b"), "0000000000000555", "127.91.0.3")
                        .set("profile", "wan")
                        .set("join", new String[] {first.gossip()})
                        .start()) {
            await().atMost(SOON).until(() -> b.directory.ofType("web").isPresent());
            first.tags(OldVectors.ONE);
            await().atMost(SOON)
                    .until(() -> a.directory.ofType("tincvpn").isPresent()
                            && b.directory.ofType("tincvpn").isPresent());

            // A goodbye is heard though a failure would take this timing a minute.
            a.stop();
            await().atMost(SOON).until(() -> b.directory.ofType("web").isEmpty());
            await().atMost(SOON).until(() -> lineOf(first, "0000000000000444").contains("left"));
        }
    }

    private static String lineOf(RealSerf.Agent agent, String member) throws Exception {
        return agent.members()
                .lines()
                .filter(line -> line.startsWith(member))
                .findFirst()
                .orElse("");
    }

    private static String tagOf(RealSerf.Agent agent, String member) throws Exception {
        String line = lineOf(agent, member);
        return line.substring(line.indexOf("services=") + "services=".length()).trim();
    }
}
