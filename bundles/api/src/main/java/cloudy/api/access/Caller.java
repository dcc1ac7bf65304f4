// SPDX-License-Identifier: Apache-2.0
package cloudy.api.access;

import static java.util.Objects.requireNonNull;

import java.util.Set;

/**
 * Who asks for something, and how that is known.
 *
 * @param name the user's name, as lists and the audit log show it
 * @param scopes what a token is narrowed to, {@code <tag of the operation>:read} or {@code :write}; empty for everything
 *     that the role allows
 */
public record Caller(String name, Role role, Proof proof, Set<String> scopes) {

    /** How a caller was recognised. */
    public enum Proof {
        /** Signed in with a password, in a browser. */
        SESSION,
        /** A bearer token made by a user. */
        TOKEN,
        /** The token in the run folder: the user who owns the node, on the node itself. */
        LOCAL,
        /** Typed in the node's shell. */
        SHELL,
        /** A file below {@code etc/} or {@code deploy/} was changed. */
        FILE,
        /** The node by itself. */
        NODE
    }

    public Caller {
        requireNonNull(name);
        requireNonNull(role);
        requireNonNull(proof);
        scopes = Set.copyOf(scopes);
    }

    /** What is typed in the node's shell. */
    public static Caller shell() {
        return new Caller("shell", Role.ADMIN, Proof.SHELL, Set.of());
    }

    /** Who can write the node's files. */
    public static Caller file() {
        return new Caller("file", Role.ADMIN, Proof.FILE, Set.of());
    }

    /** The node by itself. */
    public static Caller node() {
        return new Caller("node", Role.ADMIN, Proof.NODE, Set.of());
    }
}
