// SPDX-License-Identifier: Apache-2.0
package cloudy.dns;

import cloudy.api.Text;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Counts what of guifi.net's data is not served, and why. For one thread. */
final class LeftOut {

    private static final int EXAMPLES = 5;
    private static final int LONGEST = 80;

    /** Why something is not served. */
    enum Reason {
        /** What should be a name of the DNS is none. */
        NO_NAME,
        /** An address is missing, or is none that a neighbour could have. */
        NO_ADDRESS,
        /** It is there already. */
        DOUBLE,
        /** A name that stands for another cannot have anything else. */
        ALIAS_IN_THE_WAY,
        /** Nobody would answer for the zone. */
        NO_NAME_SERVER,
        /** The name belongs to everybody, or to this node. */
        RESERVED,
        /** It is below none of the community's names. */
        FOREIGN,
        /** The other server does not answer. */
        UNREACHABLE,
        /** BIND's own check says no. */
        REFUSED,
        /** There are more than this node takes. */
        TOO_MANY
    }

    /**
     * What was left out for one reason.
     *
     * @param examples the first few, as they came, to be shown as text
     */
    record Count(Reason reason, long count, List<String> examples) {}

    private final Map<Reason, Long> counts = new EnumMap<>(Reason.class);
    private final Map<Reason, List<String>> examples = new EnumMap<>(Reason.class);

    void add(Reason reason, String what) {
        counts.merge(reason, 1L, Long::sum);
        List<String> some = examples.computeIfAbsent(reason, key -> new ArrayList<>());
        if (some.size() < EXAMPLES) {
            some.add(Text.clean(what, LONGEST));
        }
    }

    void add(List<Count> more) {
        for (Count one : more) {
            counts.merge(one.reason(), one.count(), Long::sum);
            List<String> some = examples.computeIfAbsent(one.reason(), key -> new ArrayList<>());
            one.examples().stream().limit(EXAMPLES - (long) some.size()).forEach(some::add);
        }
    }

    List<Count> counts() {
        List<Count> all = new ArrayList<>();
        counts.forEach((reason, count) -> all.add(new Count(reason, count, List.copyOf(examples.get(reason)))));
        return all;
    }
}
