// SPDX-License-Identifier: Apache-2.0
package cloudy.settings;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CfgFileTest {

    private static final String FILE =
            """
            # Pads of the neighbourhood
            ! kept by Núria

            type = etherpad
            # 9001 is Etherpad's own
            port=9001
              description : Càmera, plaça i "pads"
            check = 127.0.0.1:\\
                    9001

            # the end
            """;

    @Test
    void readsWhatKarafReads() throws Exception {
        assertThat(parse(FILE).values())
                .containsExactly(
                        entry("type", "etherpad"),
                        entry("port", "9001"),
                        entry("description", "Càmera, plaça i \"pads\""),
                        entry("check", "127.0.0.1:9001"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "a=b|b",
                "a = b  |b",
                "\ta\t:\tb\t|b",
                "a b c|b c",
                "a == b|= b",
                "a = b = c : d|b = c : d",
                "a =|``",
                "a = # no comment|# no comment",
                "a = C\\u00e0mera|Càmera",
                "a = \\u0020b\\u0020| b ",
                "a = C:\\\\temp|C:\\temp",
                "a = b\\ |b ",
                "a = one,two\\,three|one,two,three",
                "a = ${karaf.etc}|${karaf.etc}",
                "\uFEFFa = b|b",
            })
    void readsOneLine(String line, String value) throws Exception {
        assertThat(parse(line).values()).containsExactly(entry("a", value));
        assertThat(parse(line + "\n").values()).containsExactly(entry("a", value));
        assertThat(parse("# x\r\n" + line.replace("\uFEFF", "") + "\r\nz = 1\r\n")
                        .values())
                .containsExactly(entry("a", value), entry("z", "1"));
    }

    static Stream<Arguments> noFiles() {
        return Stream.of(
                arguments("por", "line 1: must be \"key = value\""),
                arguments("a = 1\nby itself = 2\nword\n", "line 3: must be \"key = value\""),
                arguments("a = 1 \\", "line 1: goes on after the end of the file"),
                arguments("a = 1 \\\n", "line 1: goes on after the end of the file"),
                arguments("a = \\u12", "line 1: has \"\\u\" without four hexadecimal digits"),
                arguments("a = \\u12g4", "line 1: has \"\\u\" without four hexadecimal digits"),
                arguments("= 1", "line 1: has no key"),
                arguments("a = 1\n\\\n = 2", "line 2: has no key"),
                arguments("a = 1\n\nb = \\\n 2\nA = 3", "line 5: sets \"A\" a second time"));
    }

    @ParameterizedTest
    @MethodSource("noFiles")
    void saysWhichLineIsNone(String text, String reason) {
        assertThatThrownBy(() -> parse(text))
                .isInstanceOf(RefusedException.class)
                .hasMessage(reason);
    }

    @Test
    void aFileInAnotherEncodingIsRefusedInsteadOfMisread() {
        assertThatThrownBy(() -> CfgFile.parse("port = 1\ndescription = Càmera".getBytes(ISO_8859_1)))
                .hasMessage("line 2: \"description\" must be written in UTF-8");
        // A whole one, of which the last character was cut.
        assertThatThrownBy(() -> CfgFile.parse(new byte[] {'a', '=', (byte) 0xc3}))
                .hasMessage("line 1: \"a\" must be written in UTF-8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "# only\n#words", "a=1", "a=1\r\n\r\n# x", FILE})
    void whatDoesNotChangeStaysByteForByte(String text) throws Exception {
        CfgFile file = parse(text);

        byte[] expected = text.isEmpty() ? "# nothing set\n".getBytes(UTF_8) : text.getBytes(UTF_8);
        assertThat(file.with(file.values()).bytes()).isEqualTo(expected);
    }

    @Test
    void aChangeKeepsCommentsAndOrder() throws Exception {
        Map<String, String> values = parse(FILE).values();
        values.put("port", "9002");
        values.put("description", "Plaça");
        values.remove("check");
        values.put("cloudy.audience", "lan");

        assertThat(new String(parse(FILE).with(values).bytes(), UTF_8))
                .isEqualTo(
                        """
                        # Pads of the neighbourhood
                        ! kept by Núria

                        type = etherpad
                        # 9001 is Etherpad's own
                        port = 9002
                        description = Plaça

                        # the end
                        cloudy.audience = lan
                        """);
    }

    @Test
    void whatIsWrittenIsReadAgain() throws Exception {
        var random = new Random(20_261_122);
        String alphabet = "ab =:#!\\,\"'${}[]\u00e0\u20ac\u2003u0041n\t";
        CfgFile file = parse(FILE);
        for (int i = 0; i < 5_000; i++) {
            var values = new LinkedHashMap<String, String>();
            for (int j = 0; j < 3; j++) {
                String value = random.ints(random.nextInt(12), 0, alphabet.length())
                        .mapToObj(at -> String.valueOf(alphabet.charAt(at)))
                        .collect(Collectors.joining());
                values.put("key." + random.nextInt(5), value);
            }
            file = file.with(values);
            byte[] written = file.bytes();
            assertThat(CfgFile.parse(written).values())
                    .as(new String(written, UTF_8))
                    .containsExactlyInAnyOrderEntriesOf(values);
        }
    }

    @Test
    void noGarbageDoesMoreThanBeRefused() throws Exception {
        var random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            byte[] garbage = new byte[random.nextInt(60)];
            random.nextBytes(garbage);
            for (int j = 0; j < garbage.length; j++) {
                garbage[j] = random.nextInt(4) == 0 ? (byte) "\\\n\r=u #".charAt(random.nextInt(7)) : garbage[j];
            }
            try {
                assertThat(CfgFile.parse(garbage).values()).isNotNull();
            } catch (RefusedException e) {
                assertThat(e).hasMessageNotContaining("\n");
            }
        }
    }

    private static CfgFile parse(String text) throws RefusedException {
        return CfgFile.parse(text.getBytes(UTF_8));
    }
}
