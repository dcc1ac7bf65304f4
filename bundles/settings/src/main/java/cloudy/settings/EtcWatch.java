// SPDX-License-Identifier: Apache-2.0
package cloudy.settings;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sees every change in {@code etc/}, on a thread that sleeps until the kernel (inotify) wakes it. */
@Component(service = {})
public final class EtcWatch {

    private static final Logger LOG = LoggerFactory.getLogger(EtcWatch.class);

    /** An editor empties a file and then fills it: wait until nothing has happened for as long, */
    private static final Duration QUIET = Duration.ofMillis(150);

    /** but not for ever, when something in the folder is written to all the time. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final Duration GOODBYE = Duration.ofSeconds(5);

    private final EtcSettings settings;
    private final Optional<WatchService> watch;
    private final Thread thread = new Thread(this::run, "cloudy-settings-watch");

    @Activate
    public EtcWatch(@Reference EtcSettings settings) {
        this.settings = settings;
        watch = open();
        thread.setDaemon(true);
        thread.start();
    }

    @Deactivate
    void close() throws IOException, InterruptedException {
        if (watch.isPresent()) {
            watch.get().close();
        }
        thread.join(GOODBYE.toMillis());
    }

    private Optional<WatchService> open() {
        WatchService service = null;
        try {
            service = settings.folder().getFileSystem().newWatchService();
            settings.folder().register(service, ENTRY_CREATE, ENTRY_MODIFY, ENTRY_DELETE);
            return Optional.of(service);
        } catch (IOException e) {
            LOG.error("etc/ cannot be watched ({}); changes by hand take effect at the next start", e.toString());
            closeQuietly(service);
            return Optional.empty();
        }
    }

    private static void closeQuietly(WatchService service) {
        try {
            if (service != null) {
                service.close();
            }
        } catch (IOException e) {
            LOG.debug("What never watched could not be closed", e);
        }
    }

    private void run() {
        // What changed between the first look and the first event.
        rescan();
        try {
            while (watch.isPresent() && settled(watch.get())) {
                // Names do not matter, so an overflow of events is no loss.
                rescan();
            }
        } catch (ClosedWatchServiceException e) {
            LOG.debug("No longer watching etc/");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for a change and for the quiet after it; false when the folder is gone. */
    private static boolean settled(WatchService watch) throws InterruptedException {
        WatchKey key = watch.take();
        long begin = System.nanoTime();
        while (key != null) {
            key.pollEvents();
            if (!key.reset()) {
                LOG.error("etc/ is gone; its settings stay in force, changes take effect at the next start");
                return false;
            }
            boolean patient = System.nanoTime() - begin < PATIENCE.toNanos();
            key = patient ? watch.poll(QUIET.toMillis(), TimeUnit.MILLISECONDS) : null;
        }
        return true;
    }

    private void rescan() {
        try {
            settings.rescan();
        } catch (RuntimeException e) {
            LOG.error("The settings in etc/ could not be looked at", e);
        }
    }
}
