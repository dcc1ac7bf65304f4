// SPDX-License-Identifier: Apache-2.0
package cloudy.api.form;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TextsTest {

    private static final List<Locale> CATALAN = List.of(Locale.forLanguageTag("ca-ES"), Locale.ENGLISH);
    private static final List<Locale> SPANISH = List.of(Locale.FRENCH, Locale.forLanguageTag("es"));
    private static final Texts TWO = Texts.of("de %s a %s", "desde %s hasta %s", "from %s to %s");

    @Test
    void isInTheFirstLanguageThatIsKnown() {
        Texts text = Texts.of("bon dia", "buenos días", "good day");

        assertThat(text.in(CATALAN)).isEqualTo("bon dia");
        assertThat(text.language(CATALAN)).isEqualTo(Locale.forLanguageTag("ca"));
        assertThat(text.in(SPANISH)).isEqualTo("buenos días");
        assertThat(text.in(List.of(Locale.FRENCH))).isEqualTo("good day");
        assertThat(text.language(List.of(Locale.FRENCH))).isEqualTo(Locale.ENGLISH);
        assertThat(text.in(List.of())).isEqualTo("good day").isEqualTo(text.english());
    }

    @Test
    void hasTheSameValuesInEachLanguage() {
        Texts text = TWO.with(1, "100 % %s");

        assertThat(text.in(CATALAN)).isEqualTo("de 1 a 100 % %s");
        assertThat(text.in(SPANISH)).isEqualTo("desde 1 hasta 100 % %s");
        assertThat(text.english()).isEqualTo("from 1 to 100 % %s");
    }

    @Test
    void writesNumbersAsSettingsHaveThem() {
        assertThat(TWO.with(1_024, 65_535).in(SPANISH)).isEqualTo("desde 1024 hasta 65535");
    }

    @Test
    void takesATextInTheSameLanguage() {
        Texts text = Texts.of("%s: %s").with("port", Texts.of("falta", "falta aquí", "is missing"));

        assertThat(text.byLanguage())
                .isEqualTo(Map.of("ca", "port: falta", "es", "port: falta aquí", "en", "port: is missing"));
    }

    @Test
    void joinsTexts() {
        assertThat(Texts.joined("; ", List.of(Texts.of("a"), TWO.with(1, 2))).byLanguage())
                .isEqualTo(Map.of("ca", "a; de 1 a 2", "es", "a; desde 1 hasta 2", "en", "a; from 1 to 2"));
        assertThat(Texts.joined("; ", List.of())).isEqualTo(Texts.none());
    }

    @Test
    void isCleanAndShortInEachLanguage() {
        assertThat(Texts.of("u\nn", "uno", "one two").clean(3).byLanguage())
                .isEqualTo(Map.of("ca", "u\uFFFDn", "es", "uno", "en", "one"));
    }

    @Test
    void needsEnglish() {
        assertThat(Texts.none().isEmpty()).isTrue();
        assertThatThrownBy(() -> new Texts(Map.of("ca", "hola"))).isInstanceOf(IllegalArgumentException.class);
    }
}
