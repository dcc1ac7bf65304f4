// SPDX-License-Identifier: Apache-2.0
package cloudy.rest.contract;

import cloudy.api.InvalidFieldException;
import cloudy.api.Text;
import cloudy.api.Why;
import cloudy.api.form.Texts;
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
    record Limits(int minSize, int maxSize, Double minimum, Double maximum, Pattern pattern, boolean multiline) {

        private String least() {
            return minSize == 0 ? "" : Integer.toString(minSize);
        }

        private String most() {
            return maxSize == Integer.MAX_VALUE ? "" : Integer.toString(maxSize);
        }
    }

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
            throw new InvalidFieldException(
                    field, Texts.of("no pot ser null", "no puede ser null", "must not be null"));
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
                            throw new InvalidFieldException(field, Why.mustBeTrueOrFalse());
                        }
                        yield value;
                    }
                    default -> value;
                };
        if (!options.isEmpty() && !options.contains(accepted)) {
            throw new InvalidFieldException(
                    field, Why.mustBeOneOf(options.stream().map(String::valueOf).toList()));
        }
        return accepted;
    }

    private Map<String, Object> object(String field, Object value, Function<String, Schema> named) {
        if (!(value instanceof Map<?, ?> given)) {
            throw new InvalidFieldException(
                    field, Texts.of("ha de ser un objecte", "debe ser un objeto", "must be an object"));
        }
        var accepted = new LinkedHashMap<String, Object>();
        given.forEach((key, each) -> {
            String name = (String) key;
            String path = path(field, name);
            Schema schema = properties.get(name);
            if (schema == null) {
                schema = rest.orElseThrow(() -> new InvalidFieldException(path, Why.isUnknown()));
            }
            accepted.put(name, schema.accept(path, each, named));
        });
        for (String name : required) {
            if (!given.containsKey(name)) {
                throw new InvalidFieldException(path(field, name), Why.isMissing());
            }
        }
        properties.forEach((name, schema) -> schema.fallback.ifPresent(each -> accepted.putIfAbsent(name, each)));
        return accepted;
    }

    private List<Object> array(String field, Object value, Function<String, Schema> named) {
        if (!(value instanceof List<?> given)) {
            throw new InvalidFieldException(field, Why.mustBeList());
        }
        if (given.size() < limits.minSize || given.size() > limits.maxSize) {
            throw new InvalidFieldException(field, Why.mustHaveEntries(limits.least(), limits.most()));
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
            throw new InvalidFieldException(field, Why.mustBeText());
        }
        int length = text.codePointCount(0, text.length());
        if (length < limits.minSize || length > limits.maxSize) {
            throw new InvalidFieldException(field, Why.mustHaveCharacters(limits.least(), limits.most()));
        }
        if (text.codePoints().anyMatch(c -> Text.isControl(c) && !(limits.multiline && isLayout(c)))) {
            throw new InvalidFieldException(field, Why.mustBeOneLine());
        }
        if (limits.pattern != null
                && (text.length() > MAX_MATCHED || !limits.pattern.matcher(text).find())) {
            throw new InvalidFieldException(field, Why.mustMatch(limits.pattern.pattern()));
        }
        return text;
    }

    private Object integer(String field, Object value) {
        if (!(value instanceof Long number)) {
            throw new InvalidFieldException(field, Why.mustBeWholeNumber());
        }
        range(field, number.doubleValue());
        return number;
    }

    private Object number(String field, Object value) {
        if (!(value instanceof Number number)) {
            throw new InvalidFieldException(field, Why.mustBeNumber());
        }
        range(field, number.doubleValue());
        return number.doubleValue();
    }

    private void range(String field, double number) {
        if ((limits.minimum != null && number < limits.minimum)
                || (limits.maximum != null && number > limits.maximum)) {
            throw new InvalidFieldException(field, Why.mustBeWithin(plain(limits.minimum), plain(limits.maximum)));
        }
    }

    private static boolean isLayout(int codePoint) {
        return codePoint == '\n' || codePoint == '\r' || codePoint == '\t';
    }

    private static String plain(Double limit) {
        if (limit == null) {
            return "";
        }
        double number = limit;
        return number == Math.rint(number) && Math.abs(number) < 1e15
                ? String.valueOf((long) number)
                : String.valueOf(number);
    }

    private static String path(String field, String name) {
        String shown = Text.clean(name, 64);
        return field.isEmpty() ? shown : field + '.' + shown;
    }
}
