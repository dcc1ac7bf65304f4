// SPDX-License-Identifier: Apache-2.0
package cloudy.rest.contract;

import cloudy.api.access.Role;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One operation of the contract: what a request must be like, and who may make it.
 *
 * @param segments of the path; a name in braces stands for anything
 * @param role who may call it; empty for anyone
 * @param body what the JSON object must be like; empty when none is taken
 * @param command how the command line calls it; empty when it does not
 */
public record Route(
        String method,
        List<String> segments,
        String operationId,
        String tag,
        Optional<Role> role,
        Set<Trait> traits,
        List<Parameter> parameters,
        Optional<Body> body,
        Optional<CommandWords> command) {

    /** What the words that begin with {@code x-cloudy-} say. */
    public enum Trait {
        /** The last parameter takes the rest of the path. */
        TAIL,
        /** Served without TLS, too. */
        PLAIN,
        /** Answered by a servlet of the bundle's own. */
        SERVLET,
        /** Changes nothing, whatever its method says. */
        UNAUDITED
    }

    /** The JSON object of a request. */
    public record Body(boolean required, Schema schema) {}

    public boolean is(Trait trait) {
        return traits.contains(trait);
    }

    /** Whether a token needs the scope to read or the one to write. */
    public String scope() {
        return tag + (method.equals("GET") ? ":read" : ":write");
    }

    /** The path with the names of its parameters taken out: what two operations must not share. */
    String shape() {
        return method + ' ' + String.join("/", segments).replaceAll("\\{[^}]*}", "{}");
    }

    static boolean isParameter(String segment) {
        return segment.startsWith("{");
    }
}
