// SPDX-License-Identifier: Apache-2.0
package cloudy.catalogue;

import cloudy.api.access.Caller;
import cloudy.api.event.Event;
import cloudy.api.event.EventSink;
import cloudy.api.form.Texts;
import cloudy.api.job.Jobs;
import cloudy.api.rest.Problem;
import cloudy.api.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.apache.karaf.features.FeatureEvent;
import org.apache.karaf.features.FeaturesListener;
import org.apache.karaf.features.FeaturesService;
import org.apache.karaf.features.RepositoryEvent;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** The catalogue: what can be installed and is, and the doors through which that changes. */
@Component(service = NodeCatalogue.class)
public final class NodeCatalogue {

    private static final Texts INSTALL = Texts.of("Instal·lar %s", "Instalar %s", "Install %s");
    private static final Texts UPDATE = Texts.of("Actualitzar %s", "Actualizar %s", "Update %s");
    private static final Texts REMOVE = Texts.of("Desinstal·lar %s", "Desinstalar %s", "Remove %s");
    private static final Duration FETCH = Duration.ofMinutes(10);

    /** More than there are features: each waits once at most. */
    private static final int WAITING = 1000;

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    volatile List<EventSink> sinks = List.of();

    private final Provisioner provisioner;
    private final Repositories repositories;
    private final WishFile file;
    private final Jobs jobs;
    private final Turns turns;
    private final Reconciler reconciler;
    private final Shelves shelves;
    private final RepositoryDoor door;
    private final AtomicBoolean due = new AtomicBoolean();
    private final Set<String> touched = ConcurrentHashMap.newKeySet();
    private final ThreadPoolExecutor follower = thread("cloudy-catalogue");
    private final ThreadPoolExecutor looker = thread("cloudy-catalogue-look");
    private final Runnable close;

    @Activate
    public NodeCatalogue(
            BundleContext context,
            @Reference FeaturesService features,
            @Reference Settings settings,
            @Reference Jobs jobs)
            throws IOException {
        this(
                new KarafProvisioner(features, context, boot(Path.of(System.getProperty("karaf.etc")))),
                new Store(Path.of(System.getProperty("karaf.data"), "catalogue")),
                new Fetcher(new Authorities(Path.of(System.getProperty("karaf.etc"), "catalogue-ca.pem")), FETCH),
                new WishFile(settings),
                jobs,
                listener -> {
                    features.registerListener(listener);
                    return () -> features.unregisterListener(listener);
                });
    }

    /** {@code listening} has a listener be told, and answers how to end that. */
    NodeCatalogue(
            Provisioner provisioner,
            Store store,
            Fetcher fetcher,
            WishFile file,
            Jobs jobs,
            Function<FeaturesListener, Runnable> listening) {
        this.provisioner = provisioner;
        this.file = file;
        this.jobs = jobs;
        repositories = new Repositories(fetcher, store, provisioner);
        turns = new Turns(provisioner);
        reconciler = new Reconciler(provisioner, repositories, store, file, turns, this::changed, this::judged);
        shelves = new Shelves(provisioner, store, file, reconciler::reason);
        door = new RepositoryDoor(
                repositories, turns, reconciler, shelves, file, this::begin, this::changed, this::reconcileSoon);
        close = listening.apply(new Listener());
    }

    private static Set<String> boot(Path etc) throws IOException {
        var settings = new Properties();
        try (var in = Files.newInputStream(etc.resolve("org.apache.karaf.features.cfg"))) {
            settings.load(in);
        }
        return KarafProvisioner.boot(settings.getProperty("featuresBoot", ""));
    }

    private static ThreadPoolExecutor thread(String name) {
        var pool = new ThreadPoolExecutor(1, 1, 5, TimeUnit.SECONDS, new LinkedBlockingQueue<>(WAITING), task -> {
            var thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    @Deactivate
    void stop() {
        close.run();
        follower.shutdownNow();
        looker.shutdownNow();
    }

    /** Has the node become what is wished; many requests before it are one. */
    void reconcileSoon() {
        if (due.compareAndSet(false, true)) {
            soon(() -> {
                due.set(false);
                reconciler.reconcile();
            });
        }
    }

    /** The doctor's check of it looks again. */
    private void judged() {
        EventSink.tell(sinks, Event.of("check", WishCheck.ID));
    }

    private void observeSoon(String feature) {
        if (touched.add(feature)) {
            soon(() -> {
                touched.remove(feature);
                reconciler.observe(feature);
            });
        }
    }

    private interface Task {
        void run() throws InterruptedException;
    }

    private void soon(Task task) {
        try {
            follower.execute(() -> {
                try {
                    task.run();
                } catch (InterruptedException stopped) {
                    Thread.currentThread().interrupt();
                }
            });
        } catch (RejectedExecutionException stopped) {
            due.set(false);
        }
    }

    /** Why what is wished is not there, by the feature's name or the repository's address. */
    Map<String, Texts> unmet() {
        return reconciler.reasons();
    }

    private void changed(String subject) {
        EventSink.tell(sinks, Event.of("catalogue", subject));
    }

    /** All that can be installed, in the order of their ids. */
    List<Entry> entries() throws Exception {
        return shelves.entries();
    }

    Entry entry(String id) throws Exception {
        return shelves.find(id)
                .orElseThrow(() -> Problem.notFound(Texts.of(
                                "%s no és al catàleg.",
                                "%s no está en el catálogo.", "There is no %s in the catalogue.")
                        .with(id)));
    }

    /** Begins to install a feature; answers the job's id. */
    String install(String id, Optional<String> confirm, Caller by) throws Exception {
        Entry entry = entry(id);
        if (entry.wished() && entry.installed().isPresent()) {
            throw Problem.of(
                    409,
                    Texts.of("%s ja està instal·lat.", "%s ya está instalado.", "%s is installed already.")
                            .with(title(entry)),
                    "id");
        }
        confirm(entry, confirm);
        return start("install", INSTALL, entry, by, () -> reconciler.install(id), wish -> wish.with(Set.of(id)));
    }

    /** Begins to replace a feature by a newer version of it; answers the job's id. */
    String update(String id, Optional<String> confirm, Caller by) throws Exception {
        Entry entry = entry(id);
        if (entry.installed().isEmpty()) {
            throw Problem.of(409, notInstalled(entry), "id");
        }
        if (!entry.hasUpdate()) {
            throw Problem.of(
                    409,
                    Texts.of(
                                    "No hi ha cap versió de %s més nova que la instal·lada.",
                                    "No hay ninguna versión de %s más nueva que la instalada.",
                                    "There is no newer version of %s than the one installed.")
                            .with(title(entry)),
                    "id");
        }
        confirm(entry, confirm);
        return start("update", UPDATE, entry, by, () -> reconciler.install(id), wish -> wish.with(Set.of(id)));
    }

    /** Begins to remove a feature; answers the job's id. */
    String remove(String id, Caller by) throws Exception {
        Entry entry = entry(id);
        boolean required = provisioner.required().contains(id);
        if (entry.installed().isPresent() && !required) {
            throw Problem.of(
                    409,
                    Texts.of(
                                    "Una altra funció necessita %s; primer cal desinstal·lar-la.",
                                    "Otra función necesita %s; primero hay que desinstalarla.",
                                    "Another feature needs %s; remove that one first.")
                            .with(title(entry)),
                    "id");
        }
        if (!required && !entry.wished()) {
            throw Problem.of(409, notInstalled(entry), "id");
        }
        return start(
                "remove",
                REMOVE,
                entry,
                by,
                () -> {
                    if (provisioner.required().contains(id)) {
                        provisioner.remove(Set.of(id));
                    }
                },
                wish -> wish.without(Set.of(id)));
    }

    private static Texts title(Entry entry) {
        return entry.text().title();
    }

    private static Texts notInstalled(Entry entry) {
        return Texts.of("%s no està instal·lat.", "%s no está instalado.", "%s is not installed.")
                .with(title(entry));
    }

    private static void confirm(Entry entry, Optional<String> confirm) {
        if (!entry.isOurs() && !confirm.filter(entry.digest()::equals).isPresent()) {
            throw Problem.of(
                    409,
                    Texts.of(
                                    "Això no és de Cloudy sinó de %s: mireu què porta, i confirmeu-ho amb el seu"
                                            + " resum.",
                                    "Esto no es de Cloudy sino de %s: mire qué trae, y confírmelo con su resumen.",
                                    "This is not from Cloudy but from %s: look at what it brings, and confirm it by"
                                            + " its digest.")
                            .with(entry.origin()),
                    "confirm");
        }
    }

    private String start(String kind, Texts verb, Entry entry, Caller by, Turns.Step step, UnaryOperator<Wish> wish) {
        Texts title = verb.with(title(entry));
        return begin("catalogue." + kind, title, by, progress -> {
            progress.step(title);
            Runnable deaf = provisioner.listen(progress::log);
            try {
                turns.change(Set.of(entry.id()), step, () -> file.change(wish, by));
            } finally {
                deaf.run();
            }
            progress.percent(100);
            progress.result("feature", entry.id());
            changed(entry.id());
            // What nothing of an earlier repository is installed of any more goes.
            reconcileSoon();
        });
    }

    private String begin(String kind, Texts title, Caller by, Jobs.Work work) {
        try {
            return jobs.start(kind, title, by, work).id();
        } catch (RejectedExecutionException full) {
            throw Problem.tooManyJobs();
        }
    }

    /** The repositories that were added. */
    List<Shelves.Added> added() throws Exception {
        return shelves.added();
    }

    /** What a repository would bring; it is fetched for that, by a thread of its own. */
    CompletableFuture<Repositories.Preview> preview(Source source) {
        try {
            return CompletableFuture.supplyAsync(
                    () -> {
                        try {
                            return repositories.preview(source);
                        } catch (Exception e) {
                            throw new CompletionException(e);
                        }
                    },
                    looker);
        } catch (RejectedExecutionException e) {
            throw Problem.tooMany(
                    Texts.of(
                            "S'estan mirant massa dipòsits.",
                            "Se están mirando demasiados repositorios.",
                            "Too many repositories are being looked at."),
                    10);
        }
    }

    /** Begins to fetch all that a repository brings, so that it can be installed; answers the job's id. */
    String add(Repositories.Preview preview, Caller by) {
        return door.add(preview, by);
    }

    /** Begins to fetch what a repository offers now, of which nothing is installed by that; answers the job's id. */
    String refresh(String name, Caller by) throws Exception {
        return door.refresh(name, by);
    }

    /** Forgets a repository of which nothing is installed. */
    void removeRepository(String name, Caller by) throws Exception {
        door.remove(name, by);
    }

    /** Passes on what happens to features that is not our own doing; Karaf waits for it. */
    private final class Listener implements FeaturesListener {

        @Override
        public void featureEvent(FeatureEvent event) {
            String name = event.getFeature().getName();
            if (!event.isReplay() && !turns.isOurs(name)) {
                observeSoon(name);
            }
        }

        @Override
        public void repositoryEvent(RepositoryEvent event) {}
    }
}
