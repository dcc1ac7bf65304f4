// SPDX-License-Identifier: Apache-2.0
package cloudy.registry;

import cloudy.api.Offer;
import cloudy.api.form.Texts;
import cloudy.api.registry.LocalService.Run;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a service is and whether that is good enough to be announced: three strikes, and a grace for one that is made anew. */
final class Standing {

    private static final Logger log = LoggerFactory.getLogger(Standing.class);
    private static final int STRIKES = 3;
    private static final Texts UNCHECKED =
            Texts.of("encara no s'ha comprovat", "aún no se ha comprobado", "not checked yet");

    /** What says that it is on its way up is believed for so long. */
    private static final Duration WARM_UP = Duration.ofMinutes(1);

    private final String id;
    private Run run = Run.STARTING;
    private Texts why = UNCHECKED;
    private Instant since;
    private List<Offer> offers = List.of();
    private boolean announced;
    private boolean kept;
    private int strikes;
    private Run lastFailure = Run.DOWN;
    private boolean warmingUp;
    private Instant warmSince = Instant.MIN;

    Standing(String id, Instant now) {
        this.id = id;
        since = now;
    }

    Run run() {
        return run;
    }

    Texts why() {
        return why;
    }

    Instant since() {
        return since;
    }

    /** What is announced, or else what it is known to offer. */
    List<Offer> offers() {
        return offers;
    }

    /** Whether it is up, or was up so lately that neighbours shall not be told otherwise yet. */
    boolean isAnnounced() {
        return announced;
    }

    /** Whether it is announced only because it may be back in a moment. */
    boolean isKept() {
        return kept;
    }

    /** Its settings describe this. */
    void describe(List<Offer> described) {
        if (!announced) {
            offers = described;
        }
    }

    /** It shall run, and was not allowed to before. */
    void start(Instant now) {
        if (!announced) {
            become(Run.STARTING, UNCHECKED, now);
        }
    }

    /** It is not allowed to run: switched off, or its settings cannot be followed. */
    void stop(Run how, Texts words, Instant now) {
        announced = false;
        kept = false;
        strikes = 0;
        become(how, words, now);
    }

    /** It went, and its bundle did not: it is being made anew. */
    void keep(Instant now) {
        kept = true;
        strikes = 0;
        become(
                Run.STARTING,
                Texts.of("s'està engegant de nou", "se está arrancando de nuevo", "it is being started again"),
                now);
    }

    /** It was not back and up in time. */
    void endKeeping(Instant now) {
        if (kept) {
            kept = false;
            announced = false;
            if (strikes > 0) {
                become(lastFailure, why, now);
            }
        }
    }

    void judge(Verdict verdict, Instant now, Instant steady) {
        if (verdict.run() != Run.STARTING) {
            warmingUp = false;
        }
        if (verdict.run() == Run.OFF) {
            offers = verdict.offers().orElse(offers);
            stop(Run.OFF, verdict.why(), now);
            return;
        }
        if (verdict.run() == Run.UP) {
            strikes = 0;
            kept = false;
            announced = true;
            offers = verdict.offers().orElse(offers);
            become(Run.UP, Texts.none(), now);
            return;
        }
        if (verdict.run() == Run.STARTING && isBelieved(steady)) {
            become(announced && !kept ? Run.FAILING : Run.STARTING, verdict.why(), now);
            return;
        }
        strikes++;
        lastFailure = verdict.run() == Run.STARTING ? Run.DOWN : verdict.run();
        if (kept) {
            become(Run.STARTING, verdict.why(), now);
        } else if (announced && strikes < STRIKES) {
            become(Run.FAILING, verdict.why(), now);
        } else {
            announced = false;
            offers = verdict.offers().orElse(offers);
            become(lastFailure, verdict.why(), now);
        }
    }

    /** Whether it says that it is on its way up, and has not said so for too long. */
    boolean isWarmingUp() {
        return warmingUp;
    }

    /** How long it has said so. */
    Duration warmingUpFor(Instant steady) {
        return warmingUp ? Duration.between(warmSince, steady) : Duration.ZERO;
    }

    private boolean isBelieved(Instant steady) {
        if (!warmingUp) {
            warmingUp = true;
            warmSince = steady;
        }
        return Duration.between(warmSince, steady).compareTo(WARM_UP) < 0;
    }

    private void become(Run next, Texts words, Instant now) {
        why = words;
        if (run == next) {
            return;
        }
        run = next;
        since = now;
        switch (next) {
            case UP -> log.info("{} is up", id);
            case OFF -> log.info("{} is off", id);
            case STARTING -> log.debug("{} is starting", id);
            case FAILING -> log.warn("{} is failing: {}", id, why.english());
            default -> log.warn("{} is {}: {}", id, next.name().toLowerCase(Locale.ROOT), why.english());
        }
    }
}
