// SPDX-License-Identifier: Apache-2.0
package cloudy.rest.contract;

import cloudy.api.access.Role;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Checks what a file says, word for word, and makes a {@link Part} of it. */
final class PartReader {

    private static final String ROOT = "/api/v1/";
    private static final String OURS = "cloudy.";
    private static final String REF = "#/components/";
    private static final Set<String> METHODS = Set.of("get", "put", "post", "patch", "delete");
    private static final Set<String> HEADERS =
            Set.of("if-match", "if-none-match", "last-event-id", "accept-language", "accept");
    private static final Map<String, Route.Trait> TRAITS =
            Map.of("x-cloudy-plain", Route.Trait.PLAIN, "x-cloudy-servlet", Route.Trait.SERVLET);

    private final String owner;
    private final Map<String, Object> shared;
    private final Set<String> references = new LinkedHashSet<>();
    private final List<Route> routes = new ArrayList<>();

    /**
     * Begins to read.
     *
     * @param owner the symbolic name of the bundle
     * @param shared common parameters by name, which {@code $ref} may point at
     */
    PartReader(String owner, Map<String, Object> shared) {
        this.owner = owner;
        this.shared = shared;
    }

    Part read(Map<String, Object> document) {
        requireWords(document, "the file", "openapi", "info", "paths", "components", "tags");
        if (!String.valueOf(document.get("openapi")).startsWith("3.0.")) {
            throw new RefusedPartException("is not of OpenAPI 3.0");
        }
        Map<String, Map<String, Object>> components = components(document);
        var schemas = new LinkedHashMap<String, Schema>();
        components.getOrDefault("schemas", Map.of()).forEach((name, each) -> {
            requireName(name);
            schemas.put(name, SchemaReader.read(each, name));
        });
        Map<String, Object> paths = Yaml.object(document.getOrDefault("paths", Map.of()), "paths");
        paths.forEach(this::path);
        collect(document);
        return new Part(paths, components, List.copyOf(routes), schemas, references);
    }

    private Map<String, Map<String, Object>> components(Map<String, Object> document) {
        var components = new LinkedHashMap<String, Map<String, Object>>();
        Map<String, Object> given = Yaml.object(document.getOrDefault("components", Map.of()), "components");
        if (owner.equals("cloudy.rest")) {
            requireWords(given, "components", "schemas", "parameters", "responses");
        } else {
            requireWords(given, "components", "schemas");
        }
        given.forEach((kind, each) -> components.put(kind, Yaml.object(each, kind)));
        return components;
    }

    private void path(String path, Object item) {
        String below = owner.startsWith(OURS) ? "/" : ROOT + "x/" + owner + '/';
        boolean apart = owner.startsWith(OURS) || (path + '/').startsWith(below);
        if (!apart || !path.startsWith("/") || path.length() > 200) {
            throw new RefusedPartException("has the path " + path + ", which does not begin with " + below);
        }
        List<String> segments =
                path.equals("/") ? List.of() : List.of(path.substring(1).split("/", -1));
        for (String segment : segments) {
            if (!segment.matches("[A-Za-z0-9._-]+|\\{[A-Za-z][A-Za-z0-9]*}") || segment.matches("\\.+")) {
                throw new RefusedPartException("has the path " + path + ", which is no path");
            }
        }
        Yaml.object(item, path).forEach((method, operation) -> {
            if (!METHODS.contains(method)) {
                throw new RefusedPartException(path + " says " + method + ", which is not taken here");
            }
            routes.add(route(method.toUpperCase(Locale.ROOT), segments, Yaml.object(operation, method + ' ' + path)));
        });
    }

    private Route route(String method, List<String> segments, Map<String, Object> operation) {
        String id = String.valueOf(operation.get("operationId"));
        requireName(id);
        requireWords(
                operation,
                id,
                "operationId",
                "tags",
                "summary",
                "description",
                "deprecated",
                "parameters",
                "requestBody",
                "responses",
                "x-cloudy-role",
                "x-cloudy-plain",
                "x-cloudy-servlet",
                "x-cloudy-audit",
                "x-cloudy-command",
                "x-cloudy-columns",
                "x-cloudy-file");
        if (!(operation.get("tags") instanceof List<?> tags)
                || tags.size() != 1
                || !String.valueOf(tags.get(0)).matches("[a-z][a-z0-9-]{0,30}")) {
            throw new RefusedPartException(id + " must have one tag");
        }
        if (!(operation.get("summary") instanceof String summary) || summary.length() > 60) {
            throw new RefusedPartException(id + " must have a summary of at most 60 characters");
        }
        Yaml.object(operation.getOrDefault("responses", ""), "responses of " + id);
        var traits = EnumSet.noneOf(Route.Trait.class);
        TRAITS.forEach((word, trait) -> {
            if (Boolean.TRUE.equals(operation.get(word))) {
                traits.add(trait);
            }
        });
        if (Boolean.FALSE.equals(operation.get("x-cloudy-audit"))) {
            traits.add(Route.Trait.UNAUDITED);
        }
        if (traits.contains(Route.Trait.PLAIN) && !"public".equals(operation.get("x-cloudy-role"))) {
            throw new RefusedPartException(id + " is plain, so it must be public: no token goes over plain HTTP");
        }
        List<Parameter> parameters =
                parameters(id, operation, segments.isEmpty() ? "" : segments.get(segments.size() - 1), traits);
        requireAllInPath(id, segments, parameters);
        return new Route(
                method,
                segments,
                id,
                tags.get(0).toString(),
                role(id, operation.get("x-cloudy-role")),
                traits,
                parameters,
                body(id, method, operation, traits),
                CommandWords.read(id, operation));
    }

    private static Optional<Role> role(String id, Object word) {
        return switch (String.valueOf(word)) {
            case "public" -> Optional.empty();
            case "viewer" -> Optional.of(Role.VIEWER);
            case "operator" -> Optional.of(Role.OPERATOR);
            case "admin" -> Optional.of(Role.ADMIN);
            default -> throw new RefusedPartException(id + " has no x-cloudy-role that is one");
        };
    }

    private List<Parameter> parameters(String id, Map<String, Object> operation, String last, Set<Route.Trait> traits) {
        if (!(operation.getOrDefault("parameters", List.of()) instanceof List<?> list)) {
            throw new RefusedPartException(id + " has parameters that are no list");
        }
        var parameters = new ArrayList<Parameter>();
        var names = new HashSet<String>();
        for (Object each : list) {
            Map<String, Object> words = resolve(id, Yaml.object(each, "a parameter of " + id));
            String name = String.valueOf(words.get("name"));
            String in = String.valueOf(words.get("in"));
            String where = "the parameter " + name + " of " + id;
            requireWords(
                    words,
                    where,
                    "name",
                    "in",
                    "required",
                    "description",
                    "schema",
                    "example",
                    "x-cloudy-tail",
                    "style",
                    "explode",
                    "deprecated");
            if (in.equals("header") ? !HEADERS.contains(name.toLowerCase(Locale.ROOT)) : !in.matches("path|query")) {
                throw new RefusedPartException(where + " is in a place that is not taken: " + in);
            }
            if (!names.add(in + name)) {
                throw new RefusedPartException(id + " has the parameter " + name + " twice");
            }
            Schema schema = SchemaReader.read(words.get("schema"), where);
            boolean required = Boolean.TRUE.equals(words.get("required"));
            if (in.equals("path") && !required) {
                throw new RefusedPartException(where + " must be required");
            }
            if (schema.type().equals("object") || schema.reference().isPresent()) {
                throw new RefusedPartException(where + " must be of a plain type");
            }
            if (schema.type().equals("array") && !Boolean.FALSE.equals(words.get("explode"))) {
                throw new RefusedPartException(where + " is a list, so it must say explode: false");
            }
            if (Boolean.TRUE.equals(words.get("x-cloudy-tail"))) {
                if (!last.equals('{' + name + '}')) {
                    throw new RefusedPartException(where + " is a tail, but not the last of the path");
                }
                traits.add(Route.Trait.TAIL);
            }
            if (!in.equals("header")) {
                parameters.add(new Parameter(name, in.equals("path"), required, schema));
            }
        }
        return List.copyOf(parameters);
    }

    private Map<String, Object> resolve(String id, Map<String, Object> parameter) {
        if (!parameter.containsKey("$ref")) {
            return parameter;
        }
        String name = String.valueOf(parameter.get("$ref")).replace(REF + "parameters/", "");
        if (!shared.containsKey(name)) {
            throw new RefusedPartException(id + " points at the parameter " + name + ", which is nowhere");
        }
        return Yaml.object(shared.get(name), name);
    }

    private static void requireAllInPath(String id, List<String> segments, List<Parameter> parameters) {
        List<String> wanted = segments.stream()
                .filter(Route::isParameter)
                .map(segment -> segment.substring(1, segment.length() - 1))
                .sorted()
                .toList();
        List<String> declared = parameters.stream()
                .filter(Parameter::inPath)
                .map(Parameter::name)
                .sorted()
                .toList();
        if (!wanted.equals(declared)) {
            throw new RefusedPartException(
                    id + " must declare the parameters " + wanted + " of its path, and no other");
        }
    }

    private Optional<Route.Body> body(
            String id, String method, Map<String, Object> operation, Set<Route.Trait> traits) {
        if (!operation.containsKey("requestBody")) {
            return Optional.empty();
        }
        Map<String, Object> body = Yaml.object(operation.get("requestBody"), "the body of " + id);
        requireWords(body, "the body of " + id, "required", "description", "content");
        Map<String, Object> content = Yaml.object(body.getOrDefault("content", ""), "the body of " + id);
        if (method.equals("GET")) {
            throw new RefusedPartException(id + " takes a body with GET");
        }
        if (traits.contains(Route.Trait.SERVLET)) {
            return Optional.empty();
        }
        requireWords(content, "the body of " + id, "application/json");
        Map<String, Object> media = Yaml.object(content.getOrDefault("application/json", ""), "the body of " + id);
        requireWords(media, "the body of " + id, "schema", "example");
        return Optional.of(new Route.Body(
                Boolean.TRUE.equals(body.get("required")),
                SchemaReader.read(media.get("schema"), "the body of " + id)));
    }

    /** Every reference that the file has, wherever it is. */
    private void collect(Object value) {
        if (value instanceof Map<?, ?> map) {
            if (map.get("$ref") instanceof String target) {
                if (!target.startsWith(REF)) {
                    throw new RefusedPartException("points out of the contract: " + target);
                }
                references.add(target.substring(REF.length()));
            }
            map.values().forEach(this::collect);
        } else if (value instanceof List<?> list) {
            list.forEach(this::collect);
        }
    }

    private static void requireName(String name) {
        if (!name.matches("[A-Za-z][A-Za-z0-9]{0,63}")) {
            throw new RefusedPartException("has a name that is none: " + name);
        }
    }

    private static void requireWords(Map<String, Object> map, String where, String... words) {
        for (String key : map.keySet()) {
            if (!Arrays.asList(words).contains(key)) {
                throw new RefusedPartException(where + " says " + key + ", which is not taken here");
            }
        }
    }
}
