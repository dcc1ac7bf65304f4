// SPDX-License-Identifier: Apache-2.0
package cloudy.rest.contract;

import static java.util.stream.Collectors.joining;

import cloudy.api.InvalidFieldException;
import cloudy.api.Text;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The small part of JSON Schema that a contract may use, held against what strangers send.
 *
 * @param type empty for anything
 * @param rest what an object's properties that are not named must be; empty when there must be none
 * @param reference the name of another schema that stands in for this one
 */
record Schema(
        String type,
        boolean nullable,
        List<Object> options,
        Map<String, Schema> properties,
        Set<String> required,
        Optional<Schema> rest,
        Optional<Schema> items,
        Limits limits,
        Optional<Object> fallback,
        Optional<String> reference) {

    /** The longest text that is held against a pattern, whose author may not have thought of backtracking. */
    private static final int MAX_MATCHED = 4096;

    /** Bounds of length and value; {@code multiline} says that a text may have line ends. */
    record Limits(int minSize, int maxSize, Double minimum, Double maximum, Pattern pattern, boolean multiline) {}

    /**
     * Holds a value against this schema.
     *
     * @param field what a refusal calls the value
     * @param named finds the schema that a {@link #reference} names
     * @return the value with defaults filled in
     */
    Object accept(String field, Object value, Function<String, Schema> named) {
        if (reference.isPresent()) {
            return named.apply(reference.get()).accept(field, value, named);
        }
        if (value == null) {
            if (nullable || type.isEmpty()) {
                return null;
            }
            throw new InvalidFieldException(field, "must not be null");
        }
        Object accepted =
                switch (type) {
                    case "object" -> object(field, value, named);
                    case "array" -> array(field, value, named);
                    case "string" -> text(field, value);
                    case "integer" -> integer(field, value);
                    case "number" -> number(field, value);
                    case "boolean" -> {
                        if (!(value instanceof Boolean)) {
                            throw new InvalidFieldException(field, "must be true or false");
                        }
                        yield value;
                    }
                    default -> value;
                };
        if (!options.isEmpty() && !options.contains(accepted)) {
            throw new InvalidFieldException(
                    field,
                    "must be one of " + options.stream().map(String::valueOf).collect(joining(", ")));
        }
        return accepted;
    }

    private Map<String, Object> object(String field, Object value, Function<String, Schema> named) {
        if (!(value instanceof Map<?, ?> given)) {
            throw new InvalidFieldException(field, "must be an object");
        }
        var accepted = new LinkedHashMap<String, Object>();
        given.forEach((key, each) -> {
            String name = (String) key;
            String path = path(field, name);
            Schema schema = properties.get(name);
            if (schema == null) {
                schema = rest.orElseThrow(() -> new InvalidFieldException(path, "is not known here"));
            }
            accepted.put(name, schema.accept(path, each, named));
        });
        for (String name : required) {
            if (!given.containsKey(name)) {
                throw new InvalidFieldException(path(field, name), "is missing");
            }
        }
        properties.forEach((name, schema) -> schema.fallback.ifPresent(each -> accepted.putIfAbsent(name, each)));
        return accepted;
    }

    private List<Object> array(String field, Object value, Function<String, Schema> named) {
        if (!(value instanceof List<?> given)) {
            throw new InvalidFieldException(field, "must be a list");
        }
        if (given.size() < limits.minSize || given.size() > limits.maxSize) {
            throw new InvalidFieldException(field, "must have " + sizes() + " entries");
        }
        var accepted = new ArrayList<>(given.size());
        for (int i = 0; i < given.size(); i++) {
            Object each = given.get(i);
            String path = field + '[' + i + ']';
            accepted.add(items.isPresent() ? items.get().accept(path, each, named) : each);
        }
        return accepted;
    }

    private String text(String field, Object value) {
        if (!(value instanceof String text)) {
            throw new InvalidFieldException(field, "must be a text");
        }
        int length = text.codePointCount(0, text.length());
        if (length < limits.minSize || length > limits.maxSize) {
            throw new InvalidFieldException(field, "must have " + sizes() + " characters");
        }
        if (text.codePoints().anyMatch(c -> Text.isControl(c) && !(limits.multiline && isLayout(c)))) {
            throw new InvalidFieldException(field, "must not hold control characters or line ends");
        }
        if (limits.pattern != null
                && (text.length() > MAX_MATCHED || !limits.pattern.matcher(text).find())) {
            throw new InvalidFieldException(field, "must match " + limits.pattern.pattern());
        }
        return text;
    }

    private Object integer(String field, Object value) {
        if (!(value instanceof Long number)) {
            throw new InvalidFieldException(field, "must be a whole number");
        }
        range(field, number.doubleValue());
        return number;
    }

    private Object number(String field, Object value) {
        if (!(value instanceof Number number)) {
            throw new InvalidFieldException(field, "must be a number");
        }
        range(field, number.doubleValue());
        return number.doubleValue();
    }

    private void range(String field, double number) {
        if ((limits.minimum != null && number < limits.minimum)
                || (limits.maximum != null && number > limits.maximum)) {
            throw new InvalidFieldException(field, "must be " + range());
        }
    }

    private String range() {
        if (limits.minimum == null) {
            return "at most " + plain(limits.maximum);
        }
        return limits.maximum == null
                ? "at least " + plain(limits.minimum)
                : "between " + plain(limits.minimum) + " and " + plain(limits.maximum);
    }

    private String sizes() {
        if (limits.maxSize == Integer.MAX_VALUE) {
            return "at least " + limits.minSize;
        }
        return limits.minSize == 0 ? "at most " + limits.maxSize : limits.minSize + " to " + limits.maxSize;
    }

    private static boolean isLayout(int codePoint) {
        return codePoint == '\n' || codePoint == '\r' || codePoint == '\t';
    }

    private static String plain(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e15
                ? String.valueOf((long) number)
                : String.valueOf(number);
    }

    private static String path(String field, String name) {
        String shown = Text.clean(name, 64);
        return field.isEmpty() ? shown : field + '.' + shown;
    }
}
