// SPDX-License-Identifier: Apache-2.0
package cloudy.api.form;

import cloudy.api.Text;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

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

    /** A text that is the same in every language: a name, or what somebody else said. */
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

    /**
     * This text with values in it: each {@code %s} takes the next one, {@code %2$s} the second, as in {@link
     * String#format}. A value that is a text in several languages goes in in the language of the text around it.
     */
    public Texts with(Object... values) {
        var languages = new HashSet<>(byLanguage.keySet());
        for (Object value : values) {
            if (value instanceof Texts texts) {
                languages.addAll(texts.byLanguage.keySet());
            }
        }
        return new Texts(each(
                languages,
                language -> String.format(
                        Locale.ROOT,
                        in(language),
                        Arrays.stream(values)
                                .map(value -> value instanceof Texts texts ? texts.in(language) : value)
                                .toArray())));
    }

    /** Several texts one after the other. */
    public static Texts joined(String between, List<Texts> all) {
        return of(String.join(between, Collections.nCopies(all.size(), "%s"))).with(all.toArray());
    }

    /** This text as {@link Text#clean} leaves it in each language. */
    public Texts clean(int max) {
        return new Texts(each(byLanguage.keySet(), language -> Text.clean(in(language), max)));
    }

    /** Whether there is nothing to read. */
    public boolean isEmpty() {
        return english().isEmpty();
    }

    /** The text for logs, and for whoever asks for no language. */
    public String english() {
        return byLanguage.get("en");
    }

    /** The text in the first of these languages that it is known in, else in English. */
    public String in(List<Locale> languages) {
        return in(word(languages));
    }

    /** The first of these languages that the text is known in, else English. */
    public Locale language(List<Locale> languages) {
        return Locale.forLanguageTag(word(languages));
    }

    private String word(List<Locale> languages) {
        for (Locale language : languages) {
            if (byLanguage.containsKey(language.getLanguage())) {
                return language.getLanguage();
            }
        }
        return "en";
    }

    private String in(String language) {
        return byLanguage.getOrDefault(language, english());
    }

    private static Map<String, String> each(Iterable<String> languages, Function<String, String> text) {
        var all = new HashMap<String, String>();
        languages.forEach(language -> all.put(language, text.apply(language)));
        return all;
    }
}
