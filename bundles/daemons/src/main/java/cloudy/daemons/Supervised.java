// SPDX-License-Identifier: Apache-2.0
package cloudy.daemons;

import cloudy.api.daemon.Daemon;
import cloudy.api.daemon.DaemonState;
import cloudy.api.daemon.DaemonState.Kind;
import cloudy.api.form.Texts;
import cloudy.daemons.Launcher.Launched;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One program that is looked after.
 *
 * <p>All that happens to it is a step of its {@link Serial}, one after the other: it is wanted, it ended, it is ready,
 * its pause is over, it is let go. A step that belongs to an earlier start finds that out by {@link #start} and does
 * nothing.
 */
final class Supervised {

    private static final Logger LOG = LoggerFactory.getLogger(Supervised.class);
    private static final Duration STABLE = Duration.ofMinutes(1);
    private static final Duration LOOK_AGAIN = Duration.ofMinutes(1);
    private static final Duration LET_GO = Duration.ofSeconds(2);
    private static final Duration ORPHANS_MAY_TAKE = Duration.ofSeconds(2);
    private static final int LOOPING = 3;

    private final Home home;
    private final Launcher launcher;
    private final Backoff backoff;
    private final Clock clock;
    private final Serial steps;
    private final Consumer<Object> forget;

    private volatile DaemonState state;
    private Optional<Daemon> wanted = Optional.empty();
    private Optional<Daemon> running = Optional.empty();
    private Optional<Launched> process = Optional.empty();
    private Consumer<DaemonState> watcher = state -> {};
    private Object owner = new Object();
    /** Grows with every start and stop, so that what comes late is known to be late. */
    private int start;

    private int ends;
    private boolean stopping;
    /** When it is killed at the latest, whatever it may take otherwise: the node ends. */
    private OptionalLong deadline = OptionalLong.empty();
    /** What is to be said of a program that is up, but not with the settings that are wished. */
    private Texts refusal = Texts.none();

    Supervised(Home home, Launcher launcher, Backoff backoff, Clock clock, Serial steps, Consumer<Object> forget) {
        this.home = home;
        this.launcher = launcher;
        this.backoff = backoff;
        this.clock = clock;
        this.steps = steps;
        this.forget = forget;
        state = new DaemonState(Kind.STARTING, Texts.none(), clock.instant(), 0, OptionalLong.empty());
    }

    DaemonState state() {
        return state;
    }

    OutputLog log() {
        return home.log();
    }

    /** Has a new owner and, if it is not that already, runs as he says. */
    void run(Daemon daemon, Object newOwner, Consumer<DaemonState> newWatcher) {
        steps.execute(() -> {
            owner = newOwner;
            watcher = newWatcher;
            boolean same = wanted.filter(daemon::startsLike).isPresent() && !stopping;
            wanted = Optional.of(daemon);
            if (same) {
                shareIfUp();
                tell();
                return;
            }
            ends = 0;
            if (isUp() && running.filter(daemon::reloadsFrom).isPresent()) {
                readAgain(daemon);
            } else {
                anew();
            }
        });
    }

    void restart(Object byOwner) {
        steps.execute(() -> {
            if (owner == byOwner && wanted.isPresent()) {
                ends = 0;
                anew();
            }
        });
    }

    void reload(Object byOwner) {
        steps.execute(() -> {
            if (owner != byOwner || wanted.isEmpty()) {
                return;
            }
            if (isUp() && wanted.get().reload().isPresent()) {
                shareIfUp();
                process.orElseThrow().signal(wanted.get().reload().get());
            } else {
                ends = 0;
                anew();
            }
        });
    }

    /** What the service wrote anew belongs to the node alone at first. */
    private void shareIfUp() {
        if (process.isPresent() && !stopping) {
            try {
                launcher.share();
            } catch (IOException notShared) {
                LOG.warn("A program does not get what was written for it: {}", notShared.getMessage());
            }
        }
    }

    /** Has a program that was missing looked for now. */
    void lookAgain() {
        steps.execute(() -> {
            if (wanted.isPresent() && state.kind() == Kind.MISSING) {
                launch();
            }
        });
    }

    /** Whether it can be sent a signal other than its last: one that comes before it can take it would end it. */
    private boolean isUp() {
        return process.isPresent() && !stopping && state.kind() == Kind.UP;
    }

    /** Gives a program that is up other files; it goes on with the ones before when its checker refuses them. */
    private void readAgain(Daemon daemon) {
        Launched child = process.orElseThrow();
        try {
            Home.Plan plan = home.prepare(daemon);
            refuse(daemon, plan.refusal());
            if (plan.program().isPresent() && plan.refusal().isEmpty()) {
                running = wanted;
                launcher.share();
                child.signal(daemon.reload().orElseThrow());
            }
        } catch (IOException notWritten) {
            refuse(daemon, Texts.of(notWritten.getMessage()));
        }
        become(Kind.UP, refusal, OptionalLong.of(child.pid()));
    }

    void letGo(Object byOwner) {
        steps.execute(() -> steps.later(LET_GO, () -> {
            if (owner == byOwner) {
                end();
            }
        }));
    }

    /**
     * Ends the program now, whoever wants it.
     *
     * @param latest the {@link System#nanoTime} when nothing may be left of it
     */
    void endNow(OptionalLong latest) {
        steps.execute(() -> {
            deadline = latest;
            end();
        });
    }

    private void end() {
        wanted = Optional.empty();
        if (process.isPresent()) {
            stop();
        } else {
            start++;
            become(
                    Kind.STOPPED,
                    Texts.of("ja no es vol", "ya no se quiere", "not wanted any more"),
                    OptionalLong.empty());
            forget.accept(owner);
        }
    }

    private void anew() {
        if (process.isPresent()) {
            stop();
        } else {
            launch();
        }
    }

    private void launch() {
        int mine = ++start;
        Daemon daemon = wanted.orElseThrow();
        stopping = false;
        become(Kind.STARTING, state.kind() == Kind.CRASH_LOOPING ? state.why() : Texts.none(), OptionalLong.empty());
        try {
            Optional<Launched> launched = prepareAndLaunch(daemon);
            if (launched.isEmpty()) {
                steps.later(LOOK_AGAIN, () -> ifStill(mine, this::launch));
                return;
            }
            process = launched;
            running = wanted;
            Launched child = launched.get();
            if (state.kind() == Kind.STARTING) {
                become(Kind.STARTING, state.why(), OptionalLong.of(child.pid()));
            }
            home.keep(child.output());
            child.whenEnded(status -> steps.execute(() -> ended(child, status)));
            Ready.ask(daemon.ready(), steps, () -> start == mine, () -> ready(mine, child.pid()));
        } catch (IOException cannotStart) {
            LOG.warn("{} cannot be started: {}", daemon.name(), cannotStart.getMessage());
            again(Texts.of("%s no es pot engegar: %s", "%s no se puede arrancar: %s", "%s cannot be started: %s")
                    .with(daemon.command().get(0), cannotStart.getMessage()));
        }
    }

    private Optional<Launched> prepareAndLaunch(Daemon daemon) throws IOException {
        Home.Plan plan = home.prepare(daemon);
        if (plan.program().isEmpty()) {
            become(
                    Kind.MISSING,
                    Texts.of(
                                    "%s no està instal·lat; el porta el paquet %s",
                                    "%s no está instalado; lo trae el paquete %s",
                                    "%s is not installed; the package %s brings it")
                            .with(daemon.command().get(0), daemon.debianPackage()),
                    OptionalLong.empty());
            return Optional.empty();
        }
        refuse(daemon, plan.refusal());
        if (plan.command().isEmpty()) {
            become(Kind.MISCONFIGURED, plan.refusal(), OptionalLong.empty());
            return Optional.empty();
        }
        return Optional.of(launcher.launch(plan.command().get(), plan.environment(), home.own(), daemon.elsewhere()));
    }

    private void refuse(Daemon daemon, Texts why) {
        if (why.isEmpty()) {
            refusal = Texts.none();
            return;
        }
        LOG.warn("{}: its settings are refused: {}", daemon.name(), why.english());
        refusal = Texts.of(
                        "funciona amb la configuració d'abans, la nova es rebutja: %s",
                        "funciona con la configuración de antes, la nueva se rechaza: %s",
                        "runs with the settings before, the new ones are refused: %s")
                .with(why);
    }

    private void ready(int mine, long pid) {
        ifStill(mine, () -> {
            become(Kind.UP, refusal, OptionalLong.of(pid));
            steps.later(
                    STABLE,
                    () -> ifStill(mine, () -> {
                        ends = 0;
                        become(Kind.UP, refusal, OptionalLong.of(pid));
                    }));
        });
    }

    private void stop() {
        boolean told = stopping;
        int mine = told ? start : ++start;
        stopping = true;
        Launched child = process.orElseThrow();
        Texts why = wanted.isPresent()
                ? Texts.of(
                        "s'està aturant, per engegar-lo de nou",
                        "se está parando, para arrancarlo de nuevo",
                        "is ended, to be started anew")
                : Texts.of(
                        "s'està aturant, ja no es vol",
                        "se está parando, ya no se quiere",
                        "is ended, not wanted any more");
        // What is only in between is no failure that anybody has to be told of.
        become(wanted.isPresent() ? Kind.STARTING : Kind.STOPPING, why, OptionalLong.of(child.pid()));
        Daemon daemon = running.orElseThrow();
        if (!told) {
            // Once: to some, Serf among them, the second time means at once, without a goodbye.
            child.signal(daemon.stop());
        }
        Duration patience = atMost(daemon.stopTime());
        steps.later(
                patience,
                () -> ifStill(mine, () -> {
                    LOG.warn("{} does not end within {} and is killed", daemon.name(), patience);
                    child.kill();
                }));
    }

    private Duration atMost(Duration time) {
        if (deadline.isEmpty()) {
            return time;
        }
        var left = Duration.ofNanos(Math.max(0, deadline.getAsLong() - System.nanoTime()));
        return left.compareTo(time) < 0 ? left : time;
    }

    private void ended(Launched child, int status) {
        if (!process.equals(Optional.of(child))) {
            return;
        }
        process = Optional.empty();
        running = Optional.empty();
        launcher.endRest(atMost(ORPHANS_MAY_TAKE));
        if (wanted.isEmpty()) {
            end();
        } else if (stopping) {
            launch();
        } else {
            again(Texts.of(
                            "%s ha acabat amb l'estat %s%s",
                            "%s ha terminado con el estado %s%s", "%s ended with status %s%s")
                    .with(wanted.get().command().get(0), status, said()));
        }
    }

    private String said() {
        String last = home.log().lastWords();
        return last.isEmpty() ? "" : ": " + last;
    }

    /** Starts the program again after a pause. */
    private void again(Texts why) {
        int mine = ++start;
        ends++;
        Duration pause = backoff.after(ends);
        if (ends == LOOPING) {
            LOG.warn("{} ends again and again; {}", wanted.orElseThrow().name(), why.english());
        }
        become(ends >= LOOPING ? Kind.CRASH_LOOPING : Kind.STARTING, why, OptionalLong.empty());
        steps.later(pause, () -> ifStill(mine, this::launch));
    }

    private void ifStill(int mine, Runnable step) {
        if (start == mine) {
            step.run();
        }
    }

    private void become(Kind kind, Texts why, OptionalLong pid) {
        // While a program that ends again and again is being started once more, that is still what it is.
        boolean looping = kind == Kind.STARTING && ends >= LOOPING;
        Kind shown = looping ? Kind.CRASH_LOOPING : kind;
        Instant since = shown == state.kind() ? state.since() : clock.instant();
        state = new DaemonState(shown, looping ? state.why() : why, since, ends, pid);
        tell();
    }

    private void tell() {
        try {
            watcher.accept(state);
        } catch (RuntimeException | LinkageError watchersFault) {
            LOG.warn("Whoever watches a program fails", watchersFault);
        }
    }
}
