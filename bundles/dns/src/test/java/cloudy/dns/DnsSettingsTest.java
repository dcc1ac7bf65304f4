// SPDX-License-Identifier: Apache-2.0
package cloudy.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DnsSettingsTest {

    @Test
    void asksNothingOfGuifiUnlessItHasAnId() {
        DnsSettings settings = DnsWishes.of(Map.of());

        assertThat(settings.isAtGuifi()).isFalse();
        assertThat(settings.port()).isEqualTo(53);
        assertThat(settings.validate()).isTrue();
        assertThat(settings.networks())
                .extracting(Network::toString)
                .containsExactly("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "0:0:0:0:0:0:0:1/128");
    }

    @ParameterizedTest
    @CsvSource({
        "listen, 10.1.2.300",
        "listen, example.org",
        "listen, 10.1",
        "networks, 10.0.0.0/33",
        "networks, 10.0.0.0/x",
        "networks, 10.0.0.0/8; } //",
        "forwarders, ::g",
        "unsigned, a b",
        "domains, a b",
        "domains, .",
        "domains, com",
        "domains, ip6.arpa",
        "unsigned, x\"; };"
    })
    void namesTheFieldThatIsWrong(String field, String value) {
        assertThatThrownBy(() -> DnsWishes.of(Map.of(field, new String[] {value})))
                .hasMessageStartingWith(field + ": ");
    }

    @ParameterizedTest
    @CsvSource({"port, 0", "port, 65536", "service, -1", "statisticsPort, 53", "cacheMegabytes, 1"})
    void namesTheNumberThatIsWrong(String field, int value) {
        assertThatThrownBy(() -> DnsWishes.of(Map.of(field, value))).hasMessageStartingWith(field + ": ");
    }

    @Test
    void readsKeys() {
        DnsSettings settings = DnsWishes.of(
                Map.of("_keys", "one:hmac-sha256:c2VjcmV0\n  two.example:hmac-sha512:c2VjcmV0Mg==@10.1.2.3"));

        assertThat(settings.keys()).hasSize(2);
        assertThat(settings.keys().get(1).server()).contains(Given.ip("10.1.2.3"));
        assertThat(settings.toString()).doesNotContain("c2VjcmV0");
    }

    @ParameterizedTest
    @CsvSource({
        "one",
        "one:two",
        "one:md5:c2VjcmV0",
        "o;ne:hmac-sha256:c2VjcmV0",
        "one:hmac-sha256:c2Vj\"};x",
        "one:hmac-sha256:",
        "one:hmac-sha256:c2VjcmV0@host"
    })
    void refusesKeysWithoutRepeatingThem(String key) {
        assertThatThrownBy(() -> DnsWishes.of(Map.of("_keys", key)))
                .hasMessageStartingWith(".keys: ")
                .hasMessageNotContaining("c2VjcmV0\"");
    }

    @Test
    void masksNetworks() {
        assertThat(Network.of("n", "10.1.2.3/8")).hasToString("10.0.0.0/8");
        assertThat(Network.of("n", "10.1.2.3")).hasToString("10.1.2.3/32");
        assertThat(Network.of("n", "2001:db8:1:2::/47")).hasToString("2001:db8:0:0:0:0:0:0/47");
        assertThat(Network.of("n", "172.16.0.0/12").has(Given.address("172.31.255.255")))
                .isTrue();
        assertThat(Network.of("n", "172.16.0.0/12").has(Given.address("172.32.0.0")))
                .isFalse();
        assertThat(Network.of("n", "0.0.0.0/0").has(Given.address("::1"))).isFalse();
    }
}
