// SPDX-License-Identifier: Apache-2.0
package cloudy.api.form;

import static java.util.Objects.requireNonNull;

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
}
