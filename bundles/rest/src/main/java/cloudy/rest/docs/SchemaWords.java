// SPDX-License-Identifier: Apache-2.0
package cloudy.rest.docs;

import static cloudy.rest.docs.ContractView.list;
import static cloudy.rest.docs.ContractView.map;
import static cloudy.rest.docs.ContractView.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Says in words what a schema allows. */
final class SchemaWords {

    private static final String SCHEMAS = "#/components/schemas/";

    private SchemaWords() {}

    /** The name of the schema that this one refers to. */
    static Optional<String> name(Map<String, Object> schema) {
        String ref = text(schema, "$ref");
        return ref.startsWith(SCHEMAS) ? Optional.of(ref.substring(SCHEMAS.length())) : Optional.empty();
    }

    /** Writes the type, with a link where it is a schema of its own. */
    static void type(Html page, Map<String, Object> schema) {
        Optional<String> name = name(schema);
        if (name.isPresent()) {
            page.link("#schema-" + anchor(name.get()), name.get());
        } else if (text(schema, "type").equals("array")) {
            page.text("list of ");
            type(page, map(schema, "items"));
        } else {
            String format = text(schema, "format");
            String type = text(schema, "type");
            page.text((type.isEmpty() ? "anything" : type) + (format.isEmpty() ? "" : ", " + format));
        }
    }

    /** The limits of a value; empty for none. */
    static String limits(Map<String, Object> schema) {
        var words = new ArrayList<String>();
        List<Object> options = list(schema, "enum");
        if (!options.isEmpty()) {
            words.add("one of " + options.stream().map(Object::toString).collect(Collectors.joining(", ")));
        }
        say(words, schema, "minimum", "at least %s");
        say(words, schema, "maximum", "at most %s");
        say(words, schema, "minLength", "at least %s characters");
        say(words, schema, "maxLength", "at most %s characters");
        say(words, schema, "minItems", "at least %s entries");
        say(words, schema, "maxItems", "at most %s entries");
        say(words, schema, "pattern", "matches %s");
        say(words, schema, "default", "%s if not given");
        if (text(schema, "nullable").equals("true")) {
            words.add("may be null");
        }
        return String.join("; ", words);
    }

    /** What can stand in an address after {@code #}. */
    static String anchor(String name) {
        return name.replaceAll("[^A-Za-z0-9_-]", "-");
    }

    private static void say(List<String> words, Map<String, Object> schema, String key, String sentence) {
        String value = text(schema, key);
        if (!value.isEmpty()) {
            words.add(sentence.replace("%s", value));
        }
    }
}
