// SPDX-License-Identifier: Apache-2.0
package cloudy.shell;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineTest {

    /** What strangers may send to take a terminal over, to hide a line or to turn it around. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u001b[2J\u001b[H", // clears the screen
                "\u001b]0;title\u0007", // renames the window
                "\u001b]52;c;cm0gLXJm\u0007", // fills the clipboard
                "\u001b]8;;http://evil\u001b\\link", // a link that says something else
                "\u009b31m", // the same in one character of the C1 set
                "\u0090q\u009c", // a device control string
                "over\rwritten",
                "two\nlines",
                "two\u2028lines",
                "two\u2029lines",
                "next\u0085line",
                "back\b\b\b\bspace",
                "bell\u0007",
                "tab\tbed",
                "nul\u0000",
                "delete\u007f",
                "\u202egnp.exe", // right-to-left override
                "\u2066isolated\u2069",
                "\u200emark\u200f",
                "\u061carabic mark",
                "zero\u200bwidth\ufeff",
                "soft\u00adhyphen",
                "tag\udb40\udc41",
                "half \ud800 pair"
            })
    void holdsNothingThatInstructsATerminal(String hostile) {
        String shown = new Line(hostile).text();

        assertThat(shown).contains("\ufffd");
        assertThat(shown.codePoints())
                .noneMatch(Character::isISOControl)
                .noneMatch(c -> Character.getType(c) == Character.FORMAT)
                .noneMatch(c -> Character.getType(c) == Character.SURROGATE)
                .noneMatch(c -> c == 0x2028 || c == 0x2029);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Càmera de l'Anna", "相机", "دوربین\u200cها", "\ud83d\udc68\u200d\ud83d\udc67", "e\u0301", ""})
    void leavesPeoplesWritingAlone(String text) {
        assertThat(new Line(text).text()).isEqualTo(text);
    }

    @Test
    void dropsMarksThatWouldBeDrawnOverOtherLines() {
        assertThat(new Line("Z" + "\u0335".repeat(100) + "algo").text()).isEqualTo("Z" + "\u0335".repeat(4) + "algo");
    }

    @Test
    void countsColumnsAndNotCharacters() {
        assertThat(new Line("相机").width()).isEqualTo(4);
        assertThat(new Line("\ud83d\udcf7").width()).isEqualTo(2);
        assertThat(new Line("e\u0301").width()).isEqualTo(1);
        assertThat(new Line("Càmera").width()).isEqualTo(6);
    }

    @Test
    void isCutToColumns() {
        assertThat(new Line("Shared pads").cut(11).text()).isEqualTo("Shared pads");
        assertThat(new Line("Shared pads").cut(10).text()).isEqualTo("Shared pa…");
        assertThat(new Line("相机相机").cut(6).text()).isEqualTo("相机…");
        assertThat(new Line("相机相机").cut(6).width()).isLessThanOrEqualTo(6);
    }

    @Test
    void isPaddedToColumns() {
        assertThat(new Line("相机").padded(6)).isEqualTo("相机  ");
        assertThat(new Line("too long").padded(3)).isEqualTo("too long");
    }
}
