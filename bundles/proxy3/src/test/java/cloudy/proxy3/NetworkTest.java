// SPDX-License-Identifier: Apache-2.0
package cloudy.proxy3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloudy.api.InvalidFieldException;
import java.net.InetAddress;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkTest {

    @ParameterizedTest
    @CsvSource({
        "10.1.2.3/8, 10.0.0.0/8",
        "10.1.2.3, 10.1.2.3/32",
        "0.0.0.0/0, 0.0.0.0/0",
        "fd00::7/8, fd00:0:0:0:0:0:0:0/8",
        "::ffff:10.1.2.3, 10.1.2.3/32"
    })
    void isWrittenFromNumbers(String said, String written) {
        assertThat(Network.parse("x", said)).hasToString(written);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "example.org",
                "10.1.2",
                "10.1.2.3/33",
                "10.1.2.3/",
                "10.1.2.300",
                "1/8",
                "fd00::/129",
                "10.0.0.0/8 x",
                ":",
                "localhost",
                "fe80::1%lo"
            })
    void refusesWhatIsNone(String said) {
        assertThatThrownBy(() -> Network.parse("openTo", said))
                .isInstanceOf(InvalidFieldException.class)
                .hasMessageContaining("openTo");
    }

    @Test
    void takesRangesOutOfRanges() throws Exception {
        List<Network> holes = Network.all("10.0.0.0/9", "10.200.0.0/16", "192.168.1.7", "0.0.0.0/32");
        List<Network> left = Network.without(Ranges.PRIVATE, holes);
        var random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            var bytes = new byte[4];
            random.nextBytes(bytes);
            bytes[0] = (byte) (i % 2 == 0 ? 10 : 192);
            bytes[1] = i % 2 == 0 ? bytes[1] : (byte) 168;
            InetAddress address = InetAddress.getByAddress(bytes);
            boolean wanted = Ranges.PRIVATE.stream().anyMatch(range -> range.contains(address))
                    && holes.stream().noneMatch(hole -> hole.contains(address));
            assertThat(left.stream().anyMatch(range -> range.contains(address)))
                    .as("%s", address)
                    .isEqualTo(wanted);
        }
        assertThat(Network.without(Ranges.PRIVATE, Network.all("0.0.0.0/0", "::/0")))
                .isEmpty();
    }
}
