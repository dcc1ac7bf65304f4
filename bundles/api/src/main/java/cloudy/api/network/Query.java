// SPDX-License-Identifier: Apache-2.0
package cloudy.api.network;

import static java.util.Objects.requireNonNull;

import cloudy.api.InvalidFieldException;
import cloudy.api.Why;
import java.util.Optional;

/**
 * What to look for in the directory; all conditions hold together.
 *
 * @param type exactly this service type, without regard to case
 * @param node exactly this node id or host name, without regard to case
 * @param text words that all occur in type, description, host name or TXT, in any order, without regard to case and
 *     accents: {@code camera} finds {@code Càmera}
 * @param carrier heard by this carrier, among others or alone
 * @param limit how many entries to answer at most, 1 to {@value #MAX}
 */
public record Query(
        Optional<String> type, Optional<String> node, Optional<String> text, Optional<String> carrier, int limit) {

    /** The most that one search answers. */
    public static final int MAX = 100_000;

    private static final Query ALL =
            new Query(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), MAX);

    public Query {
        requireNonNull(type);
        requireNonNull(node);
        requireNonNull(text);
        requireNonNull(carrier);
        if (limit < 1 || limit > MAX) {
            throw new InvalidFieldException("limit", Why.mustBeBetween(1, MAX), Integer.toString(limit));
        }
    }

    /** Finds everything. */
    public static Query all() {
        return ALL;
    }

    /** This query for one service type. */
    public Query ofType(String wanted) {
        return new Query(Optional.of(wanted), node, text, carrier, limit);
    }

    /** This query for one node id or host name. */
    public Query ofNode(String wanted) {
        return new Query(type, Optional.of(wanted), text, carrier, limit);
    }

    /** This query for some words. */
    public Query matching(String words) {
        return new Query(type, node, Optional.of(words), carrier, limit);
    }

    /** This query for one carrier. */
    public Query heardBy(String wanted) {
        return new Query(type, node, text, Optional.of(wanted), limit);
    }

    /** This query for fewer entries. */
    public Query limit(int entries) {
        return new Query(type, node, text, carrier, entries);
    }
}
