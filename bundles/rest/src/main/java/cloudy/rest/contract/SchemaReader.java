// SPDX-License-Identifier: Apache-2.0
package cloudy.rest.contract;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Makes a {@link Schema} of what a contract says, and refuses the words that it does not know. */
final class SchemaReader {

    private static final String PREFIX = "#/components/schemas/";
    private static final Set<String> TYPES = Set.of("object", "array", "string", "integer", "number", "boolean");
    private static final Set<String> WORDS = Set.of(
            "type",
            "enum",
            "properties",
            "required",
            "additionalProperties",
            "items",
            "minItems",
            "maxItems",
            "minLength",
            "maxLength",
            "pattern",
            "minimum",
            "maximum",
            "default",
            "nullable",
            "format",
            "title",
            "description",
            "example",
            "deprecated",
            "readOnly",
            "writeOnly");

    private SchemaReader() {}

    static Schema read(Object value, String where) {
        Map<String, Object> words = Yaml.object(value, where);
        Optional<String> reference = reference(words, where);
        words.keySet().stream()
                .filter(word -> !WORDS.contains(word) && !word.equals("$ref"))
                .findFirst()
                .ifPresent(word -> {
                    throw new RefusedPartException(where + " says " + word + ", which is not taken here");
                });
        String type = words.getOrDefault("type", "").toString();
        if (words.containsKey("type") && !TYPES.contains(type)) {
            throw new RefusedPartException(where + " has the type " + type);
        }
        var properties = new LinkedHashMap<String, Schema>();
        Yaml.object(words.getOrDefault("properties", Map.of()), where)
                .forEach((name, each) -> properties.put(name, read(each, where + '.' + name)));
        var required = new LinkedHashSet<String>();
        list(words.getOrDefault("required", List.of()), where).forEach(name -> required.add(name.toString()));
        if (!properties.keySet().containsAll(required)) {
            throw new RefusedPartException(where + " requires what it does not describe");
        }
        Schema schema = new Schema(
                type,
                Boolean.TRUE.equals(words.get("nullable")),
                list(words.getOrDefault("enum", List.of()), where).stream()
                        .map(SchemaReader::plain)
                        .toList(),
                properties,
                required,
                rest(words, where),
                Optional.ofNullable(words.get("items")).map(each -> read(each, where + "[]")),
                limits(words, where),
                Optional.ofNullable(words.get("default")).map(SchemaReader::plain),
                reference);
        schema.fallback().ifPresent(each -> requireTaken(schema, each, where));
        return schema;
    }

    private static void requireTaken(Schema schema, Object fallback, String where) {
        try {
            schema.accept("default", fallback, name -> {
                throw new RefusedPartException(where + " has a default beside a $ref");
            });
        } catch (IllegalArgumentException e) {
            throw new RefusedPartException(where + ": " + e.getMessage());
        }
    }

    private static Optional<String> reference(Map<String, Object> words, String where) {
        if (!words.containsKey("$ref")) {
            return Optional.empty();
        }
        String target = String.valueOf(words.get("$ref"));
        if (words.size() > 1 || !target.startsWith(PREFIX)) {
            throw new RefusedPartException(where + " has a $ref that is not taken: " + target);
        }
        return Optional.of(target.substring(PREFIX.length()));
    }

    private static Optional<Schema> rest(Map<String, Object> words, String where) {
        Object rest = words.get("additionalProperties");
        if (Boolean.TRUE.equals(rest)) {
            return Optional.of(read(Map.of(), where));
        }
        return rest == null || Boolean.FALSE.equals(rest) ? Optional.empty() : Optional.of(read(rest, where + ".*"));
    }

    private static Schema.Limits limits(Map<String, Object> words, String where) {
        boolean array = "array".equals(words.get("type"));
        return new Schema.Limits(
                size(words, array ? "minItems" : "minLength", 0, where),
                size(words, array ? "maxItems" : "maxLength", Integer.MAX_VALUE, where),
                bound(words, "minimum", where),
                bound(words, "maximum", where),
                words.containsKey("pattern") ? pattern(String.valueOf(words.get("pattern")), where) : null,
                "multiline".equals(words.get("format")));
    }

    private static int size(Map<String, Object> words, String word, int fallback, String where) {
        Object value = words.getOrDefault(word, fallback);
        if (value instanceof Integer size && size >= 0) {
            return size;
        }
        throw new RefusedPartException(where + " has a " + word + " that is no size");
    }

    private static Double bound(Map<String, Object> words, String word, String where) {
        Object value = words.get(word);
        if (value == null || value instanceof Number) {
            return value == null ? null : ((Number) value).doubleValue();
        }
        throw new RefusedPartException(where + " has a " + word + " that is no number");
    }

    /** In JSON Schema {@code $} is the end; in Java it is also before a line end there, which would let one through. */
    static Pattern pattern(String ecma, String where) {
        var java = new StringBuilder();
        boolean set = false;
        for (int i = 0; i < ecma.length(); i++) {
            char c = ecma.charAt(i);
            if (c == '\\' && i + 1 < ecma.length()) {
                java.append(c).append(ecma.charAt(++i));
            } else if (c == '$' && !set) {
                java.append("\\z");
            } else {
                set = c == '[' || (set && c != ']');
                java.append(c);
            }
        }
        try {
            return Pattern.compile(java.toString());
        } catch (PatternSyntaxException e) {
            throw new RefusedPartException(where + " has a pattern that is none: " + ecma);
        }
    }

    private static List<?> list(Object value, String where) {
        if (value instanceof List<?> list) {
            return list;
        }
        throw new RefusedPartException(where + " has something else where a list belongs");
    }

    /** Numbers as {@link Json} reads them. */
    private static Object plain(Object value) {
        return value instanceof Integer number ? Long.valueOf(number) : value;
    }
}
