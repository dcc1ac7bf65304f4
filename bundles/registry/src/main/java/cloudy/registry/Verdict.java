// SPDX-License-Identifier: Apache-2.0
package cloudy.registry;

import static java.util.Objects.requireNonNull;

import cloudy.api.Health;
import cloudy.api.InvalidFieldException;
import cloudy.api.Offer;
import cloudy.api.form.Explained;
import cloudy.api.form.Texts;
import cloudy.api.registry.LocalService.Run;
import java.util.List;
import java.util.Optional;

/**
 * What one round found out about a service.
 *
 * @param run how it is: up, starting, or what is wrong with it
 * @param why why, for the operator
 * @param offers what it offers, where it said so
 */
record Verdict(Run run, Texts why, Optional<List<Offer>> offers) {

    private static final int MAX_REASON = 200;

    Verdict {
        why = run != Run.UP && run != Run.STARTING && why.english().isBlank()
                ? Texts.of("no diu per què", "no dice por qué", "it does not say why")
                : why.clean(MAX_REASON);
        offers = offers.map(List::copyOf);
    }

    static Verdict up(List<Offer> offers) {
        return new Verdict(Run.UP, Texts.none(), Optional.of(offers));
    }

    static Verdict down(Texts why) {
        return new Verdict(Run.DOWN, why, Optional.empty());
    }

    static Verdict misconfigured(Texts why) {
        return new Verdict(Run.MISCONFIGURED, why, Optional.empty());
    }

    /** What the service said of itself, which was not that it is up or does not know. */
    static Verdict of(Health health) {
        Run run =
                switch (health.status()) {
                    case OFF -> Run.OFF;
                    case STARTING -> Run.STARTING;
                    case MISSING -> Run.MISSING;
                    case MISCONFIGURED -> Run.MISCONFIGURED;
                    case CRASH_LOOPING -> Run.CRASH_LOOPING;
                    case DOWN, UP, UNKNOWN -> Run.DOWN;
                };
        return new Verdict(run, health.why(), Optional.empty());
    }

    /** A service's own code threw. */
    static Verdict thrown(Throwable thrown) {
        Texts message = message(thrown);
        if (thrown instanceof InvalidFieldException) {
            return misconfigured(message);
        }
        String name = thrown.getClass().getSimpleName();
        boolean says = !message.english().equals(name);
        return down(thrown instanceof Error && says ? Texts.of("%s: %s").with(name, message) : message);
    }

    Verdict offering(List<Offer> known) {
        return new Verdict(run, why, Optional.of(known));
    }

    private static Texts message(Throwable thrown) {
        try {
            return requireNonNull(Explained.of(thrown));
        } catch (RuntimeException | Error e) {
            // Even that may be a stranger's code.
            return Texts.of(thrown.getClass().getSimpleName());
        }
    }
}
