// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import cloudy.itests.Contract.Operation;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Goes to every address of a node's contract, by every method and as everyone, and notes what is open that should not
 * be, or shut that should not. It changes nothing: who may do something asks for it in a way that cannot be done.
 */
final class Walk {

    static final List<String> METHODS = List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE");

    /** Every answer, or its beginning, is there at once, on a busy machine, too. */
    private static final long SLOW = Duration.ofSeconds(15).toNanos();

    private static final List<String> ROLES = List.of("public", "viewer", "operator", "admin");
    /** Nothing on the node is called so; each pattern of the contract takes one of them. */
    private static final List<String> NAMES =
            List.of("0000000000000000", "000000000000", "0", "00000000", "cloudy.nowhere", "nobody-here");

    /**
     * Someone who walks.
     *
     * @param role what this one may do; {@code nobody} for one who is not known
     * @param scopes what a token is narrowed to; empty for everything
     * @param changes whether it may change anything, as a browser may not that does not show who made the request
     */
    record Walker(String name, Api api, String role, Set<String> scopes, boolean changes) {

        /** Someone with all that a role has. */
        static Walker of(String name, Api api, String role) {
            return new Walker(name, api, role, Set.of(), true);
        }

        /** What this one is refused with; empty where the way is free. */
        Optional<Integer> refused(Operation operation, boolean change) {
            if (operation.role().equals("public")) {
                return Optional.empty();
            }
            if (role.equals("nobody")) {
                return Optional.of(401);
            }
            boolean may = ROLES.indexOf(role) >= ROLES.indexOf(operation.role())
                    && (scopes.isEmpty() || scopes.contains(operation.scope()))
                    && (changes || !change);
            return may ? Optional.empty() : Optional.of(403);
        }
    }

    private final Contract contract;
    private final List<Walker> walkers;
    private final List<String> wrong = new ArrayList<>();
    private int steps;

    Walk(Contract contract, List<Walker> walkers) {
        this.contract = contract;
        this.walkers = walkers;
    }

    /** Goes everywhere; what was not as the contract says, one line each. */
    List<String> everywhere() throws IOException {
        for (Map.Entry<String, Map<String, Operation>> path : contract.paths().entrySet()) {
            String target = target(path.getKey(), path.getValue());
            for (Walker walker : walkers) {
                for (String method : METHODS) {
                    step(walker, method, target, path.getValue());
                }
            }
        }
        return List.copyOf(wrong);
    }

    int steps() {
        return steps;
    }

    private void step(Walker walker, String method, String target, Map<String, Operation> operations)
            throws IOException {
        Optional<Operation> operation = Optional.ofNullable(operations.get(method.equals("HEAD") ? "GET" : method));
        boolean change = Set.of("POST", "PUT", "PATCH", "DELETE").contains(method);
        String body = change ? "{\"nobody-takes-this\":true}" : "";
        Optional<Integer> refused = operation.flatMap(each -> walker.refused(each, change));
        boolean stream = operation.filter(Operation::isStream).isPresent() && refused.isEmpty();
        long begun = System.nanoTime();
        Api.Reply reply = walker.api()
                .raw("tls", Api.HTTPS, walker.api().request(method, target, body), stream ? "\r\n\r\n" : "");
        steps++;
        String said = method + ' ' + target + " as " + walker.name() + ": " + reply.status();
        if (System.nanoTime() - begun > SLOW) {
            wrong.add(said + " after " + (System.nanoTime() - begun) / 1_000_000 + " ms");
        }
        if (operation.isEmpty()) {
            if (reply.status() != (method.equals("OPTIONS") ? 204 : 405)
                    || (method.equals("OPTIONS") && hasBody(reply))) {
                wrong.add(said + ", but the contract has no such operation");
            }
            return;
        }
        if (refused.isPresent()) {
            if (reply.status() != refused.get()) {
                wrong.add(said + ", not " + refused.get());
            } else if (!method.equals("HEAD") && !isProblem(reply)) {
                wrong.add(said + " tells more than why: " + reply);
            }
        } else if (reply.status() == 401 || reply.status() == 403) {
            wrong.add(said + ", although it may: " + reply);
        } else if (change && !operation.get().isServlet() && reply.status() != 400 && reply.status() != 404) {
            wrong.add(said + ", although nobody can do this: " + reply);
        } else if (!operation.get().answers(reply.status()) && !(change && reply.status() == 400)) {
            wrong.add(said + ", which the contract does not have: " + reply);
        }
    }

    private static boolean hasBody(Api.Reply reply) {
        return reply.bytes().length > 0;
    }

    private static boolean isProblem(Api.Reply reply) {
        return reply.header("Content-Type").startsWith("application/problem+json")
                && reply.json().path("status").asInt() == reply.status()
                && reply.bytes().length < 1000;
    }

    /** An address of a path of the contract, at which nothing is. */
    private static String target(String path, Map<String, Operation> operations) {
        String target = path;
        for (var parameter : operations.values().iterator().next().json().path("parameters")) {
            if (parameter.path("in").asText().equals("path")) {
                String pattern = parameter.at("/schema/pattern").asText("");
                String name = NAMES.stream()
                        .filter(each -> pattern.isEmpty() || each.matches(pattern))
                        .findFirst()
                        .orElseThrow(() -> new AssertionError("no name for " + path + " fits " + pattern));
                target = target.replace('{' + parameter.path("name").asText() + '}', name);
            }
        }
        return target;
    }
}
