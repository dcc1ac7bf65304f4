// SPDX-License-Identifier: Apache-2.0
package cloudy.api.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloudy.api.Audience;
import cloudy.api.InvalidFieldException;
import cloudy.api.Offer;
import cloudy.api.Protocol;
import cloudy.api.Txt;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ShareTest {

    private static final Offer PADS = Offer.of("etherpad", "Shared pads", 9001);

    @Test
    void isNamedByTypeAndPort() {
        var share = Share.of(PADS, Optional.empty());

        assertThat(share.pid()).isEqualTo("cloudy.external~published-etherpad-9001");
        assertThat(share.file()).isEqualTo("etc/cloudy.external-published-etherpad-9001.cfg");
        assertThat(Share.isOne(share.pid())).isTrue();
        assertThat(Share.isMade(share.pid())).isTrue();
        assertThat(Share.isMade("cloudy.external~pads")).isFalse();
        assertThat(Share.isOne("cloudy.external")).isFalse();
    }

    @Test
    void leavesOutWhatIsAsUsual() throws Exception {
        assertThat(Share.of(PADS, Optional.empty()).settings())
                .isEqualTo(Map.of("type", "etherpad", "description", "Shared pads", "port", "9001"));

        Offer camera = Offer.of("camera", "Càmera", 554)
                .over(Protocol.UDP)
                .to(Audience.LAN)
                .with(Txt.parse("path=/live&raw"))
                .at(InetAddress.getByName("10.139.40.22"));
        assertThat(new Share("cam", camera, Optional.of("none")).settings())
                .isEqualTo(Map.of(
                        "type", "camera",
                        "description", "Càmera",
                        "port", "554",
                        "txt", "path=/live&raw",
                        "check", "none",
                        "protocol", "udp",
                        "address", "10.139.40.22",
                        "audience", "lan"));
    }

    @Test
    void refusesWhatSettingsCannotSayExactly() {
        refuses("txt", PADS.with(Txt.of(Map.of("a", "1&b=2"))), Optional.empty());
        refuses("txt", PADS.with(new Txt(List.of(new Txt.Pair("bare=text", Optional.empty())))), Optional.empty());
        refuses("txt", PADS.with(Txt.parse("a= 1 ")), Optional.empty());
        refuses("description", Offer.of("etherpad", " Pads", 9001), Optional.empty());
        refuses("check", PADS, Optional.of("none "));
        refuses("check", PADS, Optional.of("a\nb"));
        refuses("check", PADS, Optional.of(""));
    }

    @Test
    void asksForACheckWhereThereIsNoTcpPortToProbe() {
        refuses("check", PADS.over(Protocol.UDP), Optional.empty());
        refuses("check", Offer.of("etherpad", "Pads", 0), Optional.empty());

        assertThat(Share.of(PADS.over(Protocol.UDP), Optional.of(Share.NONE)).settings())
                .containsEntry("check", "none");
    }

    @Test
    void refusesNamesThatLeadToOtherFiles() {
        for (String name : List.of("", "../x", "a/b", "a b", "ä", "x".repeat(65), "a\n", "a.b", "a~b")) {
            assertThatThrownBy(() -> new Share(name, PADS, Optional.empty()))
                    .isInstanceOfSatisfying(InvalidFieldException.class, refusal -> assertThat(refusal.field())
                            .isEqualTo("name"));
        }
    }

    private static void refuses(String field, Offer offer, Optional<String> check) {
        assertThatThrownBy(() -> Share.of(offer, check))
                .isInstanceOfSatisfying(InvalidFieldException.class, refusal -> assertThat(refusal.field())
                        .isEqualTo(field));
    }
}
