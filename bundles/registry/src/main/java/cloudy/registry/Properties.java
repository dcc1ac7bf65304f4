// SPDX-License-Identifier: Apache-2.0
package cloudy.registry;

import cloudy.api.InvalidFieldException;
import cloudy.api.Why;
import cloudy.api.form.Texts;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Service properties named {@code cloudy.…}. Those from a {@code .cfg} file are strings whatever was declared. */
record Properties(Map<String, Object> values) {

    private static final String PREFIX = "cloudy.";
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

    Optional<String> text(String name) {
        Object value = values.get(PREFIX + name);
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof String || value instanceof Number || value instanceof Boolean) {
            return Optional.of(value.toString());
        }
        throw new InvalidFieldException(
                PREFIX + name, Texts.of("ha de ser un sol valor", "debe ser un solo valor", "must be one value"));
    }

    boolean flag(String name, boolean missing) {
        return read(name, missing, text -> switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new InvalidFieldException(PREFIX + name, Why.mustBeTrueOrFalse(), text);
        });
    }

    int number(String name, int missing) {
        return read(name, missing, text -> {
            if (!NUMBER.matcher(text).matches()) {
                throw new InvalidFieldException(PREFIX + name, Why.mustBeNumber(), text);
            }
            return Integer.parseInt(text);
        });
    }

    /** One of some words, without regard to case. */
    <E extends Enum<E>> E word(String name, E missing) {
        return read(name, missing, text -> {
            for (E word : missing.getDeclaringClass().getEnumConstants()) {
                if (word.name().equalsIgnoreCase(text)) {
                    return word;
                }
            }
            throw new InvalidFieldException(PREFIX + name, words(missing), text);
        });
    }

    private <T> T read(String name, T missing, Function<String, T> reader) {
        return text(name).map(String::strip).map(reader).orElse(missing);
    }

    private static <E extends Enum<E>> Texts words(E any) {
        return Why.mustBeOneOf(Arrays.stream(any.getDeclaringClass().getEnumConstants())
                .map(word -> word.name().toLowerCase(Locale.ROOT))
                .toList());
    }
}
