// SPDX-License-Identifier: Apache-2.0
package cloudy.rest.contract;

import cloudy.api.rest.Operation;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/** The contract at one moment, as the gate asks for it. Immutable. */
public final class Routes {

    /** An operation, and what stood where its path has parameters. */
    public record Match(Route route, Map<String, String> values) {}

    private static final class Step {
        private final Map<String, Step> steps = new HashMap<>();
        private final Map<String, Route> routes = new HashMap<>();
        private final Map<String, Route> tails = new HashMap<>();
        private Step any;

        private Step next(String segment) {
            if (Route.isParameter(segment)) {
                any = any == null ? new Step() : any;
                return any;
            }
            return steps.computeIfAbsent(segment, name -> new Step());
        }
    }

    private final Step root = new Step();
    private final List<Route> routes;
    private final Map<String, Schema> schemas;
    private final Map<String, Operation> operations;
    private final Supplier<Contract.Document> document;

    Routes(
            List<Route> routes,
            Map<String, Schema> schemas,
            Map<String, Operation> operations,
            Supplier<Contract.Document> document) {
        this.routes = List.copyOf(routes);
        this.schemas = Map.copyOf(schemas);
        this.operations = Map.copyOf(operations);
        this.document = document;
        for (Route route : routes) {
            boolean tail = route.is(Route.Trait.TAIL);
            List<String> segments = route.segments();
            Step step = root;
            for (String segment : segments.subList(0, segments.size() - (tail ? 1 : 0))) {
                step = step.next(segment);
            }
            (tail ? step.tails : step.routes).put(route.method(), route);
        }
    }

    /** Every operation, ours before those of bundles that came later. */
    List<Route> all() {
        return routes;
    }

    /** What answers this path, by method; empty when nothing has this path. A fixed name goes before a parameter. */
    public Map<String, Route> at(List<String> path) {
        return at(root, path);
    }

    private static Map<String, Route> at(Step step, List<String> path) {
        if (path.isEmpty()) {
            return step.routes;
        }
        List<String> rest = path.subList(1, path.size());
        Map<String, Route> found = Map.of();
        Step fixed = step.steps.get(path.get(0));
        if (fixed != null) {
            found = at(fixed, rest);
        }
        if (found.isEmpty() && step.any != null && !path.get(0).isEmpty()) {
            found = at(step.any, rest);
        }
        return found.isEmpty() ? step.tails : found;
    }

    /** The match of a route that {@link #at} gave for this path. */
    public static Match match(Route route, List<String> path) {
        var values = new LinkedHashMap<String, String>();
        List<String> segments = route.segments();
        for (int i = 0; i < segments.size(); i++) {
            String segment = segments.get(i);
            if (Route.isParameter(segment)) {
                boolean tail = i == segments.size() - 1 && route.is(Route.Trait.TAIL);
                values.put(
                        segment.substring(1, segment.length() - 1),
                        tail ? String.join("/", path.subList(i, path.size())) : path.get(i));
            }
        }
        return new Match(route, values);
    }

    /** The methods of a path, as the header {@code Allow} has them. */
    public static String allow(Set<String> methods) {
        var all = new TreeSet<>(methods);
        all.add("OPTIONS");
        if (all.contains("GET")) {
            all.add("HEAD");
        }
        return String.join(", ", all);
    }

    /** The value of a parameter, if the contract takes it. */
    public Object accept(Parameter parameter, String text) {
        return parameter.accept(text, this::schema);
    }

    /** The body with its defaults, if the contract takes it. */
    public Map<String, Object> accept(Route.Body body, Map<String, Object> object) {
        return Yaml.object(body.schema().accept("", object, this::schema), "the body");
    }

    /** The schema with this name; there is one, for the contract was checked. */
    Schema schema(String name) {
        return schemas.get(name);
    }

    /** What answers; empty while the component that does is being made anew. */
    public Optional<Operation> operation(Route route) {
        return Optional.ofNullable(operations.get(route.operationId()));
    }

    /** The one contract, made of all parts. */
    Contract.Document document() {
        return document.get();
    }
}
