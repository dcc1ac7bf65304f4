// SPDX-License-Identifier: Apache-2.0
package cloudy.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OfferTest {

    private static final Offer PADS = Offer.of("etherpad", "Shared pads", 9001);

    @Test
    void isMeantForTheWholeCommunityUnlessToldOtherwise() {
        assertThat(PADS.audience()).isEqualTo(Audience.COMMUNITY);
        assertThat(PADS.to(Audience.LAN).audience()).isEqualTo(Audience.LAN);
    }

    @Test
    void keepsTheCaseOfItsTypeAsOldNodesDo() {
        assertThat(Offer.of("Docker", "etherpad_1", 80).type()).isEqualTo("Docker");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a_b", "càmera", "sixteencharacters", "a.b", "a b", "a\n"})
    void refusesATypeThatIsNoDnsSdName(String type) {
        refused("type", () -> Offer.of(type, "d", 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "two\nlines", "bell\u0007", "line\u2028separator", "half \ud800 pair"})
    void refusesADescriptionThatIsNotOneLine(String description) {
        refused("description", () -> Offer.of("t", description, 1));
    }

    @Test
    void countsADescriptionInCharactersNotInBytes() {
        assertThat(Offer.of("t", "à".repeat(100), 1).description()).hasSize(100);
        assertThat(Offer.of("t", "\uD83D\uDCF7".repeat(100), 1).description()).hasSize(200);
        refused("description", () -> Offer.of("t", "à".repeat(101), 1));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 65536, Integer.MAX_VALUE, Integer.MIN_VALUE})
    void refusesWhatIsNoPort(int port) {
        refused("port", () -> Offer.of("t", "d", port));
    }

    @Test
    void movesToAnotherPortAndKeepsTheRest() {
        assertThat(PADS.to(Audience.LAN).onPort(9002))
                .isEqualTo(Offer.of("etherpad", "Shared pads", 9002).to(Audience.LAN));
    }

    @Test
    void acceptsAServiceWithoutPort() {
        assertThat(Offer.of("t", "d", 0).port()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "0.0.0.0", "169.254.1.1", "224.0.0.251", "::1", "::", "fe80::1", "ff02::fb"})
    void refusesAnAddressThatNeighboursCannotReach(String address) {
        refused("address", () -> PADS.at(InetAddress.getByName(address)));
    }

    @Test
    void acceptsTheAddressOfAnotherHost() throws UnknownHostException {
        var camera = InetAddress.getByName("10.139.40.22");

        assertThat(PADS.at(camera).address()).contains(camera);
    }

    @Test
    void holds400BytesOfTxtAndNotOneMore() {
        var room = new Txt(java.util.List.of(
                new Txt.Pair("a", Optional.of("x".repeat(197))), new Txt.Pair("b", Optional.of("x".repeat(197)))));
        assertThat(room.size()).isEqualTo(Offer.MAX_TXT);

        assertThat(PADS.with(room).txt()).isEqualTo(room);
        refused("txt", () -> PADS.with(room.with("b", "x".repeat(198))));
    }

    @Test
    void countsTxtInBytesOfUtf8() {
        refused("txt", () -> PADS.with(Txt.of(Map.of("a", "à".repeat(127)))));
        assertThat(PADS.with(Txt.of(Map.of("a", "à".repeat(126)))).txt().size()).isEqualTo(255);
    }

    @ParameterizedTest
    @ValueSource(strings = {"=value", "clé=value", "a=two\nlines", "bare\u0000text"})
    void refusesATxtPairThatNoRecordCanHold(String pair) {
        refused("txt", () -> PADS.with(Txt.parse(pair)));
    }

    @Test
    void acceptsABareTextAsOldServicesSendIt() {
        assertThat(PADS.with(Txt.parse("10.139.40.22")).txt().toString()).isEqualTo("10.139.40.22");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "two\nlines"})
    void refusesAKeyThatIsNotOneLine(String key) {
        refused("key", () -> PADS.withKey(key));
    }

    @Test
    void namesTheFieldTheReasonAndTheValueInOneSentence() {
        assertThatThrownBy(() -> Offer.of("a_b", "d", 1))
                .hasMessage("type: must be 1 to 15 letters, digits or hyphens, not \"a_b\"");
        assertThatThrownBy(() -> Offer.of("x\n".repeat(100), "d", 1))
                .satisfies(refusal -> assertThat(refusal.getMessage())
                        .hasSizeLessThan(120)
                        .doesNotContain("\n")
                        .endsWith("…\""));
    }

    private static void refused(String field, org.assertj.core.api.ThrowableAssert.ThrowingCallable offer) {
        assertThatExceptionOfType(InvalidFieldException.class)
                .isThrownBy(offer)
                .satisfies(refusal -> assertThat(refusal.field()).isEqualTo(field));
    }
}
