// SPDX-License-Identifier: Apache-2.0
package cloudy.rest.contract;

import static java.util.stream.Collectors.joining;

import cloudy.api.access.Role;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The operations of the contract as the command line reads them: a line for each that has a command, its fields
 * separated by tabs, {@code -} for an empty one. In order: words, method, path, role, parameters of the path,
 * parameters of the query as {@code name:type}, properties of the body as {@code name:type:required}, columns, {@code stream} for an answer without end, summary.
 *
 * <p>A type is one of JSON's, {@code secret} for a text that must not be seen, {@code pairs} for a list of objects with a
 * {@code key} and a {@code value}, or {@code =a|b} for one of some words. The property {@code *} stands for any other,
 * and {@code file}, of the type {@code file}, for the whole body.
 */
final class CommandTable {

    /** What nothing may be called that has to get through a shell and a list with these separators. */
    private static final String NAME = "[A-Za-z][A-Za-z0-9_-]{0,63}";

    private static final String FILE = "file:file:required";

    private static final String OPTION = "[A-Za-z0-9_.-]{1,64}";

    /** Never an argument of a command: everyone on the machine can read those. */
    private static final Set<String> SECRETS = Set.of("password", "current", "code", "secret", "passphrase");

    private CommandTable() {}

    /** The lines, sorted; of two commands of the same words the one that was there first. */
    static String of(Routes routes) {
        var lines = new LinkedHashMap<String, String>();
        for (Route route : routes.all()) {
            route.command().ifPresent(command -> lines.putIfAbsent(command.words(), line(route, command, routes)));
        }
        return lines.values().stream().sorted().map(line -> line + '\n').collect(joining());
    }

    private static String line(Route route, CommandWords command, Routes routes) {
        return String.join(
                "\t",
                command.words(),
                route.method(),
                '/' + String.join("/", route.segments()),
                route.role().map(Role::name).orElse("public").toLowerCase(Locale.ROOT),
                words(route.segments().stream()
                        .filter(Route::isParameter)
                        .map(segment -> segment.substring(1, segment.length() - 1))
                        .toList()),
                words(route.parameters().stream()
                        .filter(parameter ->
                                !parameter.inPath() && parameter.name().matches(NAME))
                        .map(parameter -> parameter.name() + ':' + type(parameter.name(), parameter.schema(), routes))
                        .toList()),
                words(
                        command.file()
                                ? List.of(FILE)
                                : route.body()
                                        .map(body -> body(body.schema(), routes))
                                        .orElse(List.of())),
                words(command.columns()),
                command.stream() ? "stream" : "-",
                command.summary().isBlank() ? "-" : command.summary());
    }

    /** What is required first, in the order in which it is: that of arguments without a name. */
    private static List<String> body(Schema given, Routes routes) {
        Schema schema = resolved(given, routes);
        var properties = new LinkedHashMap<String, String>();
        schema.required().forEach(name -> properties.put(name, "required"));
        schema.properties().keySet().forEach(name -> properties.putIfAbsent(name, "optional"));
        var words = new ArrayList<String>();
        properties.forEach((name, need) -> {
            Schema property = schema.properties().get(name);
            if (name.matches(NAME) && property != null) {
                words.add(name + ':' + type(name, property, routes) + ':' + need);
            }
        });
        if (schema.rest().isPresent()) {
            words.add("*:any:optional");
        }
        return words;
    }

    private static String type(String name, Schema given, Routes routes) {
        Schema schema = resolved(given, routes);
        if (schema.type().equals("string") && SECRETS.contains(name)) {
            return "secret";
        }
        if (schema.items().filter(each -> isPair(resolved(each, routes))).isPresent()) {
            return "pairs";
        }
        boolean listed = !schema.options().isEmpty()
                && schema.options().stream()
                        .allMatch(option -> String.valueOf(option).matches(OPTION));
        if (schema.type().equals("string") && listed) {
            return schema.options().stream().map(String::valueOf).collect(joining("|", "=", ""));
        }
        return schema.type().isEmpty() ? "any" : schema.type();
    }

    private static boolean isPair(Schema schema) {
        return schema.type().equals("object") && schema.properties().keySet().equals(Set.of("key", "value"));
    }

    /** References were checked when the contract was made, chains of them were not. */
    private static Schema resolved(Schema schema, Routes routes) {
        Schema found = schema;
        for (int steps = 0; steps < 8 && found.reference().isPresent(); steps++) {
            found = routes.schema(found.reference().get());
        }
        return found;
    }

    private static String words(List<String> words) {
        return words.isEmpty() ? "-" : String.join(" ", words);
    }
}
