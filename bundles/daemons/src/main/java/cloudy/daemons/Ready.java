// SPDX-License-Identifier: Apache-2.0
package cloudy.daemons;

import cloudy.api.daemon.Daemon.Readiness;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * Asks a program whether it can be used: soon at first, then after a quarter of the time that it has taken so far, and at
 * least once a second. So it is known to be ready at most a quarter of its start too late.
 */
final class Ready {

    private static final Duration FIRST = Duration.ofMillis(20);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final Readiness readiness;
    private final Serial steps;
    private final BooleanSupplier stillWanted;
    private final Runnable then;
    private final long begun = System.nanoTime();

    private Ready(Readiness readiness, Serial steps, BooleanSupplier stillWanted, Runnable then) {
        this.readiness = readiness;
        this.steps = steps;
        this.stillWanted = stillWanted;
        this.then = then;
    }

    /** Asks until the answer is yes or it is not wanted any more; {@code then} is a step. */
    static void ask(Readiness readiness, Serial steps, BooleanSupplier stillWanted, Runnable then) {
        var ready = new Ready(readiness, steps, stillWanted, then);
        if (readiness == Readiness.AT_ONCE) {
            steps.execute(then);
        } else {
            steps.later(FIRST, ready::once);
        }
    }

    private void once() {
        if (!stillWanted.getAsBoolean()) {
            return;
        }
        // Not within a step: the probe may take seconds, and the program may have to be stopped meanwhile.
        steps.aside(LIMIT, readiness::isReady, yes -> {
            if (yes) {
                then.run();
            } else {
                Duration quarter = Duration.ofNanos(System.nanoTime() - begun).dividedBy(4);
                steps.later(quarter.compareTo(LONGEST_PAUSE) < 0 ? quarter : LONGEST_PAUSE, this::once);
            }
        });
    }
}
