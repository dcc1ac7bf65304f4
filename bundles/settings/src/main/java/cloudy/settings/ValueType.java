// SPDX-License-Identifier: Apache-2.0
package cloudy.settings;

import cloudy.api.Why;
import cloudy.api.form.Field;
import cloudy.api.form.Texts;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Optional;

/** The types that metatype knows; each measures a value, which is what {@code min} and {@code max} compare. */
enum ValueType {
    STRING,
    PASSWORD,
    BOOLEAN,
    CHARACTER,
    BYTE,
    SHORT,
    INTEGER,
    LONG,
    BIGINTEGER,
    FLOAT,
    DOUBLE,
    BIGDECIMAL;

    /** More digits than any number that a setting is about. */
    private static final int MAX_DIGITS = 40;

    /** The type that an attribute of a metatype file names; what is not known is taken for a text. */
    static ValueType of(String name) {
        return switch (name.toUpperCase(Locale.ROOT)) {
            case "PASSWORD" -> PASSWORD;
            case "BOOLEAN" -> BOOLEAN;
            case "CHAR", "CHARACTER" -> CHARACTER;
            case "BYTE" -> BYTE;
            case "SHORT" -> SHORT;
            case "INTEGER" -> INTEGER;
            case "LONG" -> LONG;
            case "BIGINTEGER" -> BIGINTEGER;
            case "FLOAT" -> FLOAT;
            case "DOUBLE" -> DOUBLE;
            case "BIGDECIMAL" -> BIGDECIMAL;
            default -> STRING;
        };
    }

    /** What every value of the type is. */
    Texts sentence() {
        return switch (this) {
            case STRING, PASSWORD -> Why.mustBeText();
            case BOOLEAN -> Why.mustBeTrueOrFalse();
            case CHARACTER -> Texts.of("ha de ser un caràcter", "debe ser un carácter", "must be one character");
            case BYTE, SHORT, INTEGER, LONG, BIGINTEGER -> Why.mustBeWholeNumber();
            case FLOAT, DOUBLE, BIGDECIMAL -> Why.mustBeNumber();
        };
    }

    /** How a form names the type. */
    Field.Type inForms() {
        return switch (this) {
            case BOOLEAN -> Field.Type.BOOLEAN;
            case BYTE, SHORT, INTEGER, LONG, BIGINTEGER -> Field.Type.INTEGER;
            case FLOAT, DOUBLE, BIGDECIMAL -> Field.Type.NUMBER;
            case STRING, PASSWORD, CHARACTER -> Field.Type.TEXT;
        };
    }

    boolean isText() {
        return this == STRING || this == PASSWORD;
    }

    boolean isNumber() {
        return compareTo(BYTE) >= 0;
    }

    /** The value of a number, the length of a text, 0 for the others; empty when it is no value of the type. */
    Optional<BigDecimal> measure(String value) {
        if (isText()) {
            return Optional.of(BigDecimal.valueOf(value.codePointCount(0, value.length())));
        }
        if (this == BOOLEAN) {
            return value.equals("true") || value.equals("false") ? Optional.of(BigDecimal.ZERO) : Optional.empty();
        }
        if (this == CHARACTER) {
            return value.length() == 1 ? Optional.of(BigDecimal.ZERO) : Optional.empty();
        }
        return value.length() > MAX_DIGITS ? Optional.empty() : number(value);
    }

    private Optional<BigDecimal> number(String value) {
        try {
            return Optional.of(
                    switch (this) {
                        case BYTE -> BigDecimal.valueOf(Byte.parseByte(value));
                        case SHORT -> BigDecimal.valueOf(Short.parseShort(value));
                        case INTEGER -> BigDecimal.valueOf(Integer.parseInt(value));
                        case LONG -> BigDecimal.valueOf(Long.parseLong(value));
                        case BIGINTEGER -> new BigDecimal(new BigInteger(value));
                        case FLOAT -> BigDecimal.valueOf(Float.parseFloat(value));
                        case DOUBLE -> BigDecimal.valueOf(Double.parseDouble(value));
                        default -> new BigDecimal(value);
                    });
        } catch (NumberFormatException e) {
            // No number, or, as NaN and infinity are refused by BigDecimal too, none that can be compared.
            return Optional.empty();
        }
    }
}
