// SPDX-License-Identifier: Apache-2.0
package cloudy.backup;

import static java.nio.charset.StandardCharsets.UTF_8;

import cloudy.api.access.Caller;
import cloudy.api.daemon.Daemons;
import cloudy.api.file.AtomicFile;
import cloudy.api.form.Explained;
import cloudy.api.form.Texts;
import cloudy.api.registry.LocalService;
import cloudy.api.registry.LocalService.Run;
import cloudy.api.registry.LocalServices;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Services that are off while they are copied. Which they are is in a file until they are on again, so that a node that was
 * killed in between switches them on when it starts.
 */
final class Stopped {

    private static final Logger LOG = LoggerFactory.getLogger(Stopped.class);
    private static final long PATIENCE_NANOS = 90_000_000_000L;
    private static final long ROUND_NANOS = 100_000_000L;

    private final LocalServices services;
    private final Optional<Daemons> daemons;
    private final Path file;

    Stopped(LocalServices services, Optional<Daemons> daemons, Path file) {
        this.services = services;
        this.daemons = daemons;
        this.file = file;
    }

    /** Stops those that are on, and waits until they and their programs have ended. */
    void stop(Set<String> ids, Caller by) throws IOException, InterruptedException {
        List<String> on = ids.stream()
                .sorted()
                .filter(id -> services.find(id)
                        .filter(service -> service.wish().enabled())
                        .isPresent())
                .toList();
        if (on.isEmpty()) {
            return;
        }
        AtomicFile.privateFolder(file.getParent());
        AtomicFile.write(file, String.join("\n", on).getBytes(UTF_8));
        for (String id : on) {
            switchTo(id, false, by);
        }
        long end = System.nanoTime() + PATIENCE_NANOS;
        for (String id : on) {
            while (isRunning(id)) {
                if (System.nanoTime() > end) {
                    throw Explained.failure(Texts.of(
                                    "%s no s'atura, i no es pot copiar mentre funciona.",
                                    "%s no se detiene, y no se puede copiar mientras funciona.",
                                    "%s does not stop, and cannot be copied while it runs.")
                            .with(id));
                }
                LockSupport.parkNanos(ROUND_NANOS);
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            }
        }
    }

    /** Switches on again what {@link #stop} stopped, also before the node was killed. */
    void start(Caller by) {
        try {
            if (Files.notExists(file)) {
                return;
            }
            List<String> left = new ArrayList<>();
            for (String id : Files.readAllLines(file, UTF_8)) {
                try {
                    switchTo(id, true, by);
                } catch (IOException | RuntimeException e) {
                    LOG.error("{} was stopped for a backup and cannot be started again: {}", id, e.toString());
                    left.add(id);
                }
            }
            if (left.isEmpty()) {
                AtomicFile.delete(file);
            }
        } catch (IOException e) {
            LOG.error("Which services were stopped for a backup is not known: {}", e.toString());
        }
    }

    private void switchTo(String id, boolean on, Caller by) throws IOException {
        Optional<LocalService> found = services.find(id);
        if (found.isPresent()) {
            var wish = found.get().wish();
            services.wish(id, new LocalService.Wish(on, wish.publish(), wish.audience()), by);
        }
    }

    /** A service that is off may have a program that has not ended yet; that is called as the service is. */
    private boolean isRunning(String id) {
        String word = id.substring(id.lastIndexOf('.') + 1).replaceFirst("~.*", "");
        return services.find(id).filter(service -> service.run() != Run.OFF).isPresent()
                || daemons.stream()
                        .flatMap(all -> all.all().stream())
                        .anyMatch(one -> one.daemon().name().startsWith(word));
    }
}
