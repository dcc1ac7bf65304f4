// SPDX-License-Identifier: Apache-2.0
package cloudy.syncthing;

import cloudy.api.doctor.Check;
import cloudy.api.doctor.Finding;
import cloudy.api.form.Texts;
import java.io.IOException;
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
                return unreadable(folder.text("path"));
            }
            String error = error(own.get().client(), folder);
            if (!error.isEmpty()) {
                return stopped(folder.text("path"), error);
            }
        }
        return Finding.fine(Texts.of(
                "Totes les carpetes es poden llegir i escriure.",
                "Todas las carpetas se pueden leer y escribir.",
                "All folders can be read and written."));
    }

    /** Why Syncthing itself does not touch it, such as that its mark has gone. */
    private static String error(SyncthingClient client, Facts folder) throws IOException, InterruptedException {
        if (folder.flag("paused")) {
            return "";
        }
        String path = "/rest/db/status?folder=" + SyncthingClient.part(folder.raw("id"));
        return Facts.of(client.get(path)).text("error");
    }

    private static Finding unreadable(String path) {
        return Finding.fault(
                Texts.of(
                        "La carpeta " + path + " no es pot llegir o escriure.",
                        "La carpeta " + path + " no se puede leer o escribir.",
                        "The folder " + path + " cannot be read or written."),
                Texts.of(
                        "Torneu-la a posar, doneu-ne els drets a l'usuari del node, o traieu-la de Syncthing.",
                        "Vuelva a ponerla, dé sus derechos al usuario del nodo, o quítela de Syncthing.",
                        "Put it back, give its rights to the node's user, or remove it from Syncthing."));
    }

    private static Finding stopped(String path, String error) {
        return Finding.fault(
                Texts.of(
                        "Syncthing no toca la carpeta " + path + ": " + error,
                        "Syncthing no toca la carpeta " + path + ": " + error,
                        "Syncthing does not touch the folder " + path + ": " + error),
                Texts.of(
                        "Mireu si hi és tot; si el disc no hi era, munteu-lo, i si no, traieu la carpeta i torneu-la a afegir.",
                        "Mire si está todo; si el disco no estaba, móntelo, y si no, quite la carpeta y vuelva a añadirla.",
                        "See whether all of it is there; if the disk was not, mount it; else remove the folder and add it"
                                + " again."));
    }
}
