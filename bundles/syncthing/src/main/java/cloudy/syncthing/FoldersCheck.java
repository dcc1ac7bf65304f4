// SPDX-License-Identifier: Apache-2.0
package cloudy.syncthing;

import cloudy.api.doctor.Check;
import cloudy.api.doctor.Finding;
import cloudy.api.form.Texts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Whether every folder of Syncthing is there and can be read and written. */
@Component(service = Check.class)
public final class FoldersCheck implements Check {

    private final SyncthingService service;

    @Activate
    public FoldersCheck(@Reference SyncthingService service) {
        this.service = service;
    }

    @Override
    public String id() {
        return "syncthing-folders";
    }

    @Override
    public Texts title() {
        return Texts.of("Carpetes de Syncthing", "Carpetas de Syncthing", "Folders of Syncthing");
    }

    @Override
    public Finding look() throws Exception {
        Optional<Syncthing> own = service.syncthing();
        if (own.isEmpty()) {
            return Finding.skipped(RunsCheck.OFF);
        }
        for (Facts folder : own.get().folders().all()) {
            Path path = Path.of(folder.raw("path"));
            // A foreign Syncthing may run as another user, who reads what this node cannot.
            if (!own.get().isAttached()
                    && !(Files.isDirectory(path) && Files.isReadable(path) && Files.isWritable(path))) {
                String shown = folder.text("path");
                return Finding.fault(
                        Texts.of(
                                "La carpeta " + shown + " no es pot llegir o escriure.",
                                "La carpeta " + shown + " no se puede leer o escribir.",
                                "The folder " + shown + " cannot be read or written."),
                        Texts.of(
                                "Torneu-la a posar, doneu-ne els drets a l'usuari del node, o traieu-la de Syncthing.",
                                "Vuelva a ponerla, dé sus derechos al usuario del nodo, o quítela de Syncthing.",
                                "Put it back, give its rights to the node's user, or remove it from Syncthing."));
            }
        }
        return Finding.fine(Texts.of(
                "Totes les carpetes es poden llegir i escriure.",
                "Todas las carpetas se pueden leer y escribir.",
                "All folders can be read and written."));
    }
}
