// SPDX-License-Identifier: Apache-2.0
package cloudy.https;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;

import cloudy.api.Text;
import cloudy.api.file.AtomicFile;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes the certificate in {@code etc/tls} into use when it comes, changes or goes; sleeps until the kernel wakes it. */
@Component(service = {})
public final class TlsWatch {

    private static final Logger LOG = LoggerFactory.getLogger(TlsWatch.class);
    private static final int MAX_LINE = 300;

    /** Two files are copied one after the other: wait until nothing has happened for as long, */
    private static final Duration QUIET = Duration.ofMillis(300);

    /** but not for ever. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private static final Duration GOODBYE = Duration.ofSeconds(5);

    private final TlsFolder folder;
    private final Certificates certificates;
    private final Optional<WatchService> watch;
    private final Thread thread = new Thread(this::run, "cloudy-https-watch");
    private String said = "";

    @Activate
    public TlsWatch(@Reference Certificates certificates) {
        this(new TlsFolder(Path.of(System.getProperty("karaf.etc"), "tls"), Clock.systemUTC()), certificates);
    }

    TlsWatch(TlsFolder folder, Certificates certificates) {
        this.folder = folder;
        this.certificates = certificates;
        watch = open();
        // What was there before the first event.
        look();
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
            if (!Files.isDirectory(folder.path())) {
                AtomicFile.privateFolder(folder.path());
            }
            service = folder.path().getFileSystem().newWatchService();
            folder.path().register(service, ENTRY_CREATE, ENTRY_MODIFY, ENTRY_DELETE);
            return Optional.of(service);
        } catch (IOException e) {
            LOG.warn("etc/tls cannot be watched ({}); a certificate in it is taken at the next start", e.toString());
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
        try {
            while (watch.isPresent() && settled(watch.get())) {
                look();
            }
        } catch (ClosedWatchServiceException e) {
            LOG.debug("No longer watching etc/tls");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for a change and for the quiet after it; false when the folder is gone. */
    private boolean settled(WatchService service) throws InterruptedException {
        WatchKey key = service.take();
        long begin = System.nanoTime();
        while (key != null) {
            key.pollEvents();
            if (!key.reset()) {
                LOG.warn("etc/tls is gone; the certificate stays, and changes take effect at the next start");
                return false;
            }
            boolean patient = System.nanoTime() - begin < PATIENCE.toNanos();
            key = patient ? service.poll(QUIET.toMillis(), TimeUnit.MILLISECONDS) : null;
        }
        return true;
    }

    private void look() {
        try {
            Optional<Credential> found = folder.read();
            certificates.bring(found);
            String state = found.map(pair -> "The certificate from etc/tls is in use, SHA-256 "
                            + Credential.fingerprint(pair.certificate()))
                    .orElse("");
            if (!state.isEmpty() && !state.equals(said)) {
                LOG.info(state);
            }
            said = state;
        } catch (RefusedException e) {
            if (!e.getMessage().equals(said)) {
                LOG.error("{}; the certificate in use stays", Text.clean(e.getMessage(), MAX_LINE));
                said = e.getMessage();
            }
        } catch (RuntimeException e) {
            LOG.error("etc/tls could not be looked at", e);
        }
    }
}
