// SPDX-License-Identifier: Apache-2.0
package cloudy.settings;

import cloudy.api.InvalidFieldException;
import cloudy.api.Text;
import cloudy.api.Why;
import cloudy.api.form.Field;
import cloudy.api.form.Form;
import cloudy.api.form.Texts;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Turns values of JSON into those of a {@code .cfg} file and back, by the types of the form.
 *
 * <p>What the form does not have goes on as text: whether it may be there is not decided here.
 */
final class JsonValues {

    private static final int SHOWN = 100;

    private final Optional<Form> form;

    JsonValues(Optional<Form> form) {
        this.form = form;
    }

    /** Whole settings; null is no value. */
    Map<String, String> texts(Map<String, Object> object) {
        var texts = new LinkedHashMap<String, String>();
        object.forEach((key, value) -> texts.put(key, text(key, value)));
        return texts;
    }

    /** Some settings; null takes one away. */
    Map<String, Optional<String>> changes(Map<String, Object> object) {
        var changes = new LinkedHashMap<String, Optional<String>>();
        object.forEach(
                (key, value) -> changes.put(key, value == null ? Optional.empty() : Optional.of(text(key, value))));
        return changes;
    }

    /** Settings as JSON has them. */
    Map<String, Object> json(Map<String, String> texts) {
        var object = new LinkedHashMap<String, Object>();
        texts.forEach((key, text) -> object.put(key, json(key, text)));
        return object;
    }

    /** One setting as JSON has it: a text where it is not of the type that it should be. */
    Object json(String key, String text) {
        Optional<Field> field = field(key);
        if (field.isEmpty()) {
            return text;
        }
        Field.Type type = field.get().type();
        return field.get().several().isPresent()
                ? Values.split(text).stream().map(one -> typed(type, one)).toList()
                : typed(type, text);
    }

    /** What holds where nothing is set. */
    Map<String, Object> defaults() {
        var defaults = new LinkedHashMap<String, Object>();
        form.map(Form::fields).orElse(List.of()).forEach(field -> {
            List<Object> values = field.initial().stream()
                    .map(one -> typed(field.type(), one))
                    .toList();
            if (field.several().isPresent()) {
                defaults.put(field.name(), values);
            } else if (!values.isEmpty()) {
                defaults.put(field.name(), values.get(0));
            }
        });
        return defaults;
    }

    private String text(String key, Object value) {
        Optional<Field> field = field(key);
        if (field.isEmpty()) {
            return scalar(
                    key,
                    value,
                    Texts.of(
                            "ha de ser un text, un nombre, true o false",
                            "debe ser un texto, un número, true o false",
                            "must be a text, a number, true or false"));
        }
        Field.Type type = field.get().type();
        if (field.get().several().isEmpty()) {
            return text(key, type, value);
        }
        if (!(value instanceof List<?> list)) {
            throw refused(key, Why.mustBeList());
        }
        var texts = new ArrayList<String>();
        list.forEach(one -> texts.add(text(key, type, one)));
        return Values.join(texts);
    }

    private static String text(String key, Field.Type type, Object value) {
        Texts sentence =
                switch (type) {
                    case TEXT -> Why.mustBeText();
                    case INTEGER -> Why.mustBeWholeNumber();
                    case NUMBER -> Why.mustBeNumber();
                    case BOOLEAN -> Why.mustBeTrueOrFalse();
                };
        boolean fits =
                switch (type) {
                    case TEXT -> value instanceof String;
                    case INTEGER -> value instanceof Long || value instanceof Integer;
                    case NUMBER -> value instanceof Number;
                    case BOOLEAN -> value instanceof Boolean;
                };
        if (!fits) {
            throw refused(key, sentence);
        }
        return scalar(key, value, sentence);
    }

    private static String scalar(String key, Object value, Texts sentence) {
        if (value instanceof Double number) {
            if (number.isNaN() || number.isInfinite()) {
                throw refused(key, sentence);
            }
            return BigDecimal.valueOf(number).toPlainString();
        }
        if (value instanceof String || value instanceof Number || value instanceof Boolean) {
            return value.toString();
        }
        throw refused(key, sentence);
    }

    private static Object typed(Field.Type type, String text) {
        try {
            return switch (type) {
                case TEXT -> text;
                case INTEGER -> Long.valueOf(text);
                // What JSON has no number for is shown as it is.
                case NUMBER -> Double.isFinite(Double.parseDouble(text)) ? (Object) Double.valueOf(text) : text;
                case BOOLEAN -> text.equals("true") || text.equals("false") ? Boolean.valueOf(text) : text;
            };
        } catch (NumberFormatException e) {
            return text;
        }
    }

    private Optional<Field> field(String key) {
        return form.flatMap(known -> known.field(key)).or(() -> StandardFields.find(key));
    }

    private static InvalidFieldException refused(String key, Texts why) {
        return new InvalidFieldException(Text.clean(key, SHOWN), why);
    }
}
