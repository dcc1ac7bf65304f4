// SPDX-License-Identifier: Apache-2.0
package cloudy.settings;

import cloudy.api.InvalidFieldException;
import cloudy.api.form.Field;
import cloudy.api.form.Field.Option;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

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
            throw new InvalidFieldException(id, "must be at most " + cardinality + " values, not " + values.size());
        }
        values.forEach(this::check);
        return values.toArray(String[]::new);
    }

    private void check(String value) {
        if (!options.isEmpty()
                && options.stream().noneMatch(option -> option.value().equals(value))) {
            throw refused(
                    "must be one of " + options.stream().map(Option::value).collect(Collectors.joining(", ")), value);
        }
        Optional<BigDecimal> measure = type.measure(value);
        if (measure.isEmpty() || isOutside(measure.get())) {
            throw refused(range(), value);
        }
        if (pattern.isPresent() && !matches(pattern.get(), value)) {
            String sentence = wording.sentence().in(List.of(Locale.ENGLISH));
            throw refused(sentence.isEmpty() ? "must match " + pattern.get().pattern() : sentence, value);
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

    private InvalidFieldException refused(String why, String value) {
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

    private String range() {
        if (!type.isNumber() && !type.isText()) {
            return type.sentence();
        }
        String unit = type.isText() ? " characters" : "";
        String verb = type.isText() ? "must have " : "must be ";
        if (min.isPresent() && max.isPresent()) {
            return verb
                    + (unit.isEmpty() ? "between " + shown(min) + " and " : shown(min) + " to ")
                    + shown(max)
                    + unit;
        }
        if (min.isPresent()) {
            return verb + "at least " + shown(min) + unit;
        }
        return max.isPresent() ? verb + "at most " + shown(max) + unit : type.sentence();
    }

    private static String shown(Optional<BigDecimal> limit) {
        return limit.map(BigDecimal::toPlainString).orElse("");
    }
}
