// SPDX-License-Identifier: Apache-2.0
package cloudy.rest.docs;

import static cloudy.rest.docs.ContractView.list;
import static cloudy.rest.docs.ContractView.map;
import static cloudy.rest.docs.ContractView.text;

import cloudy.rest.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** How an operation is called with curl. */
final class CurlExample {

    private static final int MAX_DEPTH = 4;

    private final ContractView contract;

    CurlExample(ContractView contract) {
        this.contract = contract;
    }

    /** A line for a shell; what must be filled in stands in braces or is a word in capitals. */
    String of(ContractView.Route route) {
        var line = new StringBuilder("curl --cacert ca.crt");
        if (!text(route.operation(), "x-cloudy-role").equals("public")) {
            line.append(" --header \"Authorization: Bearer $TOKEN\"");
        }
        if (!route.method().equals("get")) {
            line.append(" --request ").append(route.method().toUpperCase(Locale.ROOT));
        }
        Map<String, Object> body = route.body();
        if (!body.isEmpty()) {
            line.append(" --json ").append(quoted(Json.line(sample(body, 0))));
        }
        if (map(map(map(route.operation(), "responses"), "200"), "content").containsKey("text/event-stream")) {
            line.append(" --no-buffer");
        }
        String query = route.parameters().stream()
                .filter(one ->
                        text(one, "in").equals("query") && text(one, "required").equals("true"))
                .map(one -> text(one, "name") + "={" + text(one, "name") + '}')
                .collect(Collectors.joining("&"));
        String address = route.path() + (query.isEmpty() ? "" : '?' + query);
        return line.append(" --globoff \"$NODE\"").append(quoted(address)).toString();
    }

    /** A value of the shape that a schema asks for, of the properties that it requires. */
    private Object sample(Map<String, Object> schema, int depth) {
        Map<String, Object> wanted = contract.followed(schema);
        List<Object> options = list(wanted, "enum");
        if (!options.isEmpty()) {
            return options.get(0);
        }
        return switch (text(wanted, "type")) {
            case "integer", "number" -> wanted.get("minimum") instanceof Number least ? least : 1;
            case "boolean" -> true;
            case "array" -> depth < MAX_DEPTH ? List.of(sample(map(wanted, "items"), depth + 1)) : List.of();
            case "object" -> depth < MAX_DEPTH ? object(wanted, depth) : Map.of();
            default -> "TEXT";
        };
    }

    private Map<String, Object> object(Map<String, Object> schema, int depth) {
        var object = new LinkedHashMap<String, Object>();
        Map<String, Object> properties = map(schema, "properties");
        list(schema, "required")
                .forEach(name -> object.put(name.toString(), sample(map(properties, name.toString()), depth + 1)));
        return object;
    }

    private static String quoted(String text) {
        return '\'' + text.replace("'", "'\\''") + '\'';
    }
}
