// SPDX-License-Identifier: Apache-2.0
package cloudy.external;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloudy.api.Audience;
import cloudy.api.Health;
import cloudy.api.InvalidFieldException;
import cloudy.api.Offer;
import cloudy.api.Protocol;
import cloudy.api.Txt;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeclarationTest {

    private final Map<String, Object> file =
            new HashMap<>(Map.of("type", "etherpad", "description", "Shared pads", "port", "9001"));

    @Test
    void threeLinesAreAnOfferThatTheRegistryProbes() {
        var declaration = Declaration.of(file);

        assertThat(declaration.offer()).isEqualTo(Offer.of("etherpad", "Shared pads", 9001));
        assertThat(declaration.check().get()).isEqualTo(Health.unknown());
    }

    @Test
    void theFourthLineSaysWhatToProbeInstead() throws IOException {
        try (var server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            file.put("check", "127.0.0.1:" + server.getLocalPort());
            assertThat(Declaration.of(file).check().get()).isEqualTo(Health.up());
        }
        assertThat(Declaration.of(file).check().get().status()).isEqualTo(Health.Status.DOWN);
    }

    @Test
    void isAlwaysUpWhereNobodyShallCheck() {
        file.put("check", "none");

        assertThat(Declaration.of(file).check().get()).isEqualTo(Health.up());
    }

    @Test
    void readsEverythingElseThatAFileMaySay() throws IOException {
        file.put("protocol", "udp");
        file.put("check", "10.139.40.22:80");
        file.put("address", "10.139.40.22");
        file.put("audience", "lan");
        file.put("txt", "path=/pads&lang=ca");
        file.put("enabled", "true");

        assertThat(Declaration.of(file).offer())
                .isEqualTo(Offer.of("etherpad", "Shared pads", 9001)
                        .over(Protocol.UDP)
                        .at(InetAddress.getByName("10.139.40.22"))
                        .to(Audience.LAN)
                        .with(Txt.parse("path=/pads&lang=ca")));
    }

    @Test
    void takesValuesThatWereGivenATypeAlready() {
        file.put("port", 9001);
        file.put("enabled", true);

        assertThat(Declaration.of(file).offer().port()).isEqualTo(9001);
    }

    @Test
    void forgivesBlanksAndEmptyValues() {
        file.put("port", " 9001 ");
        file.put("check", "");
        file.put("protocol", " ");

        assertThat(Declaration.of(file).offer()).isEqualTo(Offer.of("etherpad", "Shared pads", 9001));
    }

    @Test
    void leavesToOthersWhatHasADot() {
        file.put("service.pid", "cloudy.external~etherpad");
        file.put("cloudy.publish", "false");
        file.put("cloudy.audience", "lan");

        assertThat(Declaration.of(file).offer().type()).isEqualTo("etherpad");
    }

    @ParameterizedTest
    @CsvSource({
        "type, , type: is missing",
        "type, not a type, 'type: must be 1 to 15 letters, digits or hyphens, not \"not a type\"'",
        "description, , description: is missing",
        "port, , port: is missing",
        "port, http, 'port: must be between 0 and 65535, not \"http\"'",
        "port, 65536, 'port: must be between 0 and 65535, not \"65536\"'",
        "port, 9e3, 'port: must be between 0 and 65535, not \"9e3\"'",
        "protocol, sctp, 'protocol: must be tcp or udp, not \"sctp\"'",
        "audience, all, 'audience: must be lan or community, not \"all\"'",
        "enabled, maybe, 'enabled: must be true or false, not \"maybe\"'",
        "address, camera.lan, 'address: must be an IP address, such as 10.139.40.22, not \"camera.lan\"'",
        "address, 10.1.2.300, 'address: must be an IP address, such as 10.139.40.22, not \"10.1.2.300\"'",
        "address, 10.1.2, 'address: must be an IP address, such as 10.139.40.22, not \"10.1.2\"'",
        "address, fe80::1%eth0, 'address: must be an IP address, such as 10.139.40.22, not \"fe80::1%eth0\"'",
        "address, 1:2:3, 'address: must be an IP address, such as 10.139.40.22, not \"1:2:3\"'",
        "address, 127.0.0.1, 'address: must be one that neighbours can reach, not \"127.0.0.1\"'",
        "address, ::ffff:127.0.0.1, 'address: must be one that neighbours can reach, not \"127.0.0.1\"'",
        "txt, =1, 'txt: a key must be printable ASCII without \"=\", not \"\"'",
        "cloudy.port, 9002, 'cloudy.port: is written \"port\" in this file'",
        "chekc, none, chekc: is not a setting of a declared service"
    })
    void refusesABadValueAndSaysWhy(String key, String value, String sentence) {
        file.put(key, value == null ? "" : value);

        assertThatThrownBy(() -> Declaration.of(file))
                .isInstanceOf(InvalidFieldException.class)
                .hasMessage(sentence);
    }

    @ParameterizedTest
    @CsvSource({"protocol, udp", "port, 0"})
    void asksForACheckWhereThereIsNoTcpPortToProbe(String key, String value) {
        file.put(key, value);

        assertThatThrownBy(() -> Declaration.of(file))
                .hasMessage("check: is needed, because there is no TCP port to be probed;"
                        + " none announces it unchecked");

        file.put("check", "none");
        assertThat(Declaration.of(file).check().get()).isEqualTo(Health.up());
    }

    @Test
    void refusesATextOfSeveralLinesAndRepeatsNoControlCharacter() {
        file.put("description", "two\u001b[31m\nlines");

        assertThatThrownBy(() -> Declaration.of(file))
                .hasMessageStartingWith("description: must not hold control characters")
                .message()
                .doesNotContain("\u001b", "\n");
    }

    @Test
    void theLongFormIsTheLaterWord() {
        Map<String, Object> file =
                Map.of("type", "a", "description", "A", "port", "1", "audience", "lan", "enabled", "false");
        assertThat(Declaration.isOff(file)).isTrue();
        assertThat(Declaration.of(file).offer().audience()).isEqualTo(Audience.LAN);

        var wished = new HashMap<>(file);
        wished.put("cloudy.enabled", "true");
        wished.put("cloudy.audience", "community");
        assertThat(Declaration.isOff(wished)).isFalse();
        assertThat(Declaration.of(wished).offer().audience()).isEqualTo(Audience.COMMUNITY);
    }
}
