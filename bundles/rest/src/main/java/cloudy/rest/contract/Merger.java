// SPDX-License-Identifier: Apache-2.0
package cloudy.rest.contract;

import cloudy.api.rest.Answer;
import cloudy.api.rest.Operation;
import cloudy.rest.json.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Makes one contract of parts, and refuses a part that does not fit to those before it. */
final class Merger {

    private static final Map<String, Object> PROBLEM = Map.of("$ref", "#/components/responses/Problem");

    private final Map<String, Route> byShape = new LinkedHashMap<>();
    private final Map<String, Operation> operations = new HashMap<>();
    private final Map<String, Schema> schemas = new HashMap<>();
    private final Set<String> ids = new HashSet<>();
    private final TreeMap<String, Map<String, Object>> paths = new TreeMap<>();
    private final Map<String, TreeMap<String, Object>> components = new LinkedHashMap<>();

    /**
     * Adds a part, or nothing of it.
     *
     * @param answering what the bundle answers, by id
     */
    void add(Part part, Map<String, Operation> answering) {
        requireAnswered(part, answering);
        for (Route route : part.routes()) {
            if (byShape.containsKey(route.shape())) {
                throw new RefusedPartException("has " + route.shape() + ", which is there already");
            }
            if (ids.contains(route.operationId())) {
                throw new RefusedPartException("has " + route.operationId() + ", which is there already");
            }
        }
        part.components()
                .forEach((kind, named) -> named.forEach((name, each) -> {
                    if (!each.equals(
                            components.getOrDefault(kind, new TreeMap<>()).getOrDefault(name, each))) {
                        throw new RefusedPartException("has " + kind + '/' + name + ", which is there already");
                    }
                }));
        requireReferences(part);
        for (Route route : part.routes()) {
            if (byShape.putIfAbsent(route.shape(), route) != null || !ids.add(route.operationId())) {
                throw new IllegalStateException(route.operationId());
            }
        }
        part.routes().stream()
                .filter(route -> answering.containsKey(route.operationId()))
                .forEach(route -> operations.put(route.operationId(), answering.get(route.operationId())));
        schemas.putAll(part.schemas());
        part.components().forEach((kind, named) -> components
                .computeIfAbsent(kind, each -> new TreeMap<>())
                .putAll(named));
        part.paths().forEach((path, item) -> paths.computeIfAbsent(path, each -> new LinkedHashMap<>())
                .putAll(Yaml.object(item, path)));
    }

    /** A component that is being made anew has none of its operations for a moment; some and not others is a fault. */
    private static void requireAnswered(Part part, Map<String, Operation> answering) {
        List<String> missing = part.routes().stream()
                .filter(route -> !route.is(Route.Trait.SERVLET))
                .map(Route::operationId)
                .filter(id -> !answering.containsKey(id))
                .toList();
        long wanted = part.routes().stream()
                .filter(route -> !route.is(Route.Trait.SERVLET))
                .count();
        if (!missing.isEmpty() && missing.size() < wanted) {
            throw new RefusedPartException(
                    "has the operation " + missing.get(0) + ", which the bundle does not answer");
        }
    }

    private void requireReferences(Part part) {
        for (String reference : part.references()) {
            String[] names = reference.split("/", 2);
            boolean known = names.length == 2
                    && (part.components().getOrDefault(names[0], Map.of()).containsKey(names[1])
                            || components
                                    .getOrDefault(names[0], new TreeMap<>())
                                    .containsKey(names[1]));
            if (!known) {
                throw new RefusedPartException("points at " + reference + ", which is nowhere");
            }
        }
    }

    Routes routes() {
        return new Routes(List.copyOf(byShape.values()), schemas, operations, once(this::document));
    }

    private Contract.Document document() {
        var document = new LinkedHashMap<String, Object>();
        document.put("openapi", "3.0.3");
        document.put("info", new TreeMap<>(Map.of("title", "Cloudy", "version", "1.0.0")));
        var shown = new LinkedHashMap<String, Object>();
        paths.forEach((path, item) -> {
            var operationsShown = new LinkedHashMap<String, Object>();
            item.forEach((method, operation) ->
                    operationsShown.put(method, secured(Yaml.object(operation, method + ' ' + path))));
            shown.put(path, operationsShown);
        });
        document.put("paths", shown);
        var all = new LinkedHashMap<String, Object>(components);
        all.put(
                "securitySchemes",
                new TreeMap<>(Map.of(
                        "bearer",
                        new TreeMap<>(Map.of("type", "http", "scheme", "bearer")),
                        "cookie",
                        new TreeMap<>(Map.of("type", "apiKey", "in", "cookie", "name", "__Host-cloudy")))));
        document.put("components", all);
        byte[] json = Json.write(document).getBytes(StandardCharsets.UTF_8);
        Answer answer = Answer.bytes("application/json", json).version(hash(json));
        return new Contract.Document(Collections.unmodifiableMap(document), answer);
    }

    private static Map<String, Object> secured(Map<String, Object> operation) {
        var shown = new LinkedHashMap<>(operation);
        boolean open = "public".equals(operation.get("x-cloudy-role"));
        shown.put("security", open ? List.of() : List.of(Map.of("bearer", List.of()), Map.of("cookie", List.of())));
        var responses = new TreeMap<>(Yaml.object(operation.get("responses"), "responses"));
        for (String status : open ? List.of("403", "429") : List.of("401", "403", "429")) {
            responses.putIfAbsent(status, PROBLEM);
        }
        shown.put("responses", responses);
        return shown;
    }

    static String hash(byte[] json) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(json);
            return HexFormat.of().formatHex(hash, 0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Every bundle that starts makes a new contract; the document is made only of those that are asked for. */
    private static <T> Supplier<T> once(Supplier<T> made) {
        var value = new ArrayList<T>(1);
        return () -> {
            synchronized (value) {
                if (value.isEmpty()) {
                    value.add(made.get());
                }
                return value.get(0);
            }
        };
    }
}
