// SPDX-License-Identifier: Apache-2.0
package cloudy.https;

import static cloudy.https.Fakes.ip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloudy.api.InvalidFieldException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkTest {

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.1.2, true",
        "10.0.0.0/8, 11.0.0.1, false",
        "172.16.0.0/12, 172.31.255.255, true",
        "172.16.0.0/12, 172.32.0.0, false",
        "100.64.0.0/10, 100.127.0.1, true",
        "100.64.0.0/10, 100.128.0.1, false",
        "192.168.1.7, 192.168.1.7, true",
        "192.168.1.7, 192.168.1.8, false",
        "0.0.0.0/0, 203.0.113.9, true",
        "0.0.0.0/0, 2001:db8::1, false",
        "fc00::/7, fd12::1, true",
        "fc00::/7, fe80::1, false",
        "fe80::/10, febf::1, true",
        "::/0, 2001:db8::1, true",
        "::/0, 10.0.0.1, false"
    })
    void knowsWhoBelongsToIt(String network, String address, boolean inside) {
        assertThat(Network.parse("allow", network).contains(ip(address))).isEqualTo(inside);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "10.0.0.0/33",
                "fd00::/129",
                "300.1.1.1/8",
                "example.org",
                "10.0.0.0/8\n",
                "10/8",
                "::g/7",
                "1:2:3::4::5/8"
            })
    void refusesWhatIsNone(String text) {
        assertThatThrownBy(() -> Network.parse("allow", text))
                .isInstanceOf(InvalidFieldException.class)
                .hasMessageStartingWith("allow: must be an IP network");
    }

    @Test
    void neverLooksANameUp() {
        assertThat(Network.literal("example.org")).isEmpty();
        assertThat(Network.literal("deadbeef")).isEmpty();
    }
}
