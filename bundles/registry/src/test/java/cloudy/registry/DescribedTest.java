// SPDX-License-Identifier: Apache-2.0
package cloudy.registry;

import static org.assertj.core.api.Assertions.assertThat;

import cloudy.api.Audience;
import cloudy.api.Offer;
import cloudy.api.Protocol;
import cloudy.api.Txt;
import cloudy.api.form.Texts;
import cloudy.api.registry.LocalService.Wish;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DescribedTest {

    private final Map<String, Object> properties =
            new HashMap<>(Map.of("cloudy.type", "etherpad", "cloudy.description", "Shared pads", "cloudy.port", 9001));

    @Test
    void readsWhatAnAnnotationSays() {
        assertThat(described().offers()).containsExactly(Offer.of("etherpad", "Shared pads", 9001));
        assertThat(described().wish()).isEqualTo(new Wish(true, true, Audience.COMMUNITY));
        assertThat(described().problem()).isEmpty();
    }

    @Test
    void readsWhatAFileSays() {
        properties.putAll(Map.of(
                "cloudy.port", " 9002 ",
                "cloudy.protocol", "UDP",
                "cloudy.txt", "path=/p&bare",
                "cloudy.audience", "lan",
                "cloudy.enabled", "true",
                "cloudy.publish", "false"));

        Offer offer = described().offers().get(0);
        assertThat(offer.port()).isEqualTo(9002);
        assertThat(offer.protocol()).isEqualTo(Protocol.UDP);
        assertThat(offer.txt()).isEqualTo(Txt.parse("path=/p&bare"));
        assertThat(offer.audience()).isEqualTo(Audience.LAN);
        assertThat(described().wish()).isEqualTo(new Wish(true, false, Audience.LAN));
    }

    @Test
    void offersNothingWithoutType() {
        properties.remove("cloudy.type");

        assertThat(described().offers()).isEmpty();
        assertThat(described().problem()).isEmpty();
    }

    @Test
    void needsNoPort() {
        properties.remove("cloudy.port");

        assertThat(described().offers().get(0).port()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cloudy.port        | abc     | cloudy.port: must be a number, not \"abc\"",
                "cloudy.port        | -1      | cloudy.port: must be a number, not \"-1\"",
                "cloudy.port        | 1e3     | cloudy.port: must be a number, not \"1e3\"",
                "cloudy.port        | 65536   | cloudy.port: must be between 0 and 65535, not \"65536\"",
                "cloudy.port        | 99999999999999999999 | cloudy.port: must be a number, not"
                        + " \"99999999999999999999\"",
                "cloudy.protocol    | sctp    | cloudy.protocol: must be one of tcp, udp, not \"sctp\"",
                "cloudy.audience    | world   | cloudy.audience: must be one of lan, community, not \"world\"",
                "cloudy.enabled     | yes     | cloudy.enabled: must be true or false, not \"yes\"",
                "cloudy.publish     | 1       | cloudy.publish: must be true or false, not \"1\"",
                "cloudy.type        | a_b     | cloudy.type: must be 1 to 15 letters, digits or hyphens, not \"a_b\"",
                "cloudy.type        | ''      | cloudy.type: must be 1 to 15 letters, digits or hyphens, not \"\"",
                "cloudy.description | ''      | cloudy.description: must not be empty",
                "cloudy.txt         | =x      | cloudy.txt: a key must be printable ASCII without \"=\", not \"\""
            })
    void namesTheSettingThatCannotBeFollowed(String key, String value, String sentence) {
        properties.put(key, value);

        assertThat(described().problem().map(Texts::english)).contains(sentence);
        assertThat(described().offers()).isEmpty();
        assertThat(described().isOff()).isFalse();
    }

    @Test
    void refusesSeveralValues() {
        properties.put("cloudy.port", List.of("1", "2"));

        assertThat(described().problem().map(Texts::english)).contains("cloudy.port: must be one value");
    }

    @Test
    void keepsTheWishThatItCouldRead() {
        properties.putAll(Map.of("cloudy.enabled", "false", "cloudy.port", "x"));

        assertThat(described().isOff()).isTrue();
    }

    @Test
    void narrowsAnAudienceAndNeverWidensIt() {
        Offer community = Offer.of("a", "a", 1);
        Offer lan = community.to(Audience.LAN);

        assertThat(described().narrowed(community)).isEqualTo(community);
        assertThat(described().narrowed(lan)).isEqualTo(lan);
        properties.put("cloudy.audience", "lan");
        assertThat(described().narrowed(community)).isEqualTo(lan);
    }

    private Described described() {
        return Described.of(properties);
    }
}
