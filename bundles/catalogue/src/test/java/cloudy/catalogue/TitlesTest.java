// SPDX-License-Identifier: Apache-2.0
package cloudy.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import cloudy.api.form.Texts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** People choose by what a feature is called and where it stands, in their language. */
class TitlesTest {

    private static final Path FEATURES = Path.of("../../features/src/main/feature/feature.xml");
    private static final Pattern SERVICE = Pattern.compile("<feature name=\"(cloudy-[a-z0-9-]+)\"(?![^>]*hidden)");
    private static final List<String> BELOW = List.of("cloudy-api", "cloudy-http");

    /** What people can choose of ours. */
    static Stream<String> services() throws IOException {
        return SERVICE.matcher(Files.readString(FEATURES))
                .results()
                .map(match -> match.group(1))
                .filter(name -> !BELOW.contains(name));
    }

    @Test
    void findsOurServices() throws IOException {
        assertThat(services()).contains("cloudy-syncthing", "cloudy-proxy3");
    }

    @ParameterizedTest
    @MethodSource("services")
    void eachOfOursHasAPlaceAndWordsInThreeLanguages(String name) {
        var words = ResourceBundle.getBundle("OSGI-INF/l10n/entries", Locale.ROOT);
        assertThat(Category.of(words.getString(name + ".category")))
                .isPresent()
                .isNotEqualTo(Optional.of(Category.OTHER));
        Texts description = texts(name + ".description");
        assertThat(texts(name + ".title").isEmpty()).isFalse();
        assertThat(List.of(in(description, "ca"), in(description, "es"), in(description, "en")))
                .doesNotHaveDuplicates();
    }

    private static Texts texts(String key) {
        return Texts.of(word("ca", key), word("es", key), word("", key));
    }

    private static String word(String language, String key) {
        return ResourceBundle.getBundle("OSGI-INF/l10n/entries", Locale.forLanguageTag(language))
                .getString(key);
    }

    private static String in(Texts texts, String language) {
        return texts.in(List.of(Locale.forLanguageTag(language)));
    }
}
