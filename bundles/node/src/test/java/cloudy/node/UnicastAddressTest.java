// SPDX-License-Identifier: Apache-2.0
package cloudy.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnicastAddressTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"10.1.2.3", "1.1.1.1", "192.168.0.1", "100.64.1.1", "223.255.255.255", "126.0.0.1", "128.0.0.1"})
    void takesAnyHostsIpv4Address(String literal) throws Exception {
        assertThat(literal).matches(UnicastAddress.PATTERN);
        assertThat(UnicastAddress.parse("lanAddress", literal)).contains(InetAddress.getByName(literal));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2001:db8::1", "fd00::a", "FD00:0:0:0:1:2:3:4", "::ffff:10.1.2.3"})
    void takesAnyHostsIpv6Address(String literal) throws Exception {
        assertThat(literal).matches(UnicastAddress.PATTERN);
        assertThat(UnicastAddress.parse("lanAddress", literal)).contains(InetAddress.getByName(literal));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "0.1.2.3",
                "127.0.0.1",
                "127.255.0.1",
                "169.254.1.1",
                "224.0.0.251",
                "239.1.1.1",
                "240.0.0.1",
                "255.255.255.255",
                "256.1.1.1",
                "10.1.2",
                "10.1.2.3.4",
                "10.1.2.300",
                "010.1.2.3",
                "10.1.2.03",
                "167772161",
                "0x0a000001",
                "::",
                "::1",
                "fe80::1",
                "FE80::1",
                "febf::1",
                "ff02::fb",
                "::1%lo",
                "example.org",
                "localhost",
                "10.1.2.3 ",
                " 10.1.2.3",
                "10.1.2.3\n",
                "10.1.2.3/8",
                "10.1.2.3:80",
                "a",
                ".:1:2",
                "[fd00::1]"
            })
    void isRefusedBySettingsAlready(String value) {
        assertThat(value).doesNotMatch(Pattern.compile(UnicastAddress.PATTERN));
        assertThat(UnicastAddress.parse("lanAddress", value)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0:0:0:0:0:0:0:1", "::0001", "::ffff:127.0.0.1", "1:2:3", "::::", "1::2::3", "fd00::12345"})
    void whatTheFormDoesNotTellIsRefusedLater(String value) {
        assertThat(UnicastAddress.parse("lanAddress", value)).isEmpty();
    }

    @Test
    void everyValueOfTheFirstByteIsJudgedTheSameTwice() throws Exception {
        for (int first = 0; first < 256; first++) {
            String literal = String.format(Locale.ROOT, "%d.1.2.3", first);
            assertThat(literal.matches(UnicastAddress.PATTERN))
                    .as(literal)
                    .isEqualTo(UnicastAddress.isUsable(InetAddress.getByName(literal)));
        }
    }

    @Test
    void nothingIsNoWish() {
        assertThat("").matches(UnicastAddress.PATTERN);
        assertThat(UnicastAddress.parse("lanAddress", "")).isEmpty();
    }
}
