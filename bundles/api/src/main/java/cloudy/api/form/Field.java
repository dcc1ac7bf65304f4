// SPDX-License-Identifier: Apache-2.0
package cloudy.api.form;

import static java.util.Objects.requireNonNull;

import cloudy.api.InvalidFieldException;
import cloudy.api.Text;
import cloudy.api.Why;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One thing that a person fills in.
 *
 * @param name as a {@code .cfg} file and JSON spell it
 * @param title what it is called; {@code help} explains it
 * @param several how many values at most, or empty for exactly one
 * @param required whether it must be filled in
 * @param initial what holds while nothing is filled in; several values for several
 * @param min the least number, or the least characters of a text
 * @param max the greatest number, or the most characters of a text
 * @param pattern regular expression that each value must match, as JavaScript understands it too
 * @param sentence how to say the pattern to a person, {@code must be a host and a port}
 * @param options the only values allowed; empty for any
 * @param unit what a number counts, {@code s}, {@code MB}; empty for none
 * @param group fields of one group stand together under its title
 * @param secret whether the value is never shown again
 */
public record Field(
        String name,
        Type type,
        Texts title,
        Texts help,
        OptionalInt several,
        boolean required,
        List<String> initial,
        Optional<BigDecimal> min,
        Optional<BigDecimal> max,
        Optional<String> pattern,
        Texts sentence,
        List<Option> options,
        String unit,
        Texts group,
        boolean secret) {

    /** Most characters of a text for which no {@link #max} is said. */
    private static final int MAX_TEXT = 4_096;

    /** The types of values. */
    public enum Type {
        /** Any line of text. */
        TEXT,
        /** A whole number. */
        INTEGER,
        /** A number. */
        NUMBER,
        /** True or false. */
        BOOLEAN
    }

    /** One of the values allowed, and how it is called. */
    public record Option(String value, Texts title) {}

    public Field {
        requireNonNull(name);
        requireNonNull(type);
        initial = List.copyOf(initial);
        options = List.copyOf(options);
    }

    /** A field that may be left empty. */
    public static Field of(String name, Type type, Texts title, Texts help) {
        return new Field(
                name,
                type,
                title,
                help,
                OptionalInt.empty(),
                false,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Texts.none(),
                List.of(),
                "",
                Texts.none(),
                false);
    }

    /** What was filled in, or what holds by itself; see {@link Form#check}. */
    Optional<Object> check(Object value) {
        if (value == null || ("".equals(value) && several.isEmpty())) {
            if (required && initial.isEmpty()) {
                throw new InvalidFieldException(name, Why.mustBeFilledIn());
            }
            List<Object> own = initial.stream().map(this::typed).toList();
            return own.isEmpty() ? Optional.empty() : Optional.of(several.isPresent() ? own : own.get(0));
        }
        if (several.isEmpty()) {
            return Optional.of(one(value));
        }
        if (!(value instanceof List<?> list)) {
            throw new InvalidFieldException(name, Why.mustBeList());
        }
        if (list.size() > several.getAsInt()) {
            throw new InvalidFieldException(name, Why.mustHaveEntries("", Integer.toString(several.getAsInt())));
        }
        if (required && list.isEmpty()) {
            throw new InvalidFieldException(name, Why.mustBeFilledIn());
        }
        return Optional.of(list.stream().map(this::one).toList());
    }

    private Object one(Object value) {
        Object checked =
                switch (type) {
                    case TEXT -> text(value);
                    case INTEGER -> integer(value);
                    case NUMBER -> number(value);
                    case BOOLEAN -> truth(value);
                };
        if (!options.isEmpty() && options.stream().noneMatch(option -> checked.equals(typed(option.value())))) {
            throw new InvalidFieldException(
                    name, Why.mustBeOneOf(options.stream().map(Option::value).toList()));
        }
        return checked;
    }

    private Object typed(String text) {
        Object value = Form.typed(type, text);
        return type == Type.NUMBER && value instanceof Number number ? (Object) number.doubleValue() : value;
    }

    private String text(Object value) {
        if (!(value instanceof String text)) {
            throw new InvalidFieldException(name, Why.mustBeText());
        }
        int length = text.codePointCount(0, text.length());
        if (length > MAX_TEXT || outside(BigDecimal.valueOf(length))) {
            throw new InvalidFieldException(
                    name, Why.mustHaveCharacters(plain(min), max.isEmpty() ? Integer.toString(MAX_TEXT) : plain(max)));
        }
        if (text.codePoints().anyMatch(Text::isControl)) {
            throw new InvalidFieldException(name, Why.mustBeOneLine());
        }
        if (pattern.isPresent() && !text.matches(pattern.get())) {
            throw new InvalidFieldException(name, sentence.isEmpty() ? Why.mustMatch(pattern.get()) : sentence);
        }
        return text;
    }

    private Long integer(Object value) {
        if (!(value instanceof Long || value instanceof Integer)) {
            throw new InvalidFieldException(name, Why.mustBeWholeNumber());
        }
        long number = ((Number) value).longValue();
        requireInside(BigDecimal.valueOf(number));
        return number;
    }

    private Double number(Object value) {
        if (!(value instanceof Number number) || !Double.isFinite(number.doubleValue())) {
            throw new InvalidFieldException(name, Why.mustBeNumber());
        }
        requireInside(BigDecimal.valueOf(number.doubleValue()));
        return number.doubleValue();
    }

    private Boolean truth(Object value) {
        if (!(value instanceof Boolean truth)) {
            throw new InvalidFieldException(name, Why.mustBeTrueOrFalse());
        }
        return truth;
    }

    private void requireInside(BigDecimal number) {
        if (outside(number)) {
            throw new InvalidFieldException(name, Why.mustBeWithin(plain(min), plain(max)));
        }
    }

    private boolean outside(BigDecimal number) {
        return min.filter(least -> number.compareTo(least) < 0).isPresent()
                || max.filter(most -> number.compareTo(most) > 0).isPresent();
    }

    private static String plain(Optional<BigDecimal> limit) {
        return limit.map(BigDecimal::toPlainString).orElse("");
    }
}
