// SPDX-License-Identifier: Apache-2.0
package cloudy.https;

import cloudy.api.Text;
import cloudy.api.file.AtomicFile;
import cloudy.api.file.QuietWatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes the certificate in {@code etc/tls} into use when it comes, changes or goes. */
@Component(service = {})
public final class TlsWatch implements QuietWatch.Reader {

    private static final Logger LOG = LoggerFactory.getLogger(TlsWatch.class);
    private static final int MAX_LINE = 300;

    /** The two files are copied one after the other. */
    private static final Duration QUIET = Duration.ofMillis(300);

    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final TlsFolder folder;
    private final Certificates certificates;
    private final Optional<QuietWatch> watch;
    private String said = "";

    @Activate
    public TlsWatch(@Reference Certificates certificates) {
        this(new TlsFolder(Path.of(System.getProperty("karaf.etc"), "tls"), Clock.systemUTC()), certificates);
    }

    TlsWatch(TlsFolder folder, Certificates certificates) {
        this.folder = folder;
        this.certificates = certificates;
        // By this thread: nobody connects before what was there is in use.
        changed();
        watch = begin();
    }

    private Optional<QuietWatch> begin() {
        try {
            if (!Files.isDirectory(folder.path())) {
                AtomicFile.privateFolder(folder.path());
            }
            return Optional.of(QuietWatch.begin(folder.path(), "cloudy-https-watch", QUIET, PATIENCE, this));
        } catch (IOException e) {
            LOG.warn("etc/tls cannot be watched ({}); a certificate in it is taken at the next start", e.toString());
            return Optional.empty();
        }
    }

    @Deactivate
    void close() throws IOException {
        if (watch.isPresent()) {
            watch.get().close();
        }
    }

    @Override
    public void gone() {
        LOG.warn("etc/tls is gone; the certificate stays, and changes take effect at the next start");
    }

    @Override
    public void changed() {
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
