// SPDX-License-Identifier: Apache-2.0
package cloudy.syncthing;

import cloudy.api.doctor.Check;
import cloudy.api.doctor.Finding;
import cloudy.api.form.Texts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Whether there is room on the disks of the folders, which need not be the node's: below its limit Syncthing takes nothing more. */
@Component(service = Check.class)
public final class DiskCheck implements Check {

    /** Bytes in all, and what may still be written. */
    record Space(long total, long free) {}

    /** How the disk of a folder is. */
    @FunctionalInterface
    interface Disks {

        Space of(Path folder) throws IOException;
    }

    private static final long MB = 1_000_000;

    /** Syncthing's usual limit ({@code minDiskFree}); twice as much is said before. */
    private static final double LIMIT = 0.01;

    private static final double SOON = 0.02;

    private final SyncthingService service;
    private final Disks disks;

    @Activate
    public DiskCheck(@Reference SyncthingService service) {
        this(service, folder -> {
            var store = Files.getFileStore(folder);
            return new Space(store.getTotalSpace(), store.getUsableSpace());
        });
    }

    DiskCheck(SyncthingService service, Disks disks) {
        this.service = service;
        this.disks = disks;
    }

    @Override
    public String id() {
        return "syncthing-disk";
    }

    @Override
    public Texts title() {
        return Texts.of(
                "Espai per a les carpetes de Syncthing",
                "Espacio para las carpetas de Syncthing",
                "Room for the folders of Syncthing");
    }

    @Override
    public Finding look() throws Exception {
        Optional<Syncthing> own = service.syncthing();
        if (own.isEmpty()) {
            return Finding.skipped(RunsCheck.OFF);
        }
        Optional<Finding> soon = Optional.empty();
        for (Facts folder : own.get().folders().all()) {
            Path path = Path.of(folder.raw("path"));
            // One that is not there is FoldersCheck's matter.
            if (Files.isDirectory(path)) {
                Space space = disks.of(path);
                if (space.free() < limit(folder, space)) {
                    return Finding.fault(
                            text(
                                    folder.text("path"),
                                    space,
                                    "; Syncthing no hi desa res més",
                                    "; Syncthing ya no guarda nada allí",
                                    "; Syncthing stores nothing more there"),
                            advice());
                }
                if (soon.isEmpty() && space.free() < SOON * space.total()) {
                    soon = Optional.of(Finding.warning(text(folder.text("path"), space, "", "", ""), advice()));
                }
            }
        }
        return soon.orElseGet(() -> Finding.fine(Texts.of(
                "Hi ha lloc per a totes les carpetes.",
                "Hay sitio para todas las carpetas.",
                "There is room for all folders.")));
    }

    /** What the folder itself says, in percent or in units of bytes. */
    private static double limit(Facts folder, Space space) {
        Facts said = folder.in("minDiskFree");
        if (!(said.get("value") instanceof Number value)) {
            return LIMIT * space.total();
        }
        double number = value.doubleValue();
        return switch (said.raw("unit").toLowerCase(Locale.ROOT)) {
            case "%" -> number / 100 * space.total();
            case "kb" -> number * 1e3;
            case "mb" -> number * 1e6;
            case "gb" -> number * 1e9;
            case "tb" -> number * 1e12;
            default -> number;
        };
    }

    private static Texts text(String path, Space space, String ca, String es, String en) {
        String free = space.free() / MB + " MB";
        return Texts.of(
                "Al disc de " + path + " només hi queden " + free + ca + ".",
                "Al disco de " + path + " solo le quedan " + free + es + ".",
                "The disk of " + path + " has only " + free + " left" + en + ".");
    }

    private static Texts advice() {
        return Texts.of(
                "Feu lloc en aquest disc, o moveu la carpeta a un altre.",
                "Haga sitio en ese disco, o mueva la carpeta a otro.",
                "Make room on that disk, or move the folder to another one.");
    }
}
