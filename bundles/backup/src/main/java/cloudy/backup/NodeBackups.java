// SPDX-License-Identifier: Apache-2.0
package cloudy.backup;

import cloudy.api.Node;
import cloudy.api.access.Caller;
import cloudy.api.backup.Backup;
import cloudy.api.daemon.Daemons;
import cloudy.api.event.Event;
import cloudy.api.event.EventSink;
import cloudy.api.form.Texts;
import cloudy.api.job.Job;
import cloudy.api.job.Jobs;
import cloudy.api.registry.LocalServices;
import cloudy.api.rest.Problem;
import cloudy.api.settings.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The backups of this node: what is asked of them is done as jobs. */
@Component(service = NodeBackups.class, configurationPid = NodeBackups.PID)
@Designate(ocd = BackupConfig.class)
public class NodeBackups {

    static final String PID = "cloudy.backup";

    private static final Logger LOG = LoggerFactory.getLogger(NodeBackups.class);

    /** Time for whoever waits for the job to hear of its end. */
    private static final long GOODBYE_S = 3;

    /** Time for work to see that it is interrupted. */
    private static final long END_S = 5;

    private static final String KIND = "backup.";

    private final Place place;
    private final Node node;
    private final String version;
    private final Pieces pieces;
    private final Clock clock;
    private final History history;
    /** Held by who makes or reads a backup. */
    private final ReentrantLock one = new ReentrantLock();

    private final Optional<Schedule> schedule;
    private final Jobs jobs;
    private final Settings settings;
    private final Runnable restart;
    private final Executor soon;
    private final LocalServices services;
    private volatile Wish wish;

    /** What the settings say; work goes on with what they said when it began. */
    private record Wish(Period period, Backups backups, long bytes) {}

    /** They come and go with their bundles. */
    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    volatile List<Backup> contributed = List.of();

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    volatile List<EventSink> sinks = List.of();

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile Daemons daemons;

    @Activate
    public NodeBackups(
            BackupConfig config,
            @Reference Node node,
            @Reference Jobs jobs,
            @Reference Settings settings,
            @Reference LocalServices services) {
        this(
                config,
                Place.ofNode(),
                node,
                FrameworkUtil.getBundle(NodeBackups.class).getVersion().toString(),
                jobs,
                settings,
                services,
                new Restart(Place.ofNode()),
                CompletableFuture.delayedExecutor(GOODBYE_S, TimeUnit.SECONDS),
                Clock.systemUTC(),
                true);
    }

    NodeBackups(
            BackupConfig config,
            Place place,
            Node node,
            String version,
            Jobs jobs,
            Settings settings,
            LocalServices services,
            Runnable restart,
            Executor soon,
            Clock clock,
            boolean scheduled) {
        this.place = place;
        this.node = node;
        this.version = version;
        this.clock = clock;
        this.jobs = jobs;
        this.settings = settings;
        this.services = services;
        this.restart = restart;
        this.soon = soon;
        history = new History(place.data().resolve("backup").resolve("history.json"));
        wish = wish(config);
        pieces = new Pieces(this::vault, () -> wish.bytes());
        // A node that was killed in the middle of a backup has left services off, and of a restore what it had opened.
        stopped().start(Caller.node());
        new Stage(place, LOG::debug).tidy();
        tidy();
        schedule = scheduled ? Optional.of(new Schedule(this::plan, history, clock, this::make)) : Optional.empty();
        schedule.ifPresent(Schedule::look);
    }

    /** Work that has begun goes on, and what begins now waits for its end. */
    @Modified
    void change(BackupConfig config) {
        wish = wish(config);
        schedule.ifPresent(Schedule::look);
    }

    /** In a folder of the operator's, other nodes may be at work. */
    private void tidy() {
        Vault vault = vault();
        try {
            vault.tidy(vault.folder().startsWith(place.data()) ? "" : node.name());
        } catch (IOException e) {
            LOG.warn("What was left of backups that were being made is still there: {}", e.toString());
        }
    }

    private Wish wish(BackupConfig config) {
        Path folder = config.folder().isEmpty() ? place.data().resolve("backups") : Path.of(config.folder());
        long bytes = (long) config.maxMb() << 20;
        return new Wish(
                Period.of(config.schedule()),
                new Backups(
                        place,
                        new Vault(folder.normalize()),
                        new Backups.Limits(config.recipient(), config.kept(), bytes),
                        node,
                        version,
                        clock,
                        history,
                        one),
                bytes);
    }

    /** Whoever comes after this one finds nobody at work. */
    @Deactivate
    void close() throws InterruptedException {
        schedule.ifPresent(Schedule::close);
        jobs.all().stream()
                .filter(job -> job.kind().startsWith(KIND) && !job.state().isFinal())
                .forEach(job -> jobs.cancel(job.id()));
        if (one.tryLock(END_S, TimeUnit.SECONDS)) {
            one.unlock();
        } else {
            LOG.error("A backup does not end");
        }
    }

    private Optional<Plan> plan() {
        return recipient().isEmpty()
                ? Optional.empty()
                : wish.period().length().map(length -> Plan.of(length, node.id(), ZoneId.systemDefault()));
    }

    private void make() {
        create("", Reason.SCHEDULE, Caller.node());
    }

    History.Past past() {
        return history.past();
    }

    Period period() {
        return wish.period();
    }

    Vault vault() {
        return wish.backups().vault();
    }

    Pieces pieces() {
        return pieces;
    }

    /** The public recovery key; empty for none. */
    String recipient() {
        return wish.backups().recipient();
    }

    List<Backup> contributed() {
        return contributed;
    }

    /**
     * Makes a pair of keys. The secret half is with the caller only from now on.
     *
     * @param kept whether backups are encrypted to it from now on
     * @param replace whether it may take the place of another one
     */
    RecoveryKey newKey(boolean kept, boolean replace, Caller by) throws IOException {
        if (kept && !recipient().isEmpty() && !replace) {
            throw Problem.of(
                    409,
                    Texts.of(
                            "Ja hi ha una clau de recuperació; amb una altra, les còpies noves no s'obren amb la d'ara.",
                            "Ya hay una clave de recuperación; con otra, las copias nuevas no se abren con la de ahora.",
                            "There is a recovery key already; with another one, new backups do not open with this one."),
                    "replace");
        }
        RecoveryKey key = RecoveryKey.make();
        if (kept) {
            settings.change(PID, Map.of("recipient", Optional.of(key.recipient())), by);
        }
        return key;
    }

    Job create(String service, Reason reason, Caller by) {
        if (recipient().isEmpty()) {
            throw Problem.of(409, Backups.noKey());
        }
        Job job = start(
                KIND + "create",
                service.isEmpty()
                        ? Texts.of("Còpia del node", "Copia del nodo", "Backup of the node")
                        : Texts.of("Còpia de %s", "Copia de %s", "Backup of %s").with(service),
                by,
                progress -> wish.backups().create(service, reason, contributed, stopped(), this::archive, progress));
        jobs.watch(job.id(), now -> {
            if (now.state().isFinal()) {
                EventSink.tell(sinks, Event.of("check", BackupCheck.ID));
            }
        });
        return job;
    }

    Job verify(String name, String secret, Caller by) {
        vault().find(name);
        return start(
                KIND + "verify",
                Texts.of("Comprova %s", "Comprueba %s", "Verify %s").with(name),
                by,
                progress -> wish.backups().verify(name, secret, contributed, progress));
    }

    /** @param again whether the node is to start again by itself when all is ready */
    Job restore(String name, String secret, String service, boolean again, Caller by) {
        vault().find(name);
        Job job = start(
                KIND + "restore",
                Texts.of("Restaura %s", "Restaura %s", "Restore %s").with(name),
                by,
                progress -> {
                    wish.backups().restore(name, secret, service, contributed, progress);
                    if (again) {
                        progress.step(
                                Texts.of("El node es torna a engegar", "El nodo vuelve a arrancar", "Starting again"));
                    }
                });
        if (again) {
            jobs.watch(job.id(), now -> {
                if (now.state() == Job.State.SUCCEEDED) {
                    soon.execute(restart);
                }
            });
        }
        return job;
    }

    private Job start(String kind, Texts title, Caller by, Jobs.Work work) {
        try {
            return jobs.start(kind, title, by, work);
        } catch (RejectedExecutionException e) {
            throw Problem.tooManyJobs();
        }
    }

    private Optional<InputStream> archive(Path path) throws IOException {
        Daemons now = daemons;
        return now == null ? Optional.empty() : now.archive(path);
    }

    private Stopped stopped() {
        return new Stopped(
                services,
                Optional.ofNullable(daemons),
                place.data().resolve("backup").resolve("stopped"));
    }
}
