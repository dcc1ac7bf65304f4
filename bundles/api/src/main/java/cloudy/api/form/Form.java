// SPDX-License-Identifier: Apache-2.0
package cloudy.api.form;

import cloudy.api.InvalidFieldException;
import cloudy.api.Text;
import cloudy.api.Why;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What a person fills in: the settings of a service, the questions of an action. */
public record Form(Texts title, Texts help, List<Field> fields) {

    private static final int MAX_NAME = 64;
    private static final Form EMPTY = new Form(Texts.none(), Texts.none(), List.of());

    public Form {
        fields = List.copyOf(fields);
    }

    /** Nothing to fill in. */
    public static Form empty() {
        return EMPTY;
    }

    /** A form without a title of its own. */
    public static Form of(Field... fields) {
        return new Form(Texts.none(), Texts.none(), List.of(fields));
    }

    /** The field of a name. */
    public Optional<Field> field(String name) {
        return fields.stream().filter(field -> field.name().equals(name)).findFirst();
    }

    /**
     * The form as JSON Schema (2020-12), in the order of the fields, with texts in the first language that is known;
     * what JSON Schema cannot say is in {@code x-unit}, {@code x-group}, {@code x-sentence} and {@code x-titles} of
     * options. A secret is {@code writeOnly}.
     */
    public Map<String, Object> schema(List<Locale> languages) {
        var properties = new LinkedHashMap<String, Object>();
        fields.forEach(field -> properties.put(field.name(), schema(field, languages)));
        var schema = new LinkedHashMap<String, Object>();
        schema.put("type", "object");
        putText(schema, "title", title, languages);
        putText(schema, "description", help, languages);
        schema.put("properties", properties);
        schema.put(
                "required",
                fields.stream().filter(Field::required).map(Field::name).toList());
        schema.put("additionalProperties", false);
        return schema;
    }

    /**
     * Checks what was filled in.
     *
     * @param values of JSON: text, number, truth, or a list of these; null counts as not filled in
     * @return the values by name in the order of the fields: {@link String}, {@link Long}, {@link Double}, {@link
     *     Boolean}, or a {@link List} of these; what was not filled in has its initial value, or is left out when there
     *     is none
     * @throws cloudy.api.InvalidFieldException that names the first field that is wrong, missing or unknown
     */
    public Map<String, Object> check(Map<String, ?> values) {
        for (String name : values.keySet()) {
            if (field(name).isEmpty()) {
                throw new InvalidFieldException(Text.clean(name, MAX_NAME), Why.isUnknown());
            }
        }
        var checked = new LinkedHashMap<String, Object>();
        for (Field field : fields) {
            field.check(values.get(field.name())).ifPresent(value -> checked.put(field.name(), value));
        }
        return checked;
    }

    private static Map<String, Object> schema(Field field, List<Locale> languages) {
        Map<String, Object> one = value(field);
        Map<String, Object> schema = one;
        if (field.several().isPresent()) {
            schema = new LinkedHashMap<>();
            schema.put("type", "array");
            schema.put("items", one);
            schema.put("maxItems", field.several().getAsInt());
        }
        putText(schema, "title", field.title(), languages);
        putText(schema, "description", field.help(), languages);
        List<Object> initial =
                field.initial().stream().map(text -> typed(field.type(), text)).toList();
        if (field.several().isPresent() && !initial.isEmpty()) {
            schema.put("default", initial);
        } else if (!initial.isEmpty()) {
            schema.put("default", initial.get(0));
        }
        putText(schema, "x-sentence", field.sentence(), languages);
        putText(schema, "x-group", field.group(), languages);
        if (!field.unit().isEmpty()) {
            schema.put("x-unit", field.unit());
        }
        if (!field.options().isEmpty()) {
            schema.put(
                    "x-titles",
                    field.options().stream()
                            .map(option -> option.title().in(languages))
                            .toList());
        }
        if (field.secret()) {
            schema.put("writeOnly", true);
        }
        return schema;
    }

    private static Map<String, Object> value(Field field) {
        var schema = new LinkedHashMap<String, Object>();
        boolean text = field.type() == Field.Type.TEXT;
        schema.put("type", text ? "string" : field.type().name().toLowerCase(Locale.ROOT));
        field.min().ifPresent(min -> schema.put(text ? "minLength" : "minimum", number(min)));
        field.max().ifPresent(max -> schema.put(text ? "maxLength" : "maximum", number(max)));
        // JSON Schema looks for the pattern anywhere in the value.
        field.pattern().ifPresent(pattern -> schema.put("pattern", "^(?:" + pattern + ")$"));
        if (!field.options().isEmpty()) {
            schema.put(
                    "enum",
                    field.options().stream()
                            .map(option -> typed(field.type(), option.value()))
                            .toList());
        }
        return schema;
    }

    /** A value as JSON has it. */
    static Object typed(Field.Type type, String text) {
        try {
            return switch (type) {
                case TEXT -> text;
                case BOOLEAN -> Boolean.valueOf(text);
                case INTEGER, NUMBER -> number(new BigDecimal(text));
            };
        } catch (NumberFormatException e) {
            return text;
        }
    }

    private static Number number(BigDecimal number) {
        return number.stripTrailingZeros().scale() <= 0 ? number.longValue() : (Number) number.doubleValue();
    }

    private static void putText(Map<String, Object> schema, String key, Texts texts, List<Locale> languages) {
        String text = texts.in(languages);
        if (!text.isEmpty()) {
            schema.put(key, text);
        }
    }
}
