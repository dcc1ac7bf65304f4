// SPDX-License-Identifier: Apache-2.0
package cloudy.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.zjsonpatch.JsonPatch;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The API of a cluster, in memory, as far as {@code kubectl} and a Cloudy node need it: what is made, changed and deleted
 * is listed and watched. It plays the controllers, too: a NodePort gets a port, and a Service with a selector a pod on the
 * board {@value #BOARD}.
 */
public final class ApiServer implements Closeable {

    /** Where every pod runs. */
    public static final String BOARD = "pi1";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern PLACE =
            Pattern.compile("/(?:api/(v1)|apis/([^/]+/[^/]+))(?:/namespaces/([^/]+))?/([a-z]+)(?:/([^/]+))?");

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, ObjectNode> things = new TreeMap<>();
    private final List<Event> history = new ArrayList<>();
    private final boolean allowed;
    private final int nodePort;
    private boolean closed;

    private record Event(String type, ApiPlace place, ObjectNode thing) {}

    /**
     * Begins to answer.
     *
     * @param allowed what it says to whoever asks what he may do
     * @param nodePort that every port of a NodePort gets
     */
    public ApiServer(InetSocketAddress address, boolean allowed, int nodePort) throws IOException {
        this.allowed = allowed;
        this.nodePort = nodePort;
        server = HttpServer.create(address, 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /**
     * A program for a host of its own: a cluster with one board.
     *
     * @param arguments its address and port, the address of the board, the port that every NodePort gets, and what to say
     *     when it has begun
     */
    public static void main(String[] arguments) throws IOException {
        var api = new ApiServer(
                new InetSocketAddress(arguments[0], Integer.parseInt(arguments[1])),
                true,
                Integer.parseInt(arguments[3]));
        api.make(new ApiPlace("v1", "nodes", "", BOARD), (ObjectNode)
                JSON.readTree("{\"apiVersion\":\"v1\",\"kind\":\"Node\",\"metadata\":{\"name\":\"" + BOARD
                        + "\"},\"status\":{\"addresses\":[{\"type\":\"InternalIP\",\"address\":\"" + arguments[2]
                        + "\"}],\"conditions\":[{\"type\":\"Ready\",\"status\":\"True\"}]}}"));
        System.out.println(arguments[4]);
        if (System.in.read() < 0) {
            System.exit(0);
        }
    }

    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            Map<String, String> query = query(exchange.getRequestURI().getRawQuery());
            byte[] body = exchange.getRequestBody().readAllBytes();
            try {
                Matcher matcher = PLACE.matcher(path);
                if (!matcher.matches()) {
                    answer(exchange, 200, ApiPlace.discovery(path));
                } else if (matcher.group(4).equals("selfsubjectaccessreviews")) {
                    ObjectNode review = (ObjectNode) JSON.readTree(body);
                    review.putObject("status").put("allowed", allowed);
                    answer(exchange, 201, review);
                } else {
                    var place = new ApiPlace(
                            matcher.group(1) == null ? matcher.group(2) : matcher.group(1),
                            matcher.group(4),
                            text(matcher.group(3)),
                            text(matcher.group(5)));
                    place.kind();
                    if ("true".equals(query.get("watch"))) {
                        watch(exchange, place, query);
                    } else {
                        String how = String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type"));
                        boolean made = exchange.getRequestMethod().equals("POST");
                        answer(exchange, made ? 201 : 200, act(exchange.getRequestMethod(), how, place, query, body));
                    }
                }
            } catch (ApiPlace.Refusal e) {
                ObjectNode status = status("Failure");
                status.put("reason", e.getMessage())
                        .put("message", e.getMessage())
                        .put("code", e.code);
                answer(exchange, e.code, status);
            }
        }
    }

    private synchronized JsonNode act(String method, String how, ApiPlace place, Map<String, String> query, byte[] body)
            throws IOException {
        ObjectNode before = things.get(place.key());
        if (method.equals("POST")) {
            ObjectNode thing = (ObjectNode) JSON.readTree(body);
            String name = thing.path("metadata").path("name").asText();
            return make(new ApiPlace(place.version(), place.plural(), place.namespace(), name), thing);
        }
        if (place.name().isEmpty()) {
            return list(place, wanted(query));
        }
        if (before == null) {
            throw new ApiPlace.Refusal(404, "NotFound");
        }
        return switch (method) {
            case "GET" -> before;
            case "DELETE" -> {
                remove(place, before);
                yield status("Success");
            }
            case "PUT" -> replace(place, before, (ObjectNode) JSON.readTree(body));
            case "PATCH" -> {
                JsonNode patch = JSON.readTree(body);
                yield replace(
                        place,
                        before,
                        how.startsWith("application/json-patch")
                                ? (ObjectNode) JsonPatch.apply(patch, before)
                                : merge(before.deepCopy(), patch));
            }
            default -> throw new ApiPlace.Refusal(405, "MethodNotAllowed");
        };
    }

    private synchronized ObjectNode make(ApiPlace place, ObjectNode thing) {
        if (things.containsKey(place.key())) {
            throw new ApiPlace.Refusal(409, "AlreadyExists");
        }
        ObjectNode metadata = thing.withObjectProperty("metadata");
        metadata.put(
                "creationTimestamp",
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        if (!place.namespace().isEmpty()) {
            metadata.put("namespace", place.namespace());
        }
        if (!metadata.has("uid")) {
            metadata.put("uid", UUID.randomUUID().toString());
        }
        if (place.plural().equals("services")) {
            serve(place, thing);
        }
        keep("ADDED", place, thing);
        return thing;
    }

    /** What the API itself and the controllers do about a Service. */
    private void serve(ApiPlace place, ObjectNode service) {
        if (service.path("spec").path("type").asText().equals("NodePort")) {
            service.path("spec").path("ports").forEach(port -> {
                if (port.path("nodePort").asInt() == 0) {
                    ((ObjectNode) port).put("nodePort", nodePort);
                }
            });
        }
        if (service.path("spec").has("selector")) {
            ObjectNode slice = JSON.createObjectNode();
            slice.put("apiVersion", "discovery.k8s.io/v1")
                    .put("kind", "EndpointSlice")
                    .put("addressType", "IPv4");
            slice.putObject("metadata")
                    .put("name", place.name() + "-x1")
                    .putObject("labels")
                    .put("kubernetes.io/service-name", place.name());
            ObjectNode endpoint = slice.putArray("endpoints").addObject();
            endpoint.put("nodeName", BOARD).putArray("addresses").add("10.244.0.5");
            endpoint.putObject("conditions").put("ready", true);
            make(sliceOf(place), slice);
        }
    }

    private static ApiPlace sliceOf(ApiPlace service) {
        return new ApiPlace("discovery.k8s.io/v1", "endpointslices", service.namespace(), service.name() + "-x1");
    }

    private void remove(ApiPlace place, ObjectNode thing) {
        things.remove(place.key());
        tell("DELETED", place, thing.deepCopy());
        ObjectNode slice = things.get(sliceOf(place).key());
        if (place.plural().equals("services") && thing.path("spec").has("selector") && slice != null) {
            remove(sliceOf(place), slice);
        }
    }

    private ObjectNode replace(ApiPlace place, ObjectNode before, ObjectNode after) {
        String known = after.path("metadata").path("resourceVersion").asText();
        if (!known.isEmpty()
                && !known.equals(before.path("metadata").path("resourceVersion").asText())) {
            throw new ApiPlace.Refusal(409, "Conflict");
        }
        ObjectNode metadata = after.withObjectProperty("metadata");
        metadata.set("uid", before.path("metadata").path("uid"));
        keep("MODIFIED", place, after);
        return after;
    }

    private void keep(String type, ApiPlace place, ObjectNode thing) {
        things.put(place.key(), thing);
        tell(type, place, thing);
    }

    /** The number of an event is its place in the history, and the version of the thing. */
    private void tell(String type, ApiPlace place, ObjectNode thing) {
        thing.withObjectProperty("metadata").put("resourceVersion", Integer.toString(history.size() + 1));
        history.add(new Event(type, place, thing.deepCopy()));
        notifyAll();
    }

    private ObjectNode list(ApiPlace place, Predicate<JsonNode> wanted) {
        ObjectNode list = JSON.createObjectNode();
        list.put("kind", place.kind().name() + "List").put("apiVersion", place.version());
        list.putObject("metadata").put("resourceVersion", Integer.toString(history.size()));
        ArrayNode items = list.putArray("items");
        things.forEach((key, thing) -> {
            String[] parts = key.split("\\|", -1);
            if (place.holds(new ApiPlace(parts[0], parts[1], parts[2], parts[3])) && wanted.test(thing)) {
                items.add(thing);
            }
        });
        return list;
    }

    private void watch(HttpExchange exchange, ApiPlace place, Map<String, String> query) throws IOException {
        int seen = Integer.parseInt(query.getOrDefault("resourceVersion", "0"));
        Predicate<JsonNode> wanted = wanted(query);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, 0);
        exchange.getResponseBody().flush();
        while (true) {
            List<Event> news;
            synchronized (this) {
                try {
                    while (seen >= history.size() && !closed) {
                        wait();
                    }
                } catch (InterruptedException e) {
                    return;
                }
                if (closed) {
                    return;
                }
                news = List.copyOf(history.subList(seen, history.size()));
                seen = history.size();
            }
            for (Event event : news) {
                if (place.holds(event.place()) && wanted.test(event.thing())) {
                    ObjectNode line = JSON.createObjectNode().put("type", event.type());
                    line.set("object", event.thing());
                    exchange.getResponseBody().write((line + "\n").getBytes(StandardCharsets.UTF_8));
                }
            }
            exchange.getResponseBody().flush();
        }
    }

    /** By labels and by name, as selectors say it. */
    private static Predicate<JsonNode> wanted(Map<String, String> query) {
        Predicate<JsonNode> all = thing -> true;
        for (String part : query.getOrDefault("labelSelector", "").split(",", -1)) {
            String[] pair = part.split("==?", 2);
            if (!part.isEmpty()) {
                all = all.and(thing -> {
                    JsonNode label = thing.path("metadata").path("labels").path(pair[0]);
                    return pair.length == 1
                            ? !label.isMissingNode()
                            : label.asText().equals(pair[1]);
                });
            }
        }
        for (String part : query.getOrDefault("fieldSelector", "").split(",", -1)) {
            if (part.startsWith("metadata.name=")) {
                String name = part.substring(part.indexOf('=') + 1);
                all = all.and(
                        thing -> thing.path("metadata").path("name").asText().equals(name));
            }
        }
        return all;
    }

    private static ObjectNode merge(ObjectNode before, JsonNode patch) {
        patch.properties().forEach(field -> {
            if (field.getValue().isNull()) {
                before.remove(field.getKey());
            } else if (field.getValue().isObject()) {
                merge(before.withObjectProperty(field.getKey()), field.getValue());
            } else {
                before.set(field.getKey(), field.getValue());
            }
        });
        return before;
    }

    private static ObjectNode status(String word) {
        return JSON.createObjectNode()
                .put("kind", "Status")
                .put("apiVersion", "v1")
                .put("status", word);
    }

    private static Map<String, String> query(String raw) {
        Map<String, String> query = new HashMap<>();
        for (String pair : text(raw).split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                query.put(
                        pair.substring(0, equals),
                        URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return query;
    }

    private static String text(String orNull) {
        return orNull == null ? "" : orNull;
    }

    private static void answer(HttpExchange exchange, int code, JsonNode body) throws IOException {
        byte[] bytes = JSON.writeValueAsBytes(body);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(code, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
