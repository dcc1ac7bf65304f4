// SPDX-License-Identifier: Apache-2.0
package cloudy.deploy;

import cloudy.api.doctor.Check;
import cloudy.api.event.Event;
import cloudy.api.event.EventSink;
import cloudy.api.form.Texts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleListener;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.FrameworkListener;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows {@code ${karaf.base}/deploy} from when it is activated until it is deactivated; what it has to remember is
 * in {@code ${karaf.data}/deploy}. All work is done by one thread, which sleeps until something happens.
 */
@Component(service = {})
public final class DropFolder {

    private static final Logger LOG = LoggerFactory.getLogger(DropFolder.class);
    private static final int BUNDLE_EVENTS = BundleEvent.INSTALLED
            | BundleEvent.UNINSTALLED
            | BundleEvent.UPDATED
            | BundleEvent.RESOLVED
            | BundleEvent.UNRESOLVED;
    private static final int FRAMEWORK_EVENTS =
            FrameworkEvent.STARTED | FrameworkEvent.STARTLEVEL_CHANGED | FrameworkEvent.PACKAGES_REFRESHED;

    private final BundleContext context;
    private final Path folder;
    private final Path memory;
    private final Limits limits;
    private final Lines lines;
    private final Bundles bundles;
    private final Marker marker;
    private final Starter starter;
    private final NodeStop nodeStop;
    private final FolderWatch watch;
    private final ScheduledThreadPoolExecutor thread;
    private final AtomicBoolean due = new AtomicBoolean();
    private final Thread exitHook = new Thread(this::leaveMarker, "cloudy-deploy-exit");
    private final BundleListener bundleListener = event -> onEvent(event.getType() & BUNDLE_EVENTS);
    private final FrameworkListener frameworkListener = event -> onEvent(event.getType() & FRAMEWORK_EVENTS);

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    volatile List<EventSink> sinks = List.of();

    private Optional<ServiceRegistration<Check>> check = Optional.empty();

    // Of the thread.
    private Follower follower;
    private Future<?> nextPass;

    @Activate
    public DropFolder(BundleContext context, @Reference ServiceComponentRuntime runtime) {
        this(
                context,
                new Components(runtime)::failure,
                Path.of(System.getProperty("karaf.base"), "deploy"),
                Path.of(System.getProperty("karaf.data"), "deploy"),
                Limits.usual(),
                new Lines(LOG::info, LOG::warn));
        // No service of the component: this one works also where nobody asks for one.
        check = Optional.of(context.registerService(Check.class, new DropCheck(lines::standing), null));
        lines.listen(() -> EventSink.tell(sinks, Event.of("check", DropCheck.ID)));
    }

    DropFolder(
            BundleContext context,
            Function<Bundle, Optional<Texts>> components,
            Path folder,
            Path memory,
            Limits limits,
            Lines lines) {
        this.context = context;
        this.folder = folder.toAbsolutePath();
        this.memory = memory;
        this.limits = limits;
        this.lines = lines;
        bundles = new Bundles(context, limits, new Worker(this::changed), lines);
        marker = new Marker(new DurableFile(memory.resolve("starting")));
        thread = new ScheduledThreadPoolExecutor(1, task -> {
            var made = new Thread(task, "cloudy-deploy");
            made.setDaemon(true);
            return made;
        });
        thread.setRemoveOnCancelPolicy(true);
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        watch = new FolderWatch(this.folder, lines, this::changed);
        starter = new Starter(bundles, marker, components, lines, thread, limits.settle(), this::pass);
        nodeStop = new NodeStop(bundles, lines, System::nanoTime);
        Runtime.getRuntime().addShutdownHook(exitHook);
        context.addBundleListener(bundleListener);
        context.addFrameworkListener(frameworkListener);
        context.addBundleListener(nodeStop);
        thread.execute(this::begin);
    }

    @Deactivate
    void stop() {
        context.removeBundleListener(bundleListener);
        context.removeFrameworkListener(frameworkListener);
        context.removeBundleListener(nodeStop);
        lines.listen(() -> {});
        check.ifPresent(ServiceRegistration::unregister);
        leaveMarker();
        bundles.leaveToUs();
        thread.shutdown();
        try {
            // Whoever is being started now may hang.
            if (!thread.awaitTermination(1, TimeUnit.SECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException hurried) {
            thread.shutdownNow();
            Thread.currentThread().interrupt();
        }
        try {
            watch.close();
            Runtime.getRuntime().removeShutdownHook(exitHook);
        } catch (IOException gone) {
            lines.refused(
                    "",
                    "",
                    Texts.of("ja no es vigila: %s", "ya no se vigila: %s", "is watched no more: %s")
                            .with(gone));
        } catch (IllegalStateException theJvmEnds) {
            // The hook runs, or ran, and has nothing to do.
            return;
        }
    }

    /** An orderly stop clears all suspects but one whose own code it is that stops the node, by System.exit. */
    private void leaveMarker() {
        try {
            marker.close(ExitTrace.now().culprit(marker.suspects(), bundles::hasClass));
        } catch (IOException unwritable) {
            lines.refused("", "", Starter.UNWRITABLE.with(unwritable));
        }
    }

    private void begin() {
        try {
            Files.createDirectories(
                    memory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            watch.open();
            var rights = Rights.ofOwner(memory);
            var ledger = Ledger.read(new DurableFile(memory.resolve("installed")), lines);
            var placer = new Placer(folder, bundles, ledger, starter, marker, lines);
            new Judge(new Aside(folder, lines), placer, starter, marker, lines).judge();
            follower = new Follower(
                    new Folder(folder, watch, rights, lines),
                    new Checker(folder, rights, bundles, ledger, lines, limits),
                    placer,
                    new Runner(bundles, starter, ledger, lines),
                    bundles,
                    lines,
                    limits,
                    System::nanoTime);
            pass();
        } catch (IOException | RuntimeException impossible) {
            lines.refused(
                    "",
                    "",
                    Texts.of("no se segueix: %s", "no se sigue: %s", "is not followed: %s")
                            .with(impossible));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void onEvent(int relevant) {
        if (relevant != 0) {
            changed();
        }
    }

    /** Asks for a pass; many requests before it make one pass. */
    private void changed() {
        if (due.compareAndSet(false, true)) {
            try {
                thread.execute(this::pass);
            } catch (RejectedExecutionException stopped) {
                due.set(false);
            }
        }
    }

    private void pass() {
        due.set(false);
        if (follower == null) {
            return;
        }
        try {
            var again = follower.pass();
            starter.save();
            if (nextPass != null) {
                nextPass.cancel(false);
            }
            nextPass = again.isPresent() ? thread.schedule(this::pass, again.getAsLong(), TimeUnit.NANOSECONDS) : null;
        } catch (RejectedExecutionException stopped) {
            nextPass = null;
        } catch (RuntimeException unforeseen) {
            lines.refused("", "", Follower.UNFOLLOWED.with(unforeseen));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
