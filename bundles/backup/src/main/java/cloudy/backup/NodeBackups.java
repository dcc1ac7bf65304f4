// SPDX-License-Identifier: Apache-2.0
package cloudy.backup;

import cloudy.api.Node;
import cloudy.api.access.Caller;
import cloudy.api.backup.Backup;
import cloudy.api.daemon.Daemons;
import cloudy.api.form.Texts;
import cloudy.api.job.Job;
import cloudy.api.job.Jobs;
import cloudy.api.registry.LocalServices;
import cloudy.api.rest.Problem;
import cloudy.api.settings.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;

/** The backups of this node: what is asked of them is done as jobs. */
@Component(service = NodeBackups.class, configurationPid = NodeBackups.PID)
@Designate(ocd = BackupConfig.class)
public class NodeBackups {

    static final String PID = "cloudy.backup";

    /** Time for whoever waits for the job to hear of its end. */
    private static final long GOODBYE_S = 3;

    private final Backups backups;
    private final Pieces pieces;
    private final Jobs jobs;
    private final Settings settings;
    private final Runnable restart;
    private final Executor soon;
    private final LocalServices services;

    /** They come and go with their bundles. */
    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    volatile List<Backup> contributed = List.of();

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
                CompletableFuture.delayedExecutor(GOODBYE_S, TimeUnit.SECONDS));
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
            Executor soon) {
        this.jobs = jobs;
        this.settings = settings;
        this.services = services;
        this.restart = restart;
        this.soon = soon;
        Path folder = config.folder().isEmpty() ? place.data().resolve("backups") : Path.of(config.folder());
        backups = new Backups(
                place,
                new Vault(folder),
                new Backups.Limits(config.recipient(), config.kept(), (long) config.maxMb() << 20),
                node,
                version,
                Clock.systemUTC());
        pieces = new Pieces(backups.vault(), (long) config.maxMb() << 20);
        // A node that was killed in the middle of a backup has left services off.
        stopped().start(Caller.node());
    }

    Vault vault() {
        return backups.vault();
    }

    Pieces pieces() {
        return pieces;
    }

    /** The public recovery key; empty for none. */
    String recipient() {
        return backups.recipient();
    }

    List<Backup> contributed() {
        return contributed;
    }

    /** Makes a pair of keys and keeps the public half. The other one is with the caller only from now on. */
    RecoveryKey newKey(boolean replace, Caller by) throws IOException {
        if (!recipient().isEmpty() && !replace) {
            throw Problem.of(
                    409,
                    Texts.of(
                            "Ja hi ha una clau de recuperació; amb una altra, les còpies noves no s'obren amb la d'ara.",
                            "Ya hay una clave de recuperación; con otra, las copias nuevas no se abren con la de ahora.",
                            "There is a recovery key already; with another one, new backups do not open with this one."),
                    "replace");
        }
        RecoveryKey key = RecoveryKey.make();
        settings.change(PID, Map.of("recipient", Optional.of(key.recipient())), by);
        return key;
    }

    Job create(String service, Caller by) {
        if (recipient().isEmpty()) {
            throw Problem.of(409, Backups.noKey());
        }
        return start(
                "backup.create",
                service.isEmpty()
                        ? Texts.of("Còpia del node", "Copia del nodo", "Backup of the node")
                        : Texts.of("Còpia de %s", "Copia de %s", "Backup of %s").with(service),
                by,
                progress -> backups.create(service, contributed, stopped(), progress));
    }

    Job verify(String name, String secret, Caller by) {
        vault().find(name);
        return start(
                "backup.verify",
                Texts.of("Comprova %s", "Comprueba %s", "Verify %s").with(name),
                by,
                progress -> backups.verify(name, secret, contributed, progress));
    }

    /** @param again whether the node is to start again by itself when all is ready */
    Job restore(String name, String secret, String service, boolean again, Caller by) {
        vault().find(name);
        Job job = start(
                "backup.restore",
                Texts.of("Restaura %s", "Restaura %s", "Restore %s").with(name),
                by,
                progress -> {
                    backups.restore(name, secret, service, contributed, progress);
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

    private Stopped stopped() {
        return new Stopped(
                services,
                Optional.ofNullable(daemons),
                backups.place().data().resolve("backup").resolve("stopped"));
    }
}
