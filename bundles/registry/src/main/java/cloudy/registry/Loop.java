// SPDX-License-Identifier: Apache-2.0
package cloudy.registry;

import java.time.Duration;
import java.time.Instant;

/**
 * The one thread that all state of the registry belongs to. Whatever happens elsewhere is handed over to it as a task, and
 * no task waits for anything or calls a stranger's code: so nothing that a check does can lock the registry up.
 */
interface Loop {

    /** Runs a task soon, in the order of the calls. Safe for use by many threads. */
    void execute(Runnable task);

    /** Runs a task later. */
    Timer after(Duration delay, Runnable task);

    /** The time of day. */
    Instant now();

    /** The time by a clock that does not jump, which means nothing but in comparison with itself. */
    Instant steady();

    /** Something that will happen unless it is cancelled. */
    interface Timer {

        /** For a timer that is not set. */
        Timer NONE = () -> {};

        /** Nothing happens when it is too late. */
        void cancel();
    }
}
