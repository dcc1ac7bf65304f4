// SPDX-License-Identifier: Apache-2.0
package cloudy.doctor;

import cloudy.api.Text;
import cloudy.api.doctor.Check;
import cloudy.api.doctor.Finding;
import cloudy.api.file.AtomicFile;
import cloudy.api.form.Texts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Whether what the node learns can be written. */
@Component(service = Check.class)
public final class DiskWritableCheck implements Check {

    private final Path data;

    @Activate
    public DiskWritableCheck() {
        this(Path.of(System.getProperty("karaf.data")));
    }

    DiskWritableCheck(Path data) {
        this.data = data;
    }

    @Override
    public String id() {
        return "disk-writable";
    }

    @Override
    public Texts title() {
        return Texts.of("Escriptura al disc", "Escritura en el disco", "Writing to the disk");
    }

    @Override
    public Finding look() {
        try {
            Path probe = AtomicFile.privateFolder(data.resolve("doctor")).resolve("probe");
            AtomicFile.write(probe, "written to see whether it can be".getBytes(StandardCharsets.US_ASCII));
            AtomicFile.delete(probe);
            return Finding.fine(
                    Texts.of("Es pot escriure al disc.", "Se puede escribir en el disco.", "The disk can be written."));
        } catch (IOException e) {
            String why = Text.clean(e.getMessage() == null ? e.toString() : e.getMessage(), 300);
            return Finding.fault(
                    Texts.of(
                            "El node no pot escriure a data/: " + why,
                            "El nodo no puede escribir en data/: " + why,
                            "The node cannot write to data/: " + why),
                    Texts.of(
                            "Una targeta SD gastada es torna només de lectura: mireu dmesg, feu una còpia i canvieu-la; o"
                                    + " torneu els fitxers de data/ a l'usuari del node.",
                            "Una tarjeta SD gastada se vuelve de solo lectura: mire dmesg, haga una copia y cámbiela; o"
                                    + " devuelva los ficheros de data/ al usuario del nodo.",
                            "A worn SD card turns read-only: look at dmesg, make a copy and replace it; or give the files"
                                    + " of data/ back to the node's user."));
        }
    }
}
