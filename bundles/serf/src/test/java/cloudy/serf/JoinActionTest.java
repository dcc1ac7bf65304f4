// SPDX-License-Identifier: Apache-2.0
package cloudy.serf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloudy.api.Audience;
import cloudy.api.Health;
import cloudy.api.access.Caller;
import cloudy.api.access.Role;
import cloudy.api.action.Joined;
import cloudy.api.cluster.ClusterMember;
import cloudy.api.cluster.ClusterState;
import cloudy.api.network.Announcement;
import cloudy.api.network.Trust;
import cloudy.testing.MemorySettings;
import cloudy.testing.Told;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JoinActionTest {

    private static final String PID = "cloudy.serf";
    private static final String ADDRESS = "10.1.2.3:5000";

    @TempDir
    private Path folder;

    private final MemorySettings settings = new MemorySettings();
    private final FakeCluster cluster = new FakeCluster();
    private final Told told = new Told();
    private JoinAction action;

    @BeforeEach
    void open() {
        action = new JoinAction(settings, cluster, folder, Clock.fixed(FakeCluster.NOW, ZoneOffset.UTC));
    }

    @Test
    void fitsTheSerfOfOthers() {
        assertThat(action.fits(heard("10.1.2.3").build())).isTrue();
        assertThat(action.fits(heard("10.1.2.3").type("SERF").build())).isTrue();
        assertThat(action.fits(heard("10.1.2.3").type("serfx").build())).isFalse();
        assertThat(action.fits(heard("10.1.2.3").port(0).build())).isFalse();
        assertThat(action.fits(heard("10.1.2.3").trust(Trust.OWN).build())).isFalse();
        assertThat(action.title().in(List.of(Locale.forLanguageTag("ca")))).isEqualTo("Uneix-m'hi");
    }

    @Test
    void joinsNowAndFromNowOn() throws Exception {
        settings.files().put(PID, Map.of("join", "a.guifi.net, 10.9.9.9:5000"));

        assertThat(run("10.1.2.3")).contains(ADDRESS);

        assertThat(cluster.joins).containsExactly(List.of(ADDRESS));
        assertThat(kept()).isEqualTo(Map.of("join", "a.guifi.net:5000,10.9.9.9:5000," + ADDRESS));
        cluster.member("me", "10.0.0.1", ClusterMember.Status.ALIVE, Map.of())
                .member("x", "10.1.2.3", ClusterMember.Status.ALIVE, Map.of());
        Joined joined = action.joined().get(0);
        assertThat(joined.key()).isEqualTo(ADDRESS);
        assertThat(joined.what()).isEqualTo("Serf: the <b>host</b>, " + ADDRESS);
        assertThat(joined.since()).isEqualTo(FakeCluster.NOW);
        assertThat(joined.health()).isEqualTo(Health.up());
        assertThat(action.joined(heard("10.1.2.3").build())).contains(joined);
        assertThat(action.joined(heard("10.9.9.9").build())).isEmpty();
    }

    @Test
    void isRememberedAndUndone() throws Exception {
        settings.files().put(PID, Map.of("join", "10.9.9.9:5000"));
        run("10.1.2.3");
        open();

        assertThat(action.joined()).hasSize(1);
        assertThat(action.joined().get(0).health().status()).isEqualTo(Health.Status.DOWN);
        action.undo(ADDRESS, told);

        assertThat(kept()).isEqualTo(Map.of("join", "10.9.9.9:5000"));
        assertThat(action.joined()).isEmpty();
        assertThatThrownBy(() -> action.undo(ADDRESS, told)).hasMessage(ADDRESS + " is not joined.");
        open();
        assertThat(action.joined()).isEmpty();
    }

    @Test
    void changesTheSettingsInTheNameOfWhoAsked() throws Exception {
        var ada = new Caller("ada", Role.OPERATOR, Caller.Proof.SESSION, Set.of());
        var eva = new Caller("eva", Role.ADMIN, Caller.Proof.TOKEN, Set.of());

        action.run(heard("10.1.2.3").build(), Map.of(), new Told(ada));
        assertThat(settings.changedBy()).contains(ada);

        action.undo(ADDRESS, new Told(eva));
        assertThat(settings.changedBy()).contains(eva);
    }

    @Test
    void switchesOnWhatWasOffAndOffAgain() throws Exception {
        cluster.kind = ClusterState.Kind.OFF;
        settings.files().put(PID, Map.of("cloudy.enabled", "false"));

        run("10.1.2.3");

        assertThat(cluster.joins).as("there is no agent yet").isEmpty();
        assertThat(kept()).isEqualTo(Map.of("cloudy.enabled", "true", "join", ADDRESS));
        assertThat(action.joined().get(0).health().status()).isEqualTo(Health.Status.OFF);
        assertThat(told.said()).endsWith("Serf starts now, and joins through " + ADDRESS);

        action.undo(ADDRESS, told);
        assertThat(kept()).isEqualTo(Map.of("cloudy.enabled", "false"));
    }

    @Test
    void anAddressWhereNobodyIsNeverGetsIntoTheSettings() {
        cluster.failure = Optional.of(new IOException("no answer"));

        assertThatThrownBy(() -> run("10.1.2.3"))
                .isInstanceOf(IOException.class)
                .hasMessage(ADDRESS + " cannot be joined: no answer");

        assertThat(kept()).isEmpty();
        assertThat(action.joined()).isEmpty();
    }

    @Test
    void theOperatorsOwnAddressIsNotUndoneFromHere() throws Exception {
        settings.files().put(PID, Map.of("join", ADDRESS));

        run("10.1.2.3");

        assertThat(action.joined()).isEmpty();
        assertThat(kept()).isEqualTo(Map.of("join", ADDRESS));
    }

    @Test
    void whatWasTakenOutByHandIsNotJoinedAnyMore() throws Exception {
        run("10.1.2.3");
        settings.files().remove(PID);

        assertThat(action.joined()).isEmpty();
    }

    @Test
    void twiceIsOnce() throws Exception {
        run("10.1.2.3");
        run("10.1.2.3");

        assertThat(action.joined()).hasSize(1);
        assertThat(kept()).isEqualTo(Map.of("join", ADDRESS));
    }

    @Test
    void aFullDiskJoinsNothingForGood() {
        settings.full(true);

        assertThatThrownBy(() -> run("10.1.2.3")).hasMessage("No space left on device");

        assertThat(action.joined()).isEmpty();
    }

    @Test
    void textOfStrangersIsNothingButAName() throws Exception {
        Announcement hostile = heard("fd00::1")
                .description("x,10.6.6.6:5000\ncloudy.enabled=false")
                .host("a\tb\n10.6.6.6:5000\t" + "x".repeat(10_000))
                .build();

        action.run(hostile, Map.of(), told);
        open();

        assertThat(kept()).isEqualTo(Map.of("join", "[fd00:0:0:0:0:0:0:1]:5000"));
        assertThat(action.joined()).singleElement().satisfies(joined -> {
            assertThat(joined.key()).isEqualTo("[fd00:0:0:0:0:0:0:1]:5000");
            assertThat(joined.what()).hasSizeLessThan(130).doesNotContain("\n");
        });
    }

    @Test
    void aRecordThatMakesNoSenseIsSetAside() throws Exception {
        Files.writeString(folder.resolve("joined"), "10.1.2.3:5000\tyesterday\n");

        open();

        assertThat(action.joined()).isEmpty();
        assertThat(folder.resolve("joined.bad")).exists();
    }

    @Test
    void joinsSixtyFourAtMost() throws Exception {
        for (int i = 1; i <= JoinRecord.MAX; i++) {
            run("10.1.1." + i);
        }

        assertThatThrownBy(() -> run("10.1.2.3")).hasMessageContaining("More than 64");
        assertThat(action.joined()).hasSize(JoinRecord.MAX);
    }

    private Optional<String> run(String address) throws Exception {
        return action.run(heard(address).build(), Map.of(), told);
    }

    private static Announcement.Builder heard(String address) {
        try {
            return Announcement.heardBy("mdns", Audience.LAN, "a", InetAddress.getByName(address), FakeCluster.NOW)
                    .type("serf")
                    .host("the <b>host</b>")
                    .port(5000);
        } catch (java.net.UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** The file as it is on the disk. */
    private Map<String, String> kept() {
        return settings.files().getOrDefault(PID, Map.of());
    }
}
