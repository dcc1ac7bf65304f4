// SPDX-License-Identifier: Apache-2.0
package cloudy.settings;

import cloudy.api.file.QuietWatch;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sees every change in {@code etc/}. */
@Component(service = {})
public final class EtcWatch implements QuietWatch.Reader {

    private static final Logger LOG = LoggerFactory.getLogger(EtcWatch.class);

    private static final Duration QUIET = Duration.ofMillis(150);
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final EtcSettings settings;
    private final Optional<QuietWatch> watch;

    @Activate
    public EtcWatch(@Reference EtcSettings settings) {
        this.settings = settings;
        watch = begin();
    }

    private Optional<QuietWatch> begin() {
        try {
            return Optional.of(QuietWatch.begin(settings.folder(), "cloudy-settings-watch", QUIET, PATIENCE, this));
        } catch (IOException e) {
            LOG.error("etc/ cannot be watched ({}); changes by hand take effect at the next start", e.toString());
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
    public void changed() {
        try {
            settings.rescan();
        } catch (RuntimeException e) {
            LOG.error("The settings in etc/ could not be looked at", e);
        }
    }

    @Override
    public void gone() {
        LOG.error("etc/ is gone; its settings stay in force, changes take effect at the next start");
    }
}
