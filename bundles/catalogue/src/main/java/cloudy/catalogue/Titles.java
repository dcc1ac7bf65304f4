// SPDX-License-Identifier: Apache-2.0
package cloudy.catalogue;

import cloudy.api.form.Texts;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.MissingResourceException;
import java.util.ResourceBundle;

/** What our own features are called, in three languages; those of others bring one text each. */
final class Titles {

    private static final String FILE = "OSGI-INF/l10n/entries";

    private final Map<String, ResourceBundle> bundles = new HashMap<>();

    /** How a feature is shown. */
    record Text(Texts title, Texts description, String category) {}

    Titles() {
        for (String language : new String[] {"ca", "es", "en"}) {
            bundles.put(
                    language,
                    ResourceBundle.getBundle(
                            FILE,
                            Locale.forLanguageTag(language),
                            Titles.class.getClassLoader(),
                            // Not the language of the host, where one has no file of its own.
                            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES)));
        }
    }

    Text of(Provisioner.Known feature) {
        String category = find("en", feature.name() + ".category", Category.OTHER);
        return new Text(
                texts(feature.name() + ".title", feature.title().isBlank() ? feature.name() : feature.title()),
                texts(feature.name() + ".description", feature.description()),
                Category.of(category).orElse(Category.OTHER));
    }

    private Texts texts(String key, String missing) {
        return Texts.of(find("ca", key, missing), find("es", key, missing), find("en", key, missing));
    }

    private String find(String language, String key, String missing) {
        try {
            return bundles.get(language).getString(key);
        } catch (MissingResourceException e) {
            return missing;
        }
    }
}
