// SPDX-License-Identifier: Apache-2.0
package cloudy.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTextsTest {

    private static final String METATYPE = "/OSGI-INF/metatype/cloudy.node.ThisNode$Config.xml";

    @Test
    void theMetatypeFileNamesTheTextsAndSaysNothingItself() throws Exception {
        String metatype = new String(bytes(METATYPE), StandardCharsets.UTF_8);

        assertThat(metatype).contains("localization=\"OSGI-INF/l10n/node\"");
        assertThat(Pattern.compile("<(?:OCD|AD) [^>]*>").matcher(metatype).results())
                .hasSize(4)
                .allSatisfy(element -> assertThat(element.group())
                        .containsPattern(" name=\"%\\w+\"")
                        .containsPattern(" description=\"%[\\w.]+\""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "_ca", "_es"})
    void everyTextIsThereInEveryLanguage(String language) throws Exception {
        var texts = read(language);
        var wanted = new TreeSet<String>();
        Pattern.compile("\"%([\\w.]+)\"")
                .matcher(new String(bytes(METATYPE), StandardCharsets.UTF_8))
                .results()
                .forEach(match -> wanted.add(match.group(1)));

        assertThat(texts.stringPropertyNames()).containsAll(wanted);
        assertThat(texts.stringPropertyNames())
                .isEqualTo(read("").stringPropertyNames())
                .allSatisfy(
                        key -> assertThat(texts.getProperty(key)).isNotBlank().doesNotEndWith("."));
        assertThat(bytes("/OSGI-INF/l10n/node" + language + ".properties")).satisfies(SettingsTextsTest::isAscii);
    }

    @Test
    void theEnglishSentencesAreThoseOfTheLog() throws Exception {
        assertThat(read("").getProperty("name.sentence")).isEqualTo(NodeName.SENTENCE);
        assertThat(read("").getProperty("address.sentence")).isEqualTo(UnicastAddress.SENTENCE);
    }

    private static void isAscii(byte[] bytes) {
        for (byte one : bytes) {
            assertThat(one).isNotNegative();
        }
    }

    private static Properties read(String language) throws IOException {
        var texts = new Properties();
        try (InputStream in =
                SettingsTextsTest.class.getResourceAsStream("/OSGI-INF/l10n/node" + language + ".properties")) {
            texts.load(in);
        }
        return texts;
    }

    private static byte[] bytes(String resource) throws IOException {
        try (InputStream in = SettingsTextsTest.class.getResourceAsStream(resource)) {
            return in.readAllBytes();
        }
    }
}
