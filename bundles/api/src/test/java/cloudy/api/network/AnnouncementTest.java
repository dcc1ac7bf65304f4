// SPDX-License-Identifier: Apache-2.0
package cloudy.api.network;

import static org.assertj.core.api.Assertions.assertThat;

import cloudy.api.Audience;
import cloudy.api.Protocol;
import cloudy.api.Txt;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AnnouncementTest {

    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    @Test
    void keepsWhatAStrangerSaidWhereItIsHarmless() {
        Announcement camera = heard().type("peerstreamer")
                .description("Càmera 📷 <script>")
                .nodeId(Optional.of("0123456789abcdef"))
                .host("Masia.guifi.local")
                .port(554)
                .protocol(Protocol.UDP)
                .txt(Txt.parse("10.0.0.1"))
                .distance(Optional.of(Duration.ofMillis(7)))
                .build();

        assertThat(camera.description()).isEqualTo("Càmera 📷 <script>");
        assertThat(camera.host()).isEqualTo("Masia.guifi.local");
        assertThat(camera.trust()).isEqualTo(Trust.UNSIGNED);
        assertThat(camera.firstHeard()).isEqualTo(NOON);
        assertThat(camera.copy().build()).isEqualTo(camera);
    }

    @Test
    void isKnownByCarrierAndIdInOneShortKey() {
        Announcement any = heard().build();

        assertThat(any.key()).hasSize(16).matches("[0-9a-f]+");
        assertThat(any.copy().description("other").build().key()).isEqualTo(any.key());
        assertThat(Announcement.heardBy("other", any.reach(), any.id(), any.address(), NOON)
                        .build()
                        .key())
                .isNotEqualTo(any.key());
    }

    @Test
    void itsOwnCarrierIsAlwaysAmongThoseThatHeardIt() {
        Announcement any = heard().build();

        assertThat(any.carriers()).containsExactly(any.carrier());
        assertThat(any.copy().carriers(Set.of("x")).build().carriers()).containsExactly(any.carrier());
        assertThat(any.copy().carriers(Set.of("x", any.carrier())).build().carriers())
                .containsExactlyInAnyOrder("x", any.carrier());
    }

    @Test
    void cutsWhatIsTooLongWithoutBreakingACharacter() {
        assertThat(heard().description("x".repeat(10_000)).build().description())
                .hasSize(255);
        assertThat(heard().description("x" + "📷".repeat(200)).build().description())
                .hasSize(255)
                .endsWith("📷");
        assertThat(heard().description("📷".repeat(200)).build().description())
                .hasSize(254)
                .endsWith("📷");
        assertThat(heard().type("t".repeat(100)).host("h".repeat(300)).build())
                .satisfies(cut -> assertThat(cut.type()).hasSize(63))
                .satisfies(cut -> assertThat(cut.host()).hasSize(255));
    }

    @Test
    void showsControlCharactersAsReplaced() {
        assertThat(heard().description("a\u001b[31m\nb\ud800").build().description())
                .isEqualTo("a\ufffd[31m\ufffdb\ufffd");
    }

    @Test
    void boundsTxtByPairsAndByBytes() {
        String many = IntStream.range(0, 1_000).mapToObj(i -> "k" + i).collect(Collectors.joining("&"));
        assertThat(heard().txt(Txt.parse(many)).build().txt().pairs()).hasSize(64);

        String large = IntStream.range(0, 20)
                .mapToObj(i -> "k" + i + "=" + "v".repeat(200))
                .collect(Collectors.joining("&"));
        assertThat(heard().txt(Txt.parse(large)).build().txt().size()).isBetween(1_000, 1_300);
    }

    @Test
    void takesWhatIsNoPortForNone() {
        assertThat(heard().port(-1).build().port()).isZero();
        assertThat(heard().port(65_536).build().port()).isZero();
        assertThat(heard().port(65_535).build().port()).isEqualTo(65_535);
    }

    @Test
    void isWhereNumbersSay() throws UnknownHostException {
        assertThat(heard().build().numbers()).isEqualTo("127.0.0.1");
        byte[] bytes = InetAddress.getByName("fe80::7").getAddress();
        InetAddress onLink = Inet6Address.getByAddress("<b>", bytes, 1);
        assertThat(Announcement.heardBy("mdns", Audience.LAN, "id", onLink, NOON)
                        .build()
                        .numbers())
                .isEqualTo("[fe80:0:0:0:0:0:0:7]");
    }

    private static Announcement.Builder heard() {
        return Announcement.heardBy("mdns", Audience.LAN, "id", InetAddress.getLoopbackAddress(), NOON);
    }
}
