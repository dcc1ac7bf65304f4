// SPDX-License-Identifier: Apache-2.0
package cloudy.api.daemon;

import static java.util.Objects.requireNonNull;

import cloudy.api.Health;
import cloudy.api.form.Texts;
import java.time.Instant;
import java.util.OptionalLong;

/**
 * How a supervised program is.
 *
 * @param why why it is so, in plain words; empty when up with the settings that are wished
 * @param restarts how often it ended by itself and was started again since it was last stable
 * @param pid its process, while there is one
 */
public record DaemonState(Kind kind, Texts why, Instant since, int restarts, OptionalLong pid) {

    /** The states of a program. */
    public enum Kind {
        /** Started, not ready yet; or about to be started. */
        STARTING,
        /** Running and ready. */
        UP,
        /** Asked to end. */
        STOPPING,
        /** Not wanted any more, and gone. */
        STOPPED,
        /** The program is not installed. It is looked for again every minute. */
        MISSING,
        /** Its checker refuses the generated files, and there are no earlier good ones to run with. */
        MISCONFIGURED,
        /** It ended three times or more without having been up for a minute. It is still started again and again. */
        CRASH_LOOPING
    }

    public DaemonState {
        requireNonNull(kind);
        requireNonNull(why);
        requireNonNull(since);
        requireNonNull(pid);
    }

    /** A state whose reason is known in one language. */
    public DaemonState(Kind kind, String reason, Instant since, int restarts, OptionalLong pid) {
        this(kind, Texts.of(reason), since, restarts, pid);
    }

    /** Why it is so, in English. */
    public String reason() {
        return why.english();
    }

    /** What the state means for the health of a service that is nothing without the program. */
    public Health health() {
        return switch (kind) {
            case UP -> Health.up();
            case STARTING -> Health.of(Health.Status.STARTING, why);
            case MISSING -> Health.of(Health.Status.MISSING, why);
            case MISCONFIGURED -> Health.of(Health.Status.MISCONFIGURED, why);
            case CRASH_LOOPING -> Health.of(Health.Status.CRASH_LOOPING, why);
            case STOPPING, STOPPED -> Health.down(why);
        };
    }
}
