// SPDX-License-Identifier: Apache-2.0
package cloudy.shell;

import static org.assertj.core.api.Assertions.assertThat;

import cloudy.api.InvalidFieldException;
import cloudy.api.cluster.ClusterMember.Status;
import cloudy.api.cluster.ClusterState;
import cloudy.api.cluster.ClusterState.Kind;
import cloudy.api.form.Texts;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClusterCommandsTest {

    private final FakeCluster cluster = new FakeCluster();

    @BeforeEach
    void fill() {
        cluster.members.add(FakeCluster.member("own", Status.ALIVE, true, Optional.of(Duration.ZERO)));
        cluster.members.add(FakeCluster.member("near", Status.ALIVE, false, Optional.of(Duration.ofMillis(12))));
        cluster.members.add(FakeCluster.member("gone", Status.FAILED, false, Optional.empty()));
    }

    @Test
    void membersListsTheLivingAndHowTheClusterIs() throws Exception {
        try (var shell = new KarafShell(cluster)) {
            assertThat(shell.run("cloudy:members"))
                    .isEqualTo(
                            """
                    MEMBER  STATUS  ADDRESS            SERVICES          HEARD  DISTANCE
                    own     alive   10.139.40.22:5000  2                 0 s    here
                    near    alive   10.139.40.22:5000  2 (1 unreadable)  0 s    12 ms
                    Alive 2, failed 1, left 0, health score 0, 3 in queue query.
                    """);
        }
    }

    @Test
    void membersShowsTheOthersAndTheirFactsWhenAskedTo() throws Exception {
        try (var shell = new KarafShell(cluster)) {
            assertThat(shell.run("cloudy:members --all --long"))
                    .contains("gone    failed")
                    .contains("psngc: tv\ufffd[31m");
        }
    }

    @Test
    void membersSaysWhyThereIsNoClusterAndWhatToSeeTo() throws Exception {
        cluster.members.clear();
        cluster.state = new ClusterState(
                Kind.OFF,
                "it is not switched on",
                "",
                0,
                0,
                0,
                OptionalInt.empty(),
                Map.of(),
                List.of(Texts.of("Mind the key.")));
        try (var shell = new KarafShell(cluster)) {
            assertThat(shell.run("cloudy:members"))
                    .isEqualTo("This node is not in a cluster: it is not switched on\nMind the key.\n");
        }
    }

    @Test
    void joinTriesAllAddressesAndSaysHowManyAnswered() throws Exception {
        try (var shell = new KarafShell(cluster)) {
            assertThat(shell.run("cloudy:join 10.139.40.22:5000 10.1.27.4")).isEqualTo("Joined through 1 member.\n");
            assertThat(cluster.asked).containsExactly("10.139.40.22:5000", "10.1.27.4");
        }
    }

    @Test
    void joinSaysWhyNobodyWasReached() throws Exception {
        try (var shell = new KarafShell(cluster)) {
            cluster.answer = CompletableFuture.failedFuture(new IOException("connection refused"));
            assertThat(shell.refuse("cloudy:join 10.139.40.22:5000"))
                    .isEqualTo("Nobody was reached: connection refused");

            cluster.answer = CompletableFuture.failedFuture(new InvalidFieldException("join", "must be host:port"));
            assertThat(shell.refuse("cloudy:join :")).isEqualTo("join: must be host:port");
        }
    }

    @Test
    void rttFindsAMemberByNameIdOrAddress() throws Exception {
        try (var shell = new KarafShell(cluster)) {
            assertThat(shell.run("cloudy:rtt near")).isEqualTo("near  12 ms\n");
            assertThat(shell.run("cloudy:rtt 0123456789ABCDEF")).contains("own  this node", "gone  not known yet");
            assertThat(shell.run("cloudy:rtt 10.139.40.22")).contains("near  12 ms");
            assertThat(shell.refuse("cloudy:rtt nobody"))
                    .isEqualTo("Nobody in the cluster has the name, node id or address \"nobody\".");
        }
    }

    @Test
    void allSayWhatIsMissing() throws Exception {
        try (var shell = new KarafShell()) {
            for (String command : List.of("members", "join a", "rtt a")) {
                assertThat(shell.refuse("cloudy:" + command))
                        .isEqualTo("This needs the bundle cloudy.serf, which is not running: see bundle:list.");
            }
        }
    }
}
