// SPDX-License-Identifier: Apache-2.0
package cloudy.deploy;

import cloudy.api.form.Texts;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;

/** Starts dropped bundles, one after another, each of them named by the {@link Marker} before. */
final class Starter {

    static final Texts UNWRITABLE = Texts.of(
            "no es pot apuntar què s'ha engegat l'últim: %s",
            "no se puede apuntar qué ha arrancado lo último: %s", "who was started last cannot be written down: %s");

    private final Bundles bundles;
    private final Marker marker;
    private final Function<Bundle, Optional<Texts>> components;
    private final Lines lines;
    private final ScheduledExecutorService thread;
    private final Duration settle;
    private final Runnable settled;
    private final Map<String, Future<?>> settling = new HashMap<>();
    private final Map<String, Suspect> chances = new HashMap<>();

    /**
     * {@code components} says why a component of a bundle could not be made; {@code thread} is the one that calls
     * {@link #start}, and {@code settled} runs on it too.
     */
    Starter(
            Bundles bundles,
            Marker marker,
            Function<Bundle, Optional<Texts>> components,
            Lines lines,
            ScheduledExecutorService thread,
            Duration settle,
            Runnable settled) {
        this.bundles = bundles;
        this.marker = marker;
        this.components = components;
        this.lines = lines;
        this.thread = thread;
        this.settle = settle;
        this.settled = settled;
    }

    /** The JVM ended while it was one of several suspects, or somebody pulled the plug. */
    void giveChance(Suspect suspect) {
        chances.put(suspect.name(), suspect);
    }

    /** Whether nothing has to settle first. */
    boolean mayStart(String name, String sha256) {
        var suspects = marker.suspects().stream()
                .filter(suspect -> suspect.phase() != Suspect.Phase.CONVICTED)
                .toList();
        return suspect(name, sha256).isAlone()
                ? suspects.isEmpty()
                : suspects.stream().noneMatch(Suspect::isAlone);
    }

    Drop.Run start(String name, String sha256, Bundle bundle) throws InterruptedException {
        try {
            if (!marker.starting(suspect(name, sha256))) {
                return Drop.Run.WAITING;
            }
        } catch (IOException unwritable) {
            lines.refused(
                    name,
                    "",
                    Texts.of(
                                    "s'engega sense la marca que l'apartaria: %s",
                                    "arranca sin la marca que lo apartaría: %s",
                                    "is started without the mark that would set it aside: %s")
                            .with(unwritable));
        }
        try {
            bundles.start(name, bundle);
            lines.done(name, bundle.getSymbolicName() + " " + bundle.getVersion() + " started");
            complain(name, sha256, bundle);
            return Drop.Run.RUNNING;
        } catch (Worker.HangsException hangs) {
            lines.refused(
                    name,
                    sha256,
                    Texts.of(
                            "la seva engegada no torna; els altres continuen sense ell",
                            "su arranque no vuelve; los otros siguen sin él",
                            "its start does not come back; the others go on without it"));
            return Drop.Run.HANGING;
        } catch (BundleException failed) {
            lines.refused(
                    name,
                    sha256,
                    Texts.of("no s'engega: %s", "no arranca: %s", "does not start: %s")
                            .with(words(failed)));
            return Drop.Run.FAILED;
        } finally {
            cameBack(name);
            settleLater(name, sha256);
        }
    }

    private void cameBack(String name) {
        try {
            marker.started(name);
        } catch (IOException unwritable) {
            lines.refused("", "", UNWRITABLE.with(unwritable));
        }
    }

    /** The jar is gone, or about to be replaced. */
    void forget(String name) {
        var timer = settling.remove(name);
        if (timer != null) {
            timer.cancel(false);
        }
        marker.cleared(name);
    }

    /** Writes down who is still a suspect. */
    void save() {
        try {
            marker.flush();
        } catch (IOException unwritable) {
            lines.refused("", "", UNWRITABLE.with(unwritable));
        }
    }

    private Suspect suspect(String name, String sha256) {
        var before = chances.get(name);
        boolean same = before != null && before.sha256().equals(sha256);
        return new Suspect(Suspect.Phase.STARTING, same ? before.strikes() + 1 : 0, sha256, name);
    }

    private void complain(String name, String sha256, Bundle bundle) {
        components.apply(bundle).ifPresent(failure -> lines.refused(name, sha256, failure));
    }

    private void settleLater(String name, String sha256) {
        try {
            var timer = thread.schedule(() -> onSettled(name, sha256), settle.toMillis(), TimeUnit.MILLISECONDS);
            var earlier = settling.put(name, timer);
            if (earlier != null) {
                earlier.cancel(false);
            }
        } catch (RejectedExecutionException stopping) {
            settling.remove(name);
        }
    }

    private void onSettled(String name, String sha256) {
        forget(name);
        // By now whoever uses its components has asked for them.
        bundles.of(name).ifPresent(bundle -> complain(name, sha256, bundle));
        chances.remove(name);
        settled.run();
    }

    /** The innermost cause: what wraps it is the framework's. */
    static Texts words(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause.getCause() != null && depth < 20; depth++) {
            cause = cause.getCause();
        }
        if (cause instanceof UnsupportedClassVersionError) {
            return Texts.of(
                            "s'ha compilat per a un Java més nou que el %s d'aquest node",
                            "se ha compilado para un Java más nuevo que el %s de este nodo",
                            "it was compiled for a newer Java than this node's %s")
                    .with(Runtime.version().feature());
        }
        return Texts.of(cause instanceof BundleException ? String.valueOf(cause.getMessage()) : cause.toString());
    }
}
