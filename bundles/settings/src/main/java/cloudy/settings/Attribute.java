// SPDX-License-Identifier: Apache-2.0
package cloudy.settings;

import cloudy.api.InvalidFieldException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a metatype file says of one setting.
 *
 * @param cardinality 0 for one value, else the greatest number of values
 * @param min smallest number, or shortest text
 * @param max greatest number, or longest text
 * @param options the only values, or empty
 * @param sentence how to say the pattern
 */
record Attribute(
        String id,
        ValueType type,
        int cardinality,
        boolean required,
        Optional<BigDecimal> min,
        Optional<BigDecimal> max,
        List<String> options,
        Optional<Pattern> pattern,
        String sentence) {

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
        List<String> values = split(text);
        if (values.size() > cardinality) {
            throw new InvalidFieldException(id, "must be at most " + cardinality + " values, not " + values.size());
        }
        values.forEach(this::check);
        return values.toArray(String[]::new);
    }

    private void check(String value) {
        if (!options.isEmpty() && !options.contains(value)) {
            throw refused("must be one of " + String.join(", ", options), value);
        }
        Optional<BigDecimal> measure = type.measure(value);
        if (measure.isEmpty() || isOutside(measure.get())) {
            throw refused(range(), value);
        }
        if (pattern.isPresent() && !matches(pattern.get(), value)) {
            throw refused(sentence.isEmpty() ? "must match " + pattern.get().pattern() : sentence, value);
        }
    }

    private InvalidFieldException refused(String why, String value) {
        return type == ValueType.PASSWORD || isPrivate(id)
                ? new InvalidFieldException(id, why)
                : new InvalidFieldException(id, why, value);
    }

    /** Whether a key is one that DS keeps out of the service registry: its value is not repeated in a log either. */
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

    /** Splits at commas, as Felix does: a backslash takes the meaning from a comma, white space around a value goes. */
    private static List<String> split(String text) {
        var values = new ArrayList<String>();
        var value = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length()) {
                value.append(text.charAt(++i));
            } else if (c == ',') {
                values.add(value.toString().strip());
                value.setLength(0);
            } else {
                value.append(c);
            }
        }
        values.add(value.toString().strip());
        // Nothing at all is no value, and a comma at the end announces none.
        if (values.get(values.size() - 1).isEmpty()) {
            values.remove(values.size() - 1);
        }
        return values;
    }
}
