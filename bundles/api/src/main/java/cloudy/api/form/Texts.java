// SPDX-License-Identifier: Apache-2.0
package cloudy.api.form;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One text in several languages.
 *
 * @param byLanguage by language: {@code ca}, {@code es}, {@code en}; {@code en} is there at least
 */
public record Texts(Map<String, String> byLanguage) {

    private static final Texts NONE = of("");

    public Texts {
        byLanguage = Map.copyOf(byLanguage);
        if (!byLanguage.containsKey("en")) {
            throw new IllegalArgumentException("a text in English is missing");
        }
    }

    /** A text that is the same in every language. */
    public static Texts of(String text) {
        return new Texts(Map.of("en", text));
    }

    /** A text in the three languages of Cloudy. */
    public static Texts of(String ca, String es, String en) {
        return new Texts(Map.of("ca", ca, "es", es, "en", en));
    }

    /** No text. */
    public static Texts none() {
        return NONE;
    }

    /** The text in the first of these languages that it is known in, else in English. */
    public String in(List<Locale> languages) {
        for (Locale language : languages) {
            String text = byLanguage.get(language.getLanguage());
            if (text != null) {
                return text;
            }
        }
        return byLanguage.get("en");
    }
}
