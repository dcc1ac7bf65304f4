// SPDX-License-Identifier: Apache-2.0
package cloudy.registry;

import cloudy.api.Offer;
import cloudy.api.form.Texts;
import cloudy.api.registry.LocalService.Run;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/** One service of this node: when it is checked, and what becomes of it. Belongs to the loop. */
final class LocalEntry {

    /** How long an announcement outlives a component that is being made anew. */
    private static final Duration KEPT = Duration.ofSeconds(10);

    /** How long one that nobody hears of stays on this node's own list: whoever changes its settings asks for it next. */
    private static final Duration LISTED = Duration.ofSeconds(2);

    /** How soon a service is asked again, at the latest, that has to be up before what is said of it ends. */
    private static final Duration SOON = Duration.ofSeconds(2);

    /** Between two rounds at least: a check may change the properties of its own service. */
    private static final Duration PAUSE = Duration.ofMillis(500);

    /** Instances whose checks may hang, each with its thread, before the next is not even tried. */
    private static final int HANGING = 3;

    /** SCR writes a hundred lines for each attempt at a component that cannot be made: ask less and less often. */
    private static final Duration RARELY = Duration.ofMinutes(10);

    private static final Texts HANGS = Texts.of(
            "la seva comprovació no acaba; ha durat més de 5 s i no es pot interrompre",
            "su comprobación no termina; ha durado más de 5 s y no se puede interrumpir",
            "its check hangs; it did not end within 5 s and cannot be interrupted");

    private static final Texts LATE = Texts.of(
            "la seva comprovació ha durat més de 5 s",
            "su comprobación ha durado más de 5 s",
            "its check did not end within 5 s");

    private static final Texts NO_THREAD = Texts.of(
            "altres comprovacions no acaben, i no hi ha cap fil per a aquesta",
            "otras comprobaciones no terminan, y no hay ningún hilo para esta",
            "other checks hang, and there is no thread for this one");

    final String id;
    private final Rounds rounds;
    private final Standing standing;
    private final List<CheckThreads.Job> abandoned = new ArrayList<>();
    private String bundle = "";
    private Described described = Described.of(Map.of());
    private Instance instance;
    private CheckThreads.Job job;
    private Loop.Timer next = Loop.Timer.NONE;
    private Loop.Timer keeping = Loop.Timer.NONE;
    private boolean late;
    private boolean again;
    private boolean pausing;
    private boolean doomed;
    private int attempts;

    LocalEntry(String id, Rounds rounds) {
        this.id = id;
        this.rounds = rounds;
        standing = new Standing(id, rounds.loop().now());
    }

    String bundle() {
        return bundle;
    }

    Described described() {
        return described;
    }

    Standing standing() {
        return standing;
    }

    /** Whether the service is registered; else only its announcement is kept. */
    boolean isThere() {
        return instance != null;
    }

    /** Whether neighbours shall hear of it. */
    boolean isWanted() {
        return standing.isAnnounced()
                && described.wish().enabled()
                && described.wish().publish();
    }

    /** What it offers, to whom the operator allows. */
    List<Offer> offers() {
        return standing.offers().stream().map(described::narrowed).toList();
    }

    void appear(String symbolicName, Instance appeared, Described properties) {
        bundle = symbolicName;
        instance = appeared;
        attempts = 0;
        change(properties);
    }

    /** Its properties are these now. */
    void change(Described properties) {
        boolean ran = runs();
        described = properties;
        doomed = false;
        if (properties.isOff()) {
            halt();
            keeping.cancel();
            standing.stop(Run.OFF, Listing.OFF, rounds.loop().now());
        } else if (properties.problem().isPresent()) {
            halt();
            keeping.cancel();
            standing.stop(
                    Run.MISCONFIGURED, properties.problem().get(), rounds.loop().now());
        } else {
            if (!ran) {
                standing.start(rounds.loop().now());
            }
            check();
        }
        standing.describe(properties.offers());
        rounds.changed();
    }

    /** The operator wishes something else of it while it is being made anew. */
    void wished(Described properties) {
        described = properties;
        rounds.changed();
    }

    /** The operator removed what made this service: when it goes, it will not come back. */
    void doom() {
        doomed = true;
    }

    /**
     * The service was unregistered although its bundle goes on.
     *
     * @return whether it is kept for a while, in case it is made anew
     */
    boolean vanish() {
        halt();
        retire();
        if (doomed) {
            return false;
        }
        if (!standing.isAnnounced()) {
            keeping.cancel();
            keeping = rounds.loop().after(LISTED, this::endKeeping);
            return true;
        }
        // One that goes again and again without having been up does not get another ten seconds each time.
        if (!standing.isKept()) {
            keeping = rounds.loop().after(KEPT, this::endKeeping);
        }
        standing.keep(rounds.loop().now());
        rounds.changed();
        return true;
    }

    /** The end. */
    void drop() {
        halt();
        retire();
        keeping.cancel();
        rounds.changed();
    }

    /** Begins a round now, or as soon as the one that is going on has ended. */
    void check() {
        if (instance == null || !runs()) {
            return;
        }
        if (pausing || (job != null && !late)) {
            again = true;
            return;
        }
        if (job != null) {
            judged(Verdict.down(HANGS));
            return;
        }
        abandoned.removeIf(CheckThreads.Job::isOver);
        if (abandoned.size() >= HANGING) {
            judged(Verdict.down(Texts.of(
                    "comprovacions anteriors no acaben i no es poden interrompre; cal tornar a engegar el node",
                    "comprobaciones anteriores no terminan y no se pueden interrumpir; hay que reiniciar el nodo",
                    "earlier checks of it hang and cannot be interrupted; restart the node")));
            return;
        }
        begin();
    }

    private void begin() {
        again = false;
        late = false;
        pausing = true;
        rounds.loop().after(PAUSE, this::endPause);
        next.cancel();
        List<Offer> offers = described.offers();
        Self self = rounds.self();
        Instance checked = instance;
        var verdict = new AtomicReference<>(Verdict.down(NO_THREAD));
        var begun = rounds.threads().start(bundle, () -> verdict.set(checked.check(offers, self)));
        job = begun;
        begun.whenDone(() -> {
            attempts = checked.isAbsent() ? attempts + 1 : 0;
            judged(verdict.get());
        });
        begun.whenLate(() -> {
            if (job == begun) {
                late = true;
                if (runs()) {
                    judged(begun.isRefused() ? verdict.get() : Verdict.down(LATE));
                }
            }
        });
        begun.whenOver(() -> {
            if (job == begun) {
                job = null;
            }
            if (again) {
                check();
            }
        });
    }

    private void judged(Verdict verdict) {
        standing.judge(verdict, rounds.loop().now(), rounds.loop().steady());
        if (standing.run() == Run.UP) {
            keeping.cancel();
        }
        next.cancel();
        next = rounds.loop().after(delay(), this::check);
        rounds.changed();
    }

    private Duration delay() {
        Duration usual = rounds.interval();
        if (standing.isKept() || standing.isWarmingUp()) {
            return least(soon(), usual);
        }
        if (attempts > 1) {
            Duration rare = usual.multipliedBy(1L << Math.min(attempts - 1, 10));
            return rare.compareTo(RARELY) < 0 || usual.compareTo(RARELY) > 0 ? rare : RARELY;
        }
        return usual;
    }

    /** Whoever is on his way up for a moment is up in a moment; the longer it takes, the less a second more counts. */
    private Duration soon() {
        if (!standing.isWarmingUp()) {
            return SOON;
        }
        Duration quarter = standing.warmingUpFor(rounds.loop().steady()).dividedBy(4);
        return least(SOON, quarter.compareTo(PAUSE) < 0 ? PAUSE : quarter);
    }

    private static Duration least(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private void endPause() {
        pausing = false;
        if (again && job == null) {
            check();
        }
    }

    private void endKeeping() {
        standing.endKeeping(rounds.loop().now());
        if (instance == null) {
            rounds.forget(this);
        }
        rounds.changed();
    }

    private boolean runs() {
        return !described.isOff() && described.problem().isEmpty();
    }

    /** No more rounds. */
    private void halt() {
        next.cancel();
        again = false;
        if (job != null) {
            job.cancel();
        }
    }

    /** Lets the instance go when its check has ended. */
    private void retire() {
        if (instance == null) {
            return;
        }
        Instance retired = instance;
        instance = null;
        Runnable release = () -> {
            if (!retired.isAbsent()) {
                rounds.threads().start(retired::release);
            }
        };
        if (job == null) {
            release.run();
        } else {
            abandoned.add(job);
            job.whenOver(release);
            job = null;
        }
        late = false;
    }
}
