// SPDX-License-Identifier: Apache-2.0
package cloudy.doctor;

import cloudy.api.Text;
import cloudy.api.doctor.Check;
import cloudy.api.doctor.Finding;
import cloudy.api.form.Texts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Whether libraries can put their temporary files down. */
@Component(service = Check.class)
public final class TempFolderCheck implements Check {

    private final Path folder;

    @Activate
    public TempFolderCheck() {
        this(Path.of(System.getProperty("java.io.tmpdir")));
    }

    TempFolderCheck(Path folder) {
        this.folder = folder;
    }

    @Override
    public String id() {
        return "temp-folder";
    }

    @Override
    public Texts title() {
        return Texts.of("Carpeta temporal", "Carpeta temporal", "Folder for temporary files");
    }

    @Override
    public Finding look() {
        try {
            Path file = Files.createTempFile(folder, "cloudy-doctor-", "");
            try {
                Files.write(file, new byte[4096]);
            } finally {
                Files.delete(file);
            }
            return Finding.fine(Texts.of(folder.toString()));
        } catch (IOException e) {
            String why = Text.clean(e.getMessage() == null ? e.toString() : e.getMessage(), 300);
            return Finding.fault(
                    Texts.of(
                            "No es pot escriure a " + folder + ": " + why,
                            "No se puede escribir en " + folder + ": " + why,
                            folder + " cannot be written: " + why),
                    Texts.of(
                            "Feu-hi lloc, o feu que existeixi i sigui de l'usuari del node.",
                            "Haga sitio, o haga que exista y sea del usuario del nodo.",
                            "Make room there, or see to it that it exists and is the node's user's."));
        }
    }
}
