// SPDX-License-Identifier: Apache-2.0
package cloudy.doctor;

import cloudy.api.doctor.Check;
import cloudy.api.doctor.Finding;
import cloudy.api.form.Texts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Whether the node can still open files and connections. */
@Component(service = Check.class)
public final class FileHandlesCheck implements Check {

    private static final long FEW = 1_024;

    private final Path root;
    private final Kernel kernel;

    @Activate
    public FileHandlesCheck() {
        this(Path.of("/"));
    }

    FileHandlesCheck(Path root) {
        this.root = root;
        kernel = new Kernel(root);
    }

    @Override
    public String id() {
        return "file-handles";
    }

    @Override
    public Texts title() {
        return Texts.of("Fitxers oberts", "Ficheros abiertos", "Open files");
    }

    @Override
    public Finding look() throws IOException {
        OptionalLong limit = kernel.number("proc/self/limits", "Max open files +([0-9]{1,15}) .*");
        if (limit.isEmpty()) {
            return Kernel.untold();
        }
        long open = 0;
        try (var handles = Files.newDirectoryStream(root.resolve("proc/self/fd"))) {
            for (Path ignored : handles) {
                open++;
            }
        }
        if (limit.getAsLong() >= FEW && open * 5 < limit.getAsLong() * 4) {
            return Finding.fine(Texts.of(
                    "Hi ha " + open + " fitxers oberts.",
                    "Hay " + open + " ficheros abiertos.",
                    open + " files are open."));
        }
        String of = open + "/" + limit.getAsLong();
        return Finding.warning(
                Texts.of(
                        "El node pot quedar-se sense fitxers oberts (" + of + ").",
                        "El nodo puede quedarse sin ficheros abiertos (" + of + ").",
                        "The node may run out of open files (" + of + ")."),
                Texts.of(
                        "Doneu-li'n més (ulimit -n 8192, o LimitNOFILE=8192 a la unitat de systemd) i reinicieu-lo.",
                        "Dele más (ulimit -n 8192, o LimitNOFILE=8192 en la unidad de systemd) y reinícielo.",
                        "Allow it more (ulimit -n 8192, or LimitNOFILE=8192 in the systemd unit) and restart it."));
    }
}
