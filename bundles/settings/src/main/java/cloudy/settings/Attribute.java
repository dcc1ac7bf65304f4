// SPDX-License-Identifier: Apache-2.0
package cloudy.settings;

import cloudy.api.InvalidFieldException;
import cloudy.api.Why;
import cloudy.api.form.Field;
import cloudy.api.form.Field.Option;
import cloudy.api.form.Texts;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * What a metatype file says of one setting.
 *
 * @param cardinality 0 for one value, else the greatest number of values
 * @param min smallest number, or shortest text
 * @param max greatest number, or longest text
 * @param options the only values, or empty
 */
record Attribute(
        String id,
        ValueType type,
        int cardinality,
        boolean required,
        Optional<BigDecimal> min,
        Optional<BigDecimal> max,
        List<Option> options,
        Optional<Pattern> pattern,
        Wording wording) {

    /** What a text may have whose bundle says nothing of that: more than anybody writes, and few enough for any reader. */
    private static final int MAX_TEXT = 4_000;

    Attribute {
        options = List.copyOf(options);
    }

    /**
     * Checks a text of a {@code .cfg} file.
     *
     * @return what ConfigurationAdmin gets: the text, or the texts of several values
     */
    Object checked(String text) {
        if (cardinality == 0) {
            check(text);
            return text;
        }
        List<String> values = Values.split(text);
        if (values.size() > cardinality) {
            throw new InvalidFieldException(id, Why.mustHaveEntries("", Integer.toString(cardinality)));
        }
        values.forEach(this::check);
        return values.toArray(String[]::new);
    }

    private void check(String value) {
        if (!options.isEmpty()
                && options.stream().noneMatch(option -> option.value().equals(value))) {
            throw refused(Why.mustBeOneOf(options.stream().map(Option::value).toList()), value);
        }
        if (type.isText() && max.isEmpty() && value.codePointCount(0, value.length()) > MAX_TEXT) {
            throw refused(Why.mustHaveCharacters("", Integer.toString(MAX_TEXT)), value);
        }
        Optional<BigDecimal> measure = type.measure(value);
        if (measure.isEmpty() || isOutside(measure.get())) {
            throw refused(range(), value);
        }
        if (pattern.isPresent() && !matches(pattern.get(), value)) {
            Texts sentence = wording.sentence();
            throw refused(sentence.isEmpty() ? Why.mustMatch(pattern.get().pattern()) : sentence, value);
        }
    }

    /** Whether the value is never shown again, nor repeated in a refusal. */
    boolean isSecret() {
        return type == ValueType.PASSWORD || isPrivate(id);
    }

    /** As a person fills it in. */
    Field field() {
        Optional<BigDecimal> one = Optional.of(BigDecimal.ONE).filter(character -> type == ValueType.CHARACTER);
        return new Field(
                id,
                type.inForms(),
                wording.title(),
                wording.help(),
                cardinality == 0 ? OptionalInt.empty() : OptionalInt.of(cardinality),
                required,
                isSecret() ? List.of() : wording.initial(),
                one.or(() -> min),
                one.or(() -> max),
                pattern.map(Pattern::pattern),
                wording.sentence(),
                options,
                wording.unit(),
                wording.group(),
                isSecret());
    }

    private InvalidFieldException refused(Texts why, String value) {
        return isSecret() ? new InvalidFieldException(id, why) : new InvalidFieldException(id, why, value);
    }

    /** Whether a key is one that DS keeps out of the service registry. */
    static boolean isPrivate(String key) {
        return key.startsWith(".");
    }

    private boolean isOutside(BigDecimal measure) {
        return min.filter(limit -> measure.compareTo(limit) < 0).isPresent()
                || max.filter(limit -> measure.compareTo(limit) > 0).isPresent();
    }

    private static boolean matches(Pattern pattern, String value) {
        try {
            return pattern.matcher(value).matches();
        } catch (StackOverflowError e) {
            // What java.util.regex does with some patterns and a value of many thousand characters.
            return false;
        }
    }

    private Texts range() {
        boolean text = type.isText();
        if ((!type.isNumber() && !text) || (min.isEmpty() && max.isEmpty())) {
            return type.sentence();
        }
        return text ? Why.mustHaveCharacters(shown(min), shown(max)) : Why.mustBeWithin(shown(min), shown(max));
    }

    private static String shown(Optional<BigDecimal> limit) {
        return limit.map(BigDecimal::toPlainString).orElse("");
    }
}
