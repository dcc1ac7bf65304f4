// SPDX-License-Identifier: Apache-2.0
package cloudy.api.cluster;

import static java.util.Objects.requireNonNull;

import cloudy.api.form.Texts;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * How the cluster and this node's place in it are.
 *
 * @param kind whether this node is part of it
 * @param why why not, in plain words; empty when {@link Kind#UP}
 * @param name this node's own name in the cluster; empty when it has none
 * @param alive members that answer, this node included
 * @param failed members that do not answer any more
 * @param left members that said goodbye
 * @param healthScore how well this node keeps up with its own pings: 0 is healthy, more is worse; empty while unknown
 * @param queues messages that wait to be gossiped, by queue: {@code event}, {@code intent}, {@code query}
 * @param warnings what the operator should see to, one plain sentence each: another node with this node's id or name, a
 *     key that does not fit, addresses that cannot be joined
 */
public record ClusterState(
        Kind kind,
        Texts why,
        String name,
        int alive,
        int failed,
        int left,
        OptionalInt healthScore,
        Map<String, Integer> queues,
        List<Texts> warnings) {

    /** The states of a node towards its cluster. */
    public enum Kind {
        /** Not switched on. */
        OFF,
        /** Wanted, and its agent cannot be used. */
        DOWN,
        /** The agent works; nobody else is there. */
        ALONE,
        /** In touch with at least one other member. */
        UP
    }

    public ClusterState {
        requireNonNull(kind);
        requireNonNull(why);
        requireNonNull(name);
        requireNonNull(healthScore);
        queues = Map.copyOf(queues);
        warnings = List.copyOf(warnings);
    }

    /** A state whose reason is known in one language. */
    public ClusterState(
            Kind kind,
            String reason,
            String name,
            int alive,
            int failed,
            int left,
            OptionalInt healthScore,
            Map<String, Integer> queues,
            List<Texts> warnings) {
        this(kind, Texts.of(reason), name, alive, failed, left, healthScore, queues, warnings);
    }

    /** Why this node is not part of it, in English. */
    public String reason() {
        return why.english();
    }
}
