// SPDX-License-Identifier: Apache-2.0
package cloudy.rest.contract;

import cloudy.api.InvalidFieldException;
import cloudy.api.Why;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A parameter of an operation, in its path or its query. */
public record Parameter(String name, boolean inPath, boolean required, Schema schema) {

    /** The value of the type that the contract gives it. */
    /** What it is when it is not given. */
    public Optional<Object> fallback() {
        return schema.fallback();
    }

    Object accept(String text, Function<String, Schema> named) {
        return schema.accept(name, typed(text, schema), named);
    }

    private Object typed(String text, Schema expected) {
        return switch (expected.type()) {
            case "integer" -> number(text);
            case "number" -> decimal(text);
            case "boolean" ->
                switch (text) {
                    case "true" -> true;
                    case "false" -> false;
                    default -> throw new InvalidFieldException(name, Why.mustBeTrueOrFalse());
                };
            case "array" -> list(text, expected.items());
            default -> text;
        };
    }

    private List<Object> list(String text, Optional<Schema> items) {
        return Arrays.stream(text.split(",", -1))
                .map(each -> items.isPresent() ? typed(each, items.get()) : each)
                .toList();
    }

    private Long number(String text) {
        if (text.matches("-?[0-9]{1,18}")) {
            return Long.valueOf(text);
        }
        throw new InvalidFieldException(name, Why.mustBeWholeNumber());
    }

    private Double decimal(String text) {
        if (text.matches("-?[0-9]{1,18}(\\.[0-9]{1,18})?")) {
            return Double.valueOf(text);
        }
        throw new InvalidFieldException(name, Why.mustBeNumber());
    }
}
