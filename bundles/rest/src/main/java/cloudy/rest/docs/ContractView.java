// SPDX-License-Identifier: Apache-2.0
package cloudy.rest.docs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The contract as a page looks at it: by tag, references followed. What is not of the type expected is taken for absent.
 */
final class ContractView {

    private static final List<String> METHODS = List.of("get", "head", "post", "put", "patch", "delete");

    /** One operation; {@code parameters} are those of its path and its own. */
    record Route(String method, String path, Map<String, Object> operation, List<Map<String, Object>> parameters) {

        String id() {
            return ContractView.text(operation, "operationId");
        }

        /** Its body, where it takes one as JSON. */
        Map<String, Object> body() {
            return ContractView.schema(ContractView.map(operation, "requestBody"));
        }
    }

    private final Map<String, Object> contract;

    ContractView(Map<String, Object> contract) {
        this.contract = contract;
    }

    /** The operations by tag, both in the order of the alphabet and of paths. */
    Map<String, List<Route>> byTag() {
        var byTag = new TreeMap<String, List<Route>>();
        new TreeMap<>(map(contract, "paths"))
                .forEach((path, any) -> METHODS.forEach(method -> {
                    Map<String, Object> operation = map(asMap(any), method);
                    if (!operation.isEmpty()) {
                        String tag = list(operation, "tags").stream()
                                .map(Object::toString)
                                .findFirst()
                                .orElse("other");
                        var parameters = new ArrayList<Map<String, Object>>();
                        list(asMap(any), "parameters").forEach(one -> parameters.add(followed(asMap(one))));
                        list(operation, "parameters").forEach(one -> parameters.add(followed(asMap(one))));
                        byTag.computeIfAbsent(tag, all -> new ArrayList<>())
                                .add(new Route(method, path, operation, parameters));
                    }
                }));
        return byTag;
    }

    /** The schemas by name. */
    Map<String, Map<String, Object>> schemas() {
        var schemas = new TreeMap<String, Map<String, Object>>();
        map(map(contract, "components"), "schemas").forEach((name, schema) -> schemas.put(name, asMap(schema)));
        return schemas;
    }

    /** What a {@code $ref} within the contract stands for, or the thing itself. */
    Map<String, Object> followed(Map<String, Object> thing) {
        String ref = text(thing, "$ref");
        if (!ref.startsWith("#/")) {
            return thing;
        }
        Map<String, Object> target = contract;
        for (String step : ref.substring(2).split("/", -1)) {
            target = map(target, step);
        }
        return target;
    }

    /** The schema of what a body or an answer holds; empty for none. */
    static Map<String, Object> schema(Map<String, Object> holder) {
        return map(holder, "content").values().stream()
                .map(media -> map(asMap(media), "schema"))
                .findFirst()
                .orElse(Map.of());
    }

    static Map<String, Object> map(Map<String, Object> from, String key) {
        return asMap(from.get(key));
    }

    static Map<String, Object> asMap(Object any) {
        if (!(any instanceof Map<?, ?> map)) {
            return Map.of();
        }
        var texts = new LinkedHashMap<String, Object>();
        map.forEach((key, value) -> {
            if (key != null && value != null) {
                texts.put(key.toString(), value);
            }
        });
        return texts;
    }

    static List<Object> list(Map<String, Object> from, String key) {
        return from.get(key) instanceof List<?> list ? List.copyOf(list) : List.of();
    }

    static String text(Map<String, Object> from, String key) {
        Object value = from.get(key);
        return value == null || value instanceof Map || value instanceof List ? "" : value.toString();
    }
}
