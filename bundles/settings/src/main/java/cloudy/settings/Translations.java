// SPDX-License-Identifier: Apache-2.0
package cloudy.settings;

import cloudy.api.Text;
import cloudy.api.form.Texts;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The texts of a bundle in the languages of Cloudy; its files are read when a text is first asked for by its key. */
final class Translations {

    private static final Logger LOG = LoggerFactory.getLogger(Translations.class);

    /** Longer texts are cut: they are kept for as long as the bundle is there. */
    private static final int MAX_TEXT = 2_000;

    private static final String KEY = "%";

    private final Function<String, Optional<byte[]>> files;
    private final String base;
    private final Map<String, Properties> languages = new HashMap<>();

    /**
     * The texts below a name.
     *
     * @param files a bundle's files, by their path
     * @param base where they are, without language and ending
     */
    Translations(Function<String, Optional<byte[]>> files, String base) {
        this.files = files;
        this.base = base;
    }

    /** For metatype files that are without a bundle. */
    static Translations none() {
        return new Translations(path -> Optional.empty(), "");
    }

    /** A text as a metatype file has it: itself, or {@code %key}. */
    Texts of(String text) {
        if (!text.startsWith(KEY)) {
            return Texts.of(Text.clean(text, MAX_TEXT));
        }
        String key = text.substring(KEY.length());
        var found = new HashMap<String, String>();
        // A key without a text is shown as it is, as the specification of metatype has it.
        found.put("en", Text.clean(find("_en", key).or(() -> find("", key)).orElse(key), MAX_TEXT));
        find("_ca", key).ifPresent(value -> found.put("ca", Text.clean(value, MAX_TEXT)));
        find("_es", key).ifPresent(value -> found.put("es", Text.clean(value, MAX_TEXT)));
        return new Texts(found);
    }

    private Optional<String> find(String language, String key) {
        return Optional.ofNullable(
                languages.computeIfAbsent(language, this::load).getProperty(key));
    }

    private Properties load(String language) {
        var texts = new Properties();
        String path = base + language + ".properties";
        files.apply(path).ifPresent(content -> {
            try {
                texts.load(new StringReader(new String(content, StandardCharsets.UTF_8)));
            } catch (IOException | IllegalArgumentException e) {
                LOG.warn("{} cannot be read: {}", path, e.getMessage());
            }
        });
        return texts;
    }
}
