// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import com.atlassian.oai.validator.OpenApiInteractionValidator;
import com.atlassian.oai.validator.model.SimpleRequest;
import com.atlassian.oai.validator.model.SimpleResponse;
import com.atlassian.oai.validator.report.ValidationReport;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The contract that a running node serves, and a library that holds what is said to the node, and by it, against it. */
final class Contract {

    /** One operation as the contract has it. */
    record Operation(String id, String method, String path, String tag, String role, JsonNode json) {

        /** Whether a concrete path is this one's. */
        boolean has(String sent) {
            var pattern = new StringBuilder();
            for (String segment : path.substring(1).split("/", -1)) {
                pattern.append('/').append(segment.startsWith("{") ? "[^/]+" : Pattern.quote(segment));
            }
            return sent.matches(pattern.toString());
        }

        /** What a token must be for, where it is narrowed. */
        String scope() {
            return tag + (method.equals("GET") ? ":read" : ":write");
        }

        boolean isStream() {
            JsonNode content = json.at("/responses/200/content");
            return content.size() == 1 && content.has("text/event-stream");
        }

        boolean isPlain() {
            return json.path("x-cloudy-plain").asBoolean();
        }

        boolean isServlet() {
            return json.path("x-cloudy-servlet").asBoolean();
        }

        boolean answers(int status) {
            return json.path("responses").has(Integer.toString(status));
        }
    }

    /** Nobody waits longer, on a busy machine, too. */
    private static final long SLOW = Duration.ofSeconds(15).toNanos();

    private final Map<String, Map<String, Operation>> paths = new TreeMap<>();
    private final OpenApiInteractionValidator validator;
    private final Set<String> held = new TreeSet<>();
    private final List<String> lies = new ArrayList<>();

    private Contract(String text) {
        Api.parse(text).path("paths").properties().forEach(path -> {
            var methods = new TreeMap<String, Operation>();
            path.getValue().properties().forEach(each -> {
                String method = each.getKey().toUpperCase(Locale.ROOT);
                JsonNode json = each.getValue();
                methods.put(
                        method,
                        new Operation(
                                json.path("operationId").asText(),
                                method,
                                path.getKey(),
                                json.path("tags").path(0).asText(),
                                json.path("x-cloudy-role").asText(),
                                json));
            });
            paths.put(path.getKey(), methods);
        });
        validator = OpenApiInteractionValidator.createForInlineApiSpecification(text)
                .build();
    }

    /** Asks the node for it. */
    static Contract of(Api node) throws IOException {
        return new Contract(node.get("/api/v1/openapi.json").must(200).text());
    }

    Map<String, Map<String, Operation>> paths() {
        return paths;
    }

    /** Sends a request that is to succeed, and holds it and its answer against the contract. */
    Api.Reply hold(Api caller, String method, String target, Object body) throws IOException {
        long begun = System.nanoTime();
        Api.Reply reply = caller.send(method, target, body);
        if (System.nanoTime() - begun > SLOW) {
            lies.add(method + ' ' + target + " is answered after " + (System.nanoTime() - begun) / 1_000_000 + " ms");
        }
        return hold(caller, method, target, body, reply);
    }

    /** Holds a request, and an answer that has come already, against the contract. */
    Api.Reply hold(Api caller, String method, String target, Object body, Api.Reply reply) {
        String[] parts = target.split("\\?", 2);
        var request = new SimpleRequest.Builder(method, parts[0]);
        caller.headers().forEach(request::withHeader);
        if (parts.length > 1) {
            for (String pair : parts[1].split("&", -1)) {
                String[] both = pair.split("=", 2);
                request.withQueryParam(both[0], URLDecoder.decode(both[1], StandardCharsets.UTF_8));
            }
        }
        if (body != null) {
            request.withContentType("application/json").withBody(Api.json(body));
        }
        var response = SimpleResponse.Builder.status(reply.status());
        reply.headers().forEach(response::withHeader);
        if (reply.bytes().length > 0) {
            response.withBody(reply.text());
        } else if (reply.header("Content-Type").startsWith("text/")) {
            // The library takes a text without a word for no text.
            response.withBody("\n");
        }
        String id = operation(method, parts[0]).map(Operation::id).orElse(method + ' ' + parts[0]);
        if (reply.status() >= 400) {
            throw new AssertionError(id + " is answered with " + reply + "; " + lies);
        }
        held.add(id);
        ValidationReport report = validator.validate(request.build(), response.build());
        for (ValidationReport.Message message : report.getMessages()) {
            if (message.getLevel() == ValidationReport.Level.ERROR) {
                lies.add(id + " (" + reply.status() + "): "
                        + message.getMessage().lines().findFirst().orElse(""));
            }
        }
        return reply;
    }

    private Optional<Operation> operation(String method, String path) {
        return paths.values().stream()
                .flatMap(methods -> methods.values().stream())
                .filter(operation -> operation.method().equals(method) && operation.has(path))
                // A name goes before a parameter.
                .min(Comparator.comparingInt(operation ->
                        (int) operation.path().chars().filter(c -> c == '{').count()));
    }

    /** What did not agree so far, one line each. */
    List<String> lies() {
        return List.copyOf(lies);
    }

    /** The operations that no answer was held against. */
    Set<String> unheld() {
        var left = new TreeSet<String>();
        for (Map<String, Operation> methods : paths.values()) {
            Iterator<Operation> each = methods.values().iterator();
            each.forEachRemaining(operation -> left.add(operation.id()));
        }
        left.removeAll(held);
        return left;
    }

    int size() {
        return paths.values().stream().mapToInt(Map::size).sum();
    }
}
