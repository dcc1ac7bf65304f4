// SPDX-License-Identifier: Apache-2.0
package cloudy.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NodeNameTest {

    private static final String ID = "0123456789abcdef";

    @ParameterizedTest
    @ValueSource(strings = {"a", "Torre-3", "9", "0123456789012345678901234567890123456789012345678901234567890ab"})
    void theOperatorsWishHolds(String wish) {
        assertThat(NodeName.choose(wish, "host", ID)).isEqualTo(wish);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-a",
                "a-",
                "a b",
                "a.b",
                "plaça",
                "a_b",
                "a\n",
                "012345678901234567890123456789012345678901234567890123456789012ab"
            })
    void aWishThatIsNoLabelDoesNot(String wish) {
        assertThat(NodeName.choose(wish, "host", ID)).isEqualTo("host");
    }

    @ParameterizedTest
    @CsvSource({
        "raspberrypi, raspberrypi",
        "Torre3.guifi.local, torre3",
        "Plaça Major, placa-major",
        "_web_01_, web-01",
        "--a--b--, a-b",
        "012345678901234567890123456789012345678901234567890123456789012-b, 012345678901234567890123456789012345678901234567890123456789012",
        "'', cloudy-0123",
        "localhost, cloudy-0123",
        "localhost.localdomain, cloudy-0123",
        "日本, cloudy-0123",
        "..., cloudy-0123",
    })
    void theHostsNameIsMadeALabel(String hostName, String name) {
        assertThat(NodeName.choose("", hostName, ID)).isEqualTo(name);
    }

    @Test
    void everyHostNameBecomesALabel() {
        var random = new Random(5);
        for (int i = 0; i < 10_000; i++) {
            String hostName = random.ints(random.nextInt(80), 0, 0x300)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
            assertThat(NodeName.choose("", hostName, ID)).isNotEmpty().matches(NodeName.PATTERN);
        }
    }

    @Test
    void thisHostHasAName() {
        assertThat(NodeName.ofHost()).isNotBlank();
    }
}
