// SPDX-License-Identifier: Apache-2.0
package cloudy.mdns;

import cloudy.mdns.wire.Name;
import cloudy.mdns.wire.Question;
import cloudy.mdns.wire.RecordType;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The service types that are announced on one link, each of them asked for again and again. */
final class Types {

    /** Types that are asked for. */
    static final int MAX = 256;

    /** The question for a type comes again after 1, 2, 4 … s, in the end once an hour (RFC 6762, 5.2). */
    private static final long FIRST_PAUSE = 1_000;

    private static final long LAST_PAUSE = 3_600_000;

    /** What is asked for whether it was heard of or not. */
    private static final Set<Name> ALWAYS = Set.of(Entry.TYPES, Plan.NODE_TYPE);

    private final Schedule schedule;
    private final Asker asker;
    private final Tally<Name> services;
    private final Map<Name, Schedule.Task> asked = new LinkedHashMap<>();

    /**
     * Nothing asked yet.
     *
     * @param services how many are known of each type
     */
    Types(Schedule schedule, Asker asker, Tally<Name> services) {
        this.schedule = schedule;
        this.asker = asker;
        this.services = services;
    }

    /** Asks which types there are, and for nodes. */
    void start() {
        ask(Entry.TYPES, FIRST_PAUSE);
        ask(Plan.NODE_TYPE, FIRST_PAUSE);
    }

    /** There is such a type: asks for it from now on, in place of one without services when there are too many. */
    void learn(Name type) {
        if (asked.containsKey(type)) {
            return;
        }
        if (asked.size() >= MAX) {
            Optional<Name> idle = asked.keySet().stream()
                    .filter(known -> !ALWAYS.contains(known) && services.count(known) == 0)
                    .findFirst();
            if (idle.isEmpty()) {
                return;
            }
            asked.remove(idle.get()).cancel();
        }
        ask(type, FIRST_PAUSE);
    }

    /**
     * A service of it fell silent: asks anew, often at first. A radio link may have broken, and nobody tells when it is
     * mended; so it takes no longer to find each other than the link was away.
     */
    void again(Name type) {
        Schedule.Task next = asked.get(type);
        if (next != null) {
            next.cancel();
            ask(type, FIRST_PAUSE);
        }
    }

    private void ask(Name type, long pause) {
        asker.ask(Question.of(type, RecordType.PTR));
        asked.put(type, schedule.after(pause, () -> ask(type, Math.min(2 * pause, LAST_PAUSE))));
    }
}
