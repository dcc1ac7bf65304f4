// SPDX-License-Identifier: Apache-2.0
package cloudy.deploy;

import cloudy.api.form.Texts;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.startlevel.FrameworkStartLevel;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.framework.wiring.FrameworkWiring;

/**
 * The framework's bundles that came from the drop folder, known by their location {@code deploy:<file name>}.
 *
 * <p>They are started transiently: the framework does not start them by itself at its next start, before a killer can
 * be set aside.
 */
final class Bundles {

    private static final String SCHEME = "deploy:";
    private static final Texts KEPT =
            Texts.of("%s; hi queda la versió %s", "%s; queda la versión %s", "%s; version %s stays in place");

    /** Declarative Services and the like are below; what announces and serves is above. */
    private static final int KARAF_LEVEL = 50;

    private final BundleContext context;
    private final Limits limits;
    private final Worker worker;
    private final Lines lines;

    Bundles(BundleContext context, Limits limits, Worker worker, Lines lines) {
        this.context = context;
        this.limits = limits;
        this.worker = worker;
        this.lines = lines;
    }

    Optional<Bundle> of(String name) {
        return Optional.ofNullable(context.getBundle(SCHEME + name));
    }

    List<Bundle> dropped() {
        return Stream.of(context.getBundles()).filter(Bundles::isDropped).toList();
    }

    /** Those of the node and its features that are not a part of Karaf itself, the last started first. */
    List<Bundle> others() {
        return Stream.of(context.getBundles())
                .filter(bundle -> !isDropped(bundle) && !bundle.equals(context.getBundle()))
                .filter(bundle -> level(bundle) > KARAF_LEVEL)
                .sorted(Comparator.comparing(Bundles::level).reversed())
                .toList();
    }

    private static int level(Bundle bundle) {
        return bundle.adapt(BundleStartLevel.class).getStartLevel();
    }

    List<Bundle> named(String symbolicName) {
        return Stream.of(context.getBundles())
                .filter(bundle -> symbolicName.equals(bundle.getSymbolicName()))
                .toList();
    }

    static boolean isDropped(Bundle bundle) {
        return bundle.getLocation().startsWith(SCHEME);
    }

    static String fileName(Bundle bundle) {
        return bundle.getLocation().substring(SCHEME.length());
    }

    static boolean isSingleton(Bundle bundle) {
        return Clause.parse(bundle.getHeaders("").get(Constants.BUNDLE_SYMBOLICNAME)).stream()
                .anyMatch(clause -> "true".equals(clause.directives().get(Constants.SINGLETON_DIRECTIVE)));
    }

    FrameworkWiring wiring() {
        return framework().adapt(FrameworkWiring.class);
    }

    private Bundle framework() {
        return context.getBundle(Constants.SYSTEM_BUNDLE_ID);
    }

    /** Whether the framework is up, and neither starting its first bundles nor stopping. */
    boolean isReady() {
        return !isStopping() && framework().adapt(FrameworkStartLevel.class).getStartLevel() >= limits.startLevel();
    }

    boolean isStopping() {
        return framework().getState() == Bundle.STOPPING;
    }

    /** Fails if the file no longer has the checked content. */
    Bundle install(String name, Path file, String sha256) throws IOException, BundleException {
        try (var in = open(file, sha256)) {
            Bundle bundle = context.installBundle(SCHEME + name, in);
            bundle.adapt(BundleStartLevel.class).setStartLevel(limits.startLevel());
            return bundle;
        }
    }

    /** Stops it and replaces its content; if that fails the bundle still has the old one. */
    void update(String name, Bundle bundle, Path file, String sha256)
            throws IOException, BundleException, Worker.HangsException, InterruptedException {
        try (var in = open(file, sha256)) {
            worker.call(name, limits.call(), () -> {
                try {
                    bundle.stop();
                } catch (BundleException stoppedAllTheSame) {
                    lines.refused(name, "", complaint(stoppedAllTheSame));
                }
                bundle.update(in);
            });
        }
        refresh(name, List.of(bundle));
    }

    void remove(String name, Bundle bundle) throws BundleException, Worker.HangsException, InterruptedException {
        worker.call(name, limits.call(), bundle::uninstall);
        refresh(name, List.of(bundle));
    }

    void stop(Bundle bundle, Duration limit) throws BundleException, Worker.HangsException, InterruptedException {
        worker.call(fileName(bundle), limit, () -> bundle.stop(Bundle.STOP_TRANSIENT));
    }

    void start(String name, Bundle bundle) throws BundleException, Worker.HangsException, InterruptedException {
        worker.call(name, limits.call(), () -> bundle.start(Bundle.START_TRANSIENT));
    }

    /** Whether its own code still runs in a call that was given up; nothing may be asked of it before that ends. */
    boolean isBusy(String name) {
        return worker.isBusy(name);
    }

    /** Whether what may be running of its code has come back within the limit. */
    boolean awaitIdle(String name, Duration limit) throws InterruptedException {
        return worker.awaitIdle(name, limit);
    }

    /** Whether its jar has the class; safe to ask while the node stops. */
    boolean hasClass(Suspect suspect, String name) {
        int dot = name.lastIndexOf('.');
        String folder = name.substring(0, dot + 1).replace('.', '/');
        try {
            var wiring = of(suspect.name()).map(bundle -> bundle.adapt(BundleWiring.class));
            return wiring.isPresent()
                    && !wiring.get()
                            .listResources(folder, name.substring(dot + 1) + ".class", BundleWiring.LISTRESOURCES_LOCAL)
                            .isEmpty();
        } catch (IllegalStateException stopped) {
            return false;
        }
    }

    /**
     * When the whole node stops: has the framework forget which of them somebody else started for good, Karaf's
     * features for one. At the next start it is for us to start them.
     */
    void leaveToUs() {
        for (Bundle bundle : isStopping() ? dropped() : List.<Bundle>of()) {
            if (bundle.adapt(BundleStartLevel.class).isPersistentlyStarted() && !isBusy(fileName(bundle))) {
                try {
                    bundle.stop();
                } catch (BundleException stoppedAllTheSame) {
                    lines.refused(fileName(bundle), "", complaint(stoppedAllTheSame));
                }
            }
        }
    }

    boolean resolve(Bundle bundle) {
        return wiring().resolveBundles(List.of(bundle));
    }

    static boolean isFragment(Bundle bundle) {
        BundleRevision revision = bundle.adapt(BundleRevision.class);
        return revision != null && (revision.getTypes() & BundleRevision.TYPE_FRAGMENT) != 0;
    }

    /** The dropped bundles that a fragment could be attached to if they were resolved anew. */
    List<Bundle> hosts(Bundle fragment) {
        return Clause.parse(fragment.getHeaders("").get(Constants.FRAGMENT_HOST)).stream()
                .flatMap(host -> named(host.path()).stream())
                .filter(host -> isDropped(host) && host.getState() != Bundle.INSTALLED)
                .toList();
    }

    /** Lets go of old content, and has those that used it wired anew; they are stopped and started for that. */
    void refresh(String name, Collection<Bundle> bundles) throws InterruptedException {
        var done = new CountDownLatch(1);
        wiring().refreshBundles(bundles, event -> done.countDown());
        if (!done.await(limits.call().toMillis(), TimeUnit.MILLISECONDS)) {
            lines.refused(
                    name,
                    "",
                    Texts.of(
                            "un mòdul que el fa servir no s'atura, o no torna a engegar-se",
                            "un módulo que lo usa no se para, o no vuelve a arrancar",
                            "a bundle that uses it does not stop, or does not start again"));
        }
    }

    /** OSGi has a bundle stopped whatever its activator throws. */
    static Texts complaint(BundleException stoppedAllTheSame) {
        return Texts.of(
                        "s'ha queixat quan s'aturava: %s",
                        "se quejó al pararse: %s", "complained when it was stopped: %s")
                .with(Starter.words(stoppedAllTheSame));
    }

    /** The sentence that says why a file is not taken, and what is there instead. */
    Texts kept(String name, Texts sentence) {
        return of(name).map(bundle -> KEPT.with(sentence, bundle.getVersion())).orElse(sentence);
    }

    private static InputStream open(Path file, String sha256) throws IOException {
        return new Sha256(Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS), sha256);
    }
}
