// SPDX-License-Identifier: Apache-2.0
package cloudy.mdns;

import static org.assertj.core.api.Assertions.assertThat;

import cloudy.api.Audience;
import cloudy.api.Protocol;
import cloudy.api.network.Announcement;
import cloudy.api.network.Finder;
import cloudy.api.network.Trust;
import cloudy.mdns.wire.Name;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NeighboursTest {

    private final Neighbours neighbours = new Neighbours();
    private final Heard heard = new Heard();

    @Test
    void showsAServiceAsPeopleShouldReadIt() {
        neighbours.tell(heard);

        neighbours.found("eth0", sighting("Pads @beta", "_Etherpad", "_udp", "10.0.0.2", Optional.of("b2b2")));

        assertThat(heard.all()).hasSize(1);
        Announcement shown = heard.all().get(0);
        assertThat(shown.type()).isEqualTo("Etherpad");
        assertThat(shown.protocol()).isEqualTo(Protocol.UDP);
        assertThat(shown.description()).isEqualTo("Pads");
        assertThat(shown.host()).isEqualTo("beta");
        assertThat(shown.nodeId()).contains("b2b2");
        assertThat(shown.address()).isEqualTo(Say.address("10.0.0.2"));
        assertThat(shown.port()).isEqualTo(9001);
        assertThat(shown.txt().get("b")).contains("2");
        assertThat(shown.carrier()).isEqualTo("mdns");
        assertThat(shown.reach()).isEqualTo(Audience.LAN);
        assertThat(shown.trust()).isEqualTo(Trust.UNSIGNED);
        assertThat(shown.firstHeard()).isEqualTo(Instant.EPOCH);
        assertThat(shown.lastHeard()).isEqualTo(Instant.EPOCH.plusSeconds(5));
    }

    @Test
    void tellsADirectoryThatComesLaterAllThatIsKnown() {
        neighbours.found("eth0", sighting("Pads @beta", "10.0.0.2", Optional.empty()));
        neighbours.found("eth0", sighting("Chat @beta", "10.0.0.2", Optional.empty()));

        neighbours.tell(heard);

        assertThat(heard.all()).hasSize(2);
    }

    @Test
    void listsANodeThatIsReachedOnTwoLinksOnce() {
        neighbours.tell(heard);
        neighbours.found("eth0", sighting("Pads @beta", "10.0.0.2", Optional.of("b2b2")));
        neighbours.found("wlan0", sighting("Pads @beta", "10.1.0.2", Optional.of("b2b2")));
        assertThat(heard.all()).extracting(Announcement::address).containsExactly(Say.address("10.0.0.2"));

        neighbours.lost(
                "eth0", sighting("Pads @beta", "10.0.0.2", Optional.empty()).instance());
        assertThat(heard.all()).extracting(Announcement::address).containsExactly(Say.address("10.1.0.2"));

        neighbours.lost(
                "wlan0", sighting("Pads @beta", "10.0.0.2", Optional.empty()).instance());
        assertThat(heard.all()).isEmpty();
    }

    @Test
    void listsTwoNodesOfOneNameOnTwoLinksTwice() {
        neighbours.tell(heard);
        neighbours.found("eth0", sighting("Pads @pi", "10.0.0.2", Optional.of("b2b2")));
        neighbours.found("wlan0", sighting("Pads @pi", "10.1.0.2", Optional.of("c3c3")));
        neighbours.found("eth0", sighting("Old @pi", "10.0.0.2", Optional.empty()));
        neighbours.found("wlan0", sighting("Old @pi", "10.1.0.2", Optional.empty()));

        assertThat(heard.all()).hasSize(4);
    }

    @Test
    void replacesAServiceWhoseNodeIsKnownLater() {
        neighbours.tell(heard);
        neighbours.found("eth0", sighting("Pads @beta", "10.0.0.2", Optional.empty()));
        neighbours.found("eth0", sighting("Pads @beta", "10.0.0.2", Optional.of("b2b2")));

        assertThat(heard.all()).hasSize(1).allMatch(shown -> shown.nodeId().isPresent());
    }

    @Test
    void forgetsWhatALinkShowedThatIsGone() {
        neighbours.tell(heard);
        neighbours.found("eth0", sighting("Pads @beta", "10.0.0.2", Optional.empty()));
        neighbours.found("wlan0", sighting("Chat @gamma", "10.1.0.3", Optional.empty()));

        neighbours.lost("eth0");
        neighbours.lost("eth0");
        neighbours.lost("tun0");

        assertThat(heard.all()).extracting(Announcement::description).containsExactly("Chat @gamma");
    }

    /** A label may hold dots, and a stranger may choose where: joined by dots two names would be one. */
    @Test
    void tellsNamesApartThatReadAlike() {
        neighbours.tell(heard);
        neighbours.found("eth0", sighting("a", "_b._c", "_tcp", "10.0.0.2", Optional.empty()));
        neighbours.found("eth0", sighting("a._b", "_c", "_tcp", "10.0.0.2", Optional.empty()));
        neighbours.found("eth0", sighting("Pads @beta", "10.0.0.2", Optional.empty()));
        assertThat(heard.all()).hasSize(3);

        neighbours.lost("eth0");

        assertThat(heard.all()).isEmpty();
    }

    @Test
    void goesOnWhenADirectoryFails() {
        neighbours.tell(new Finder.Sink() {
            @Override
            public boolean heard(Announcement announcement) {
                throw new IllegalStateException("full of bees");
            }

            @Override
            public void gone(String id) {
                throw new IllegalStateException("full of bees");
            }
        });
        neighbours.tell(heard);

        neighbours.found("eth0", sighting("Pads @beta", "10.0.0.2", Optional.empty()));
        assertThat(heard.all()).hasSize(1);
        neighbours.lost("eth0");
        assertThat(heard.all()).isEmpty();
    }

    @Test
    void doesNotKeepDirectoriesThatWentLongAgo() {
        neighbours.tell(heard);
        for (int i = 0; i < 10; i++) {
            neighbours.tell(new Heard());
        }

        neighbours.found("eth0", sighting("Pads @beta", "10.0.0.2", Optional.empty()));

        assertThat(heard.all()).isEmpty();
    }

    @Test
    void showsTheWholeNameOfAHostThatIsNoNode() {
        assertThat(HostName.shown(Name.of("debian", "local"))).isEqualTo("debian.local");
        assertThat(HostName.shown(Name.of("Alpha", "guifi", "local"))).isEqualTo("Alpha");
        assertThat(HostName.shown(Name.of("10-0-0-1", "alpha", "guifi", "local")))
                .isEqualTo("alpha");
        assertThat(HostName.shown(Name.of("guifi", "local"))).isEqualTo("guifi.local");
        assertThat(HostName.shown(Name.of("local"))).isEqualTo("local");
    }

    private static Sighting sighting(String label, String address, Optional<String> nodeId) {
        return sighting(label, "_pads", "_tcp", address, nodeId);
    }

    private static Sighting sighting(
            String label, String type, String protocol, String address, Optional<String> nodeId) {
        return new Sighting(
                Name.of(label, type, protocol, "local"),
                label.endsWith("gamma") ? Name.of("other", "local") : Say.host("beta"),
                Say.address(address),
                9001,
                List.of("a=1 b=2"),
                nodeId,
                Instant.EPOCH,
                Instant.EPOCH.plusSeconds(5));
    }
}
