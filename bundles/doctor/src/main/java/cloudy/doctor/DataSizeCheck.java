// SPDX-License-Identifier: Apache-2.0
package cloudy.doctor;

import cloudy.api.doctor.Check;
import cloudy.api.doctor.Finding;
import cloudy.api.form.Texts;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.TreeMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Whether logs or caches have grown beyond what they should. */
@Component(service = Check.class)
public final class DataSizeCheck implements Check {

    private static final long MB = 1024 * 1024;
    private static final Map<String, Long> LIMITS = Map.of("log", 200 * MB, "cache", 500 * MB, "tmp", 200 * MB);
    private static final int MAX_FILES = 100_000;

    private final Path data;
    private final Map<String, Long> limits;

    @Activate
    public DataSizeCheck() {
        this(Path.of(System.getProperty("karaf.data")), LIMITS);
    }

    DataSizeCheck(Path data, Map<String, Long> limits) {
        this.data = data;
        this.limits = new TreeMap<>(limits);
    }

    @Override
    public String id() {
        return "data-size";
    }

    @Override
    public Texts title() {
        return Texts.of("Mida de les dades", "Tamaño de los datos", "Size of the data");
    }

    @Override
    public Finding look() throws IOException {
        for (Map.Entry<String, Long> limit : limits.entrySet()) {
            Path folder = data.resolve(limit.getKey());
            long size = Files.isDirectory(folder) ? size(folder) : 0;
            if (size > limit.getValue()) {
                String text = "data/" + limit.getKey() + " (" + size / MB + " MB)";
                return Finding.warning(
                        Texts.of(
                                "Una carpeta ha crescut massa: " + text,
                                "Una carpeta ha crecido demasiado: " + text,
                                "A folder has grown too large: " + text),
                        Texts.of(
                                "Mireu què hi escriu tant; els registres vells es poden esborrar, i data/cache amb el node"
                                        + " aturat.",
                                "Mire qué escribe tanto; los registros viejos se pueden borrar, y data/cache con el nodo"
                                        + " parado.",
                                "See what writes so much; old logs can be deleted, and data/cache while the node is"
                                        + " stopped."));
            }
        }
        return Finding.fine(Texts.of(
                "Registres i memòria cau són petits.",
                "Registros y caché son pequeños.",
                "Logs and caches are small."));
    }

    private static long size(Path folder) throws IOException {
        long[] sum = new long[2];
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                sum[0] += attributes.size();
                return ++sum[1] < MAX_FILES ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException gone) {
                // Files come and go while the node runs.
                return FileVisitResult.CONTINUE;
            }
        });
        return sum[0];
    }
}
