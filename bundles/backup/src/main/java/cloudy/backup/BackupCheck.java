// SPDX-License-Identifier: Apache-2.0
package cloudy.backup;

import cloudy.api.doctor.Check;
import cloudy.api.doctor.Finding;
import cloudy.api.form.Texts;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Whether this node could be brought back if it were lost today. */
@Component(service = Check.class)
public final class BackupCheck implements Check {

    static final String ID = "backup";

    private static final DateTimeFormatter WHEN = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm");

    private final NodeBackups backups;
    private final Clock clock;

    @Activate
    public BackupCheck(@Reference NodeBackups backups) {
        this(backups, Clock.systemUTC());
    }

    BackupCheck(NodeBackups backups, Clock clock) {
        this.backups = backups;
        this.clock = clock;
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public Texts title() {
        return Texts.of("Còpia del node", "Copia del nodo", "Backup of the node");
    }

    @Override
    public Finding look() {
        if (backups.recipient().isEmpty()) {
            return Finding.warning(
                    Backups.noKey(),
                    Texts.of(
                            "Feu-ne una a Sistema, Còpies de seguretat, i deseu-la fora d'aquest node.",
                            "Haga una en Sistema, Copias de seguridad, y guárdela fuera de este nodo.",
                            "Make one at System, Backups, and keep it somewhere else than on this node."));
        }
        History.Past past = backups.past();
        if (past.failed()) {
            return Finding.warning(
                    Texts.of(
                            "L'última còpia del node no es va poder fer.",
                            "La última copia del nodo no se pudo hacer.",
                            "The last backup of the node could not be made."),
                    Texts.of(
                            "La tasca, a Sistema, Tasques, diu per què.",
                            "La tarea, en Sistema, Tareas, dice por qué.",
                            "The job, at System, Jobs, says why."));
        }
        Optional<Duration> length = backups.period().length();
        Optional<Instant> last = past.succeeded();
        Optional<Instant> late = last.or(past::since)
                .flatMap(at -> length.map(each -> at.plus(each.multipliedBy(2))))
                .filter(clock.instant()::isAfter);
        if (late.isPresent()) {
            return Finding.warning(
                    last.map(at -> Texts.of(
                                            "L'última còpia del node és del %s.",
                                            "La última copia del nodo es del %s.",
                                            "The last backup of the node is of %s.")
                                    .with(shown(at)))
                            .orElseGet(BackupCheck::none),
                    Texts.of(
                            "Se'n fa una de nit; feu-ne una ara si el node no està engegat a la nit.",
                            "Se hace una de noche; haga una ahora si el nodo no está encendido de noche.",
                            "One is made at night; make one now if the node is not on then."));
        }
        if (last.isEmpty()) {
            return Finding.skipped(none());
        }
        return Finding.fine(Texts.of(
                        "L'última còpia del node és del %s.",
                        "La última copia del nodo es del %s.", "The last backup of the node is of %s.")
                .with(shown(last.get())));
    }

    private static Texts none() {
        return Texts.of(
                "Encara no s'ha fet cap còpia del node.",
                "Todavía no se ha hecho ninguna copia del nodo.",
                "No backup of the node has been made yet.");
    }

    private static String shown(Instant at) {
        return WHEN.format(at.atZone(ZoneId.systemDefault()));
    }
}
