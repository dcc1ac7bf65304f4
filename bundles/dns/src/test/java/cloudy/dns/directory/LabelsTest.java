// SPDX-License-Identifier: Apache-2.0
package cloudy.dns.directory;

import static org.assertj.core.api.Assertions.assertThat;

import cloudy.api.Text;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LabelsTest {

    @Test
    void aHostIsItsFirstLabelInSmallLetters() {
        assertThat(Labels.host("Alpha.guifi.local")).contains("alpha");
        assertThat(Labels.host("alpha.")).contains("alpha");
        assertThat(Labels.host("a".repeat(63))).isPresent();
        assertThat(Labels.host("a".repeat(64))).isEmpty();
    }

    @Test
    void anInstanceIsReadByPeople() {
        assertThat(Labels.instance("Proxy. Biblioteca", "proxy3", "alpha")).isEqualTo("Proxy. Biblioteca @alpha");
        assertThat(Labels.instance("  ", "proxy3", "alpha")).isEqualTo("proxy3 @alpha");
    }

    @Test
    void whatIsInvisibleOrTurnsTheTextRoundGoes() {
        assertThat(Labels.instance("a\u202Eb\u200Bc\u0000d\uFFFDe\uE000", "web", "x"))
                .isEqualTo("abcde @x");
        // One letter, however it was typed.
        assertThat(Labels.instance("cafe\u0301", "web", "x")).isEqualTo("caf\u00e9 @x");
    }

    @Test
    void anythingFitsIntoALabel() {
        var random = new Random(7);
        for (int i = 0; i < 100_000; i++) {
            String text = random.ints(random.nextInt(120), 0, 0x2FFFF)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
            String label = Labels.instance(text, "web", "a-device-with-a-long-name-of-forty-charac");
            assertThat(Text.utf8Length(label)).isBetween(1, 63);
            assertThat(Text.utf8Length(Labels.other(label, "0123456789abcdef"))).isBetween(1, 63);
            assertThat(label).endsWith(" @a-device-with-a-long-name-of-forty-charac");
            assertThat(label.codePoints().noneMatch(Text::isControl)).isTrue();
        }
    }

    @Test
    void lettersOfAsciiAloneHaveNoCase() {
        assertThat(Labels.folded("PROXY À")).isEqualTo("proxy À");
        assertThat(Labels.folded("proxy")).isEqualTo("proxy");
    }
}
