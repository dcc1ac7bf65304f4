// SPDX-License-Identifier: Apache-2.0
package cloudy.syncthing;

import cloudy.api.backup.Backup;
import cloudy.api.backup.Part;
import cloudy.api.doctor.Finding;
import cloudy.api.form.Explained;
import cloudy.api.form.Texts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * Who this device is, whom it knows, and its folders. Not the database: Syncthing makes it anew from the folders, and takes
 * an old one for the truth about them.
 */
@Component(service = Backup.class)
public final class SyncthingBackup implements Backup {

    private static final String STATE = "state";
    private static final Texts ADVICE = Texts.of(
            "Feu una altra còpia, o useu-ne una d'anterior.",
            "Haga otra copia, o use una anterior.",
            "Make another copy, or use an earlier one.");

    private final Path folder;

    @Activate
    public SyncthingBackup() {
        this(SyncthingService.folder());
    }

    SyncthingBackup(Path folder) {
        this.folder = folder;
    }

    @Override
    public String service() {
        return SyncthingService.PID;
    }

    @Override
    public List<Part> parts() throws IOException {
        if (Files.notExists(folder)) {
            return List.of();
        }
        List<Part> parts = new ArrayList<>();
        parts.add(
                Part.of(STATE, Texts.of("Claus i configuració", "Claves y configuración", "Keys and settings"), folder)
                        .without("folders", "home/index-*", "home/*.lock")
                        .asSecret());
        // Of a Syncthing that somebody else runs, he saves the rest.
        if (Files.exists(new Home(folder).config())) {
            SavedConfig config = SavedConfig.read(new Home(folder).config());
            for (SavedConfig.Folder shared : config.folders()) {
                parts.add(Part.of(shared.part(), Texts.of(Facts.shown(shared.label())), shared.path()));
            }
        }
        return parts;
    }

    @Override
    public Finding check(Path copy) throws IOException {
        var home = new Home(copy.resolve(STATE));
        if (!Files.isDirectory(home.folder())) {
            return damaged(
                    Texts.of("no hi ha %s", "no hay %s", "there is no %s").with(STATE));
        }
        if (Files.notExists(home.program())) {
            return whole(0);
        }
        SavedConfig config;
        DeviceId device;
        try {
            config = SavedConfig.read(home.config());
            device = home.device();
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            return damaged(Explained.of(e));
        }
        if (!config.devices().contains(device.text())) {
            return damaged(Texts.of(
                    "el certificat és d'un altre dispositiu",
                    "el certificado es de otro dispositivo",
                    "the certificate is another device's"));
        }
        for (SavedConfig.Folder shared : config.folders()) {
            if (!Files.isDirectory(copy.resolve(shared.part()))) {
                return damaged(Texts.of("falta la carpeta %s", "falta la carpeta %s", "the folder %s is missing")
                        .with(Facts.shown(shared.label())));
            }
        }
        return whole(config.folders().size());
    }

    private static Finding whole(int folders) {
        return Finding.fine(Texts.of(
                        "La còpia de Syncthing és sencera; carpetes: %s.",
                        "La copia de Syncthing está entera; carpetas: %s.",
                        "The copy of Syncthing is whole; folders: %s.")
                .with(folders));
    }

    private static Finding damaged(Texts why) {
        return Finding.fault(
                Texts.of(
                                "La còpia de Syncthing no serveix: %s.",
                                "La copia de Syncthing no sirve: %s.", "The copy of Syncthing is of no use: %s.")
                        .with(why),
                ADVICE);
    }
}
