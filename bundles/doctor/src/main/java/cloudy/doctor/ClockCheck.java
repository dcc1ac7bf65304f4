// SPDX-License-Identifier: Apache-2.0
package cloudy.doctor;

import cloudy.api.doctor.Check;
import cloudy.api.doctor.Finding;
import cloudy.api.form.Texts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Whether the clock can be right, as far as a node without a network can tell. */
@Component(service = Check.class)
public final class ClockCheck implements Check {

    /** The year of this software: nothing runs before it was written. */
    private static final int FIRST_YEAR = 2026;

    private static final int LAST_YEAR = 2099;
    private static final Duration TOLERANCE = Duration.ofMinutes(5);
    private static final Texts ADVICE = Texts.of(
            "Activeu el servei d'hora (timedatectl set-ntp true), o poseu l'hora a mà; una placa sense pila necessita un"
                    + " servidor d'hora.",
            "Active el servicio de hora (timedatectl set-ntp true), o ponga la hora a mano; una placa sin pila necesita un"
                    + " servidor de hora.",
            "Switch the time service on (timedatectl set-ntp true), or set the clock by hand; a board without a battery"
                    + " needs a time server.");

    private final Clock clock;
    private final List<Path> witnesses;

    @Activate
    public ClockCheck() {
        this(
                Clock.systemUTC(),
                List.of(Path.of(System.getProperty("karaf.etc")), Path.of(System.getProperty("karaf.data"))));
    }

    /** @param witnesses folders in which files are that were written before now */
    ClockCheck(Clock clock, List<Path> witnesses) {
        this.clock = clock;
        this.witnesses = List.copyOf(witnesses);
    }

    @Override
    public String id() {
        return "clock";
    }

    @Override
    public Texts title() {
        return Texts.of("Rellotge", "Reloj", "Clock");
    }

    @Override
    public Finding look() throws IOException {
        Instant now = clock.instant();
        int year = now.atOffset(ZoneOffset.UTC).getYear();
        if (year < FIRST_YEAR || year > LAST_YEAR) {
            return Finding.fault(
                    Texts.of(
                            "El rellotge diu que som a l'any " + year + ".",
                            "El reloj dice que estamos en el año " + year + ".",
                            "The clock says that the year is " + year + "."),
                    ADVICE);
        }
        Instant newest = Instant.MIN;
        for (Path folder : witnesses) {
            try (var files = Files.newDirectoryStream(folder)) {
                for (Path file : files) {
                    Instant written = Files.getLastModifiedTime(file).toInstant();
                    newest = written.isAfter(newest) ? written : newest;
                }
            }
        }
        if (newest.isAfter(now.plus(TOLERANCE))) {
            return Finding.warning(
                    Texts.of(
                            "El rellotge ha anat enrere: hi ha fitxers escrits el " + newest + ".",
                            "El reloj ha ido hacia atrás: hay ficheros escritos el " + newest + ".",
                            "The clock has gone back: there are files written at " + newest + "."),
                    ADVICE);
        }
        return Finding.fine(
                Texts.of("El rellotge és versemblant.", "El reloj es verosímil.", "The clock is plausible."));
    }
}
