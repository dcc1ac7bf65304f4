// SPDX-License-Identifier: Apache-2.0
package cloudy.dns;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Name;

class NamesTest {

    private static final Name ZONE = Name.fromConstantString("guifi.example.");

    @Test
    void takesNamesOfHostsInLowerCase() {
        assertThat(Names.absolute("WWW.Guifi.example")).contains(Given.name("www.guifi.example."));
        assertThat(Names.absolute("guifi.example.")).contains(ZONE);
        assertThat(Names.within("www", ZONE)).contains(Given.name("www.guifi.example."));
        assertThat(Names.within("www.guifi.example.", ZONE)).contains(Given.name("www.guifi.example."));
        assertThat(Names.within("www.elsewhere.", ZONE)).isEmpty();
        assertThat(Names.within("@", ZONE)).contains(ZONE);
        assertThat(Names.within("*", ZONE)).contains(Given.name("*.guifi.example."));
        assertThat(Names.alias("_acme.www", ZONE)).contains(Given.name("_acme.www.guifi.example."));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                "a..b",
                "-a",
                "a-",
                "a b",
                "a\tb",
                "a\nb",
                "a;b",
                "a\"b",
                "a\\b",
                "a\\046b",
                "$INCLUDE",
                "$(id)",
                "a/b",
                "../a",
                "a'b",
                "(",
                ")",
                "{",
                "}",
                "a.*",
                "**",
                "@a",
                "ñ",
                "a\0b",
                "a.-b",
                "_a",
                "a_b",
                "a#b"
            })
    void takesNothingElse(String text) {
        assertThat(Names.absolute(text)).isEmpty();
        assertThat(Names.within(text, ZONE)).isEmpty();
    }

    @Test
    void refusesWhatIsTooLong() {
        assertThat(Names.absolute("a".repeat(63) + ".example")).isPresent();
        assertThat(Names.absolute("a".repeat(64) + ".example")).isEmpty();
        assertThat(Names.absolute("a.".repeat(126) + "b")).isPresent();
        assertThat(Names.absolute("a.".repeat(127) + "b")).isEmpty();
        assertThat(Names.within("a.".repeat(120) + "b", ZONE)).isEmpty();
    }

    @Test
    void makesOneLabelOfWhatStandsBeforeTheSign() {
        assertThat(Names.contact("maria.puig@guifi.example").orElseThrow().toString())
                .isEqualTo("maria\\.puig.guifi.example.");
        assertThat(Names.contact("maria")).isEmpty();
        assertThat(Names.contact("@guifi.example")).isEmpty();
        assertThat(Names.contact("a b@guifi.example")).isEmpty();
        assertThat(Names.contact("a@b@guifi.example")).isEmpty();
        assertThat(Names.contact("maria@gui;fi")).isEmpty();
        assertThat(Names.contact("a".repeat(64) + "@guifi.example")).isEmpty();
    }
}
