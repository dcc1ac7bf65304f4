// SPDX-License-Identifier: Apache-2.0
package cloudy.syncthing;

import cloudy.api.doctor.Check;
import cloudy.api.doctor.Finding;
import cloudy.api.form.Texts;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Whether the clocks of this node and of its neighbours agree, as far as files tell. Syncthing keeps the time of a change
 * with the file, and of two changes the later one wins: where a clock is ahead, the wrong one does.
 */
@Component(service = Check.class)
public final class ClockCheck implements Check {

    private static final Duration TOLERANCE = Duration.ofMinutes(5);
    private static final int MOST_LOOKED_AT = 20_000;

    private final SyncthingService service;
    private final Clock clock;

    @Activate
    public ClockCheck(@Reference SyncthingService service) {
        this(service, Clock.systemUTC());
    }

    ClockCheck(SyncthingService service, Clock clock) {
        this.service = service;
        this.clock = clock;
    }

    @Override
    public String id() {
        return "syncthing-clock";
    }

    @Override
    public Texts title() {
        return Texts.of("Rellotges dels veïns", "Relojes de los vecinos", "Clocks of neighbours");
    }

    @Override
    public Finding look() throws Exception {
        Optional<Syncthing> own = service.syncthing();
        if (own.isEmpty()) {
            return Finding.skipped(RunsCheck.OFF);
        }
        var search = new Search(clock.instant().plus(TOLERANCE));
        for (Facts folder : own.get().folders().all()) {
            Path path = Path.of(folder.raw("path"));
            if (Files.isDirectory(path)) {
                Files.walkFileTree(path, search);
            }
            if (search.found.isPresent()) {
                String file = Facts.shown(path.relativize(search.found.get()).toString());
                return warning(folder.text("path") + ": " + file);
            }
        }
        return Finding.fine(Texts.of(
                "Cap fitxer no ve del futur.", "Ningún archivo viene del futuro.", "No file comes from the future."));
    }

    private static Finding warning(String file) {
        return Finding.warning(
                Texts.of(
                        "Un fitxer s'hauria canviat en el futur (" + file + "): el rellotge d'aquest node o d'un veí va"
                                + " malament, i de dos canvis guanya el que no toca.",
                        "Un archivo se habría cambiado en el futuro (" + file
                                + "): el reloj de este nodo o de un vecino va"
                                + " mal, y de dos cambios gana el que no toca.",
                        "A file would have been changed in the future (" + file + "): the clock of this node or of a"
                                + " neighbour is wrong, and of two changes the wrong one wins."),
                Texts.of(
                        "Compareu els rellotges (timedatectl), poseu-los a l'hora, i torneu a desar el fitxer.",
                        "Compare los relojes (timedatectl), póngalos en hora, y vuelva a guardar el archivo.",
                        "Compare the clocks (timedatectl), set them right, and save the file again."));
    }

    /** The first file that is newer than it can be. */
    private static final class Search extends SimpleFileVisitor<Path> {

        private final Instant latest;
        private Optional<Path> found = Optional.empty();
        private int looked;

        private Search(Instant latest) {
            this.latest = latest;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.lastModifiedTime().toInstant().isAfter(latest)) {
                found = Optional.of(file);
            }
            return found.isPresent() || ++looked > MOST_LOOKED_AT
                    ? FileVisitResult.TERMINATE
                    : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException closed) {
            return FileVisitResult.CONTINUE;
        }
    }
}
