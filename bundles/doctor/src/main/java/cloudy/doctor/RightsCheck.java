// SPDX-License-Identifier: Apache-2.0
package cloudy.doctor;

import cloudy.api.doctor.Check;
import cloudy.api.doctor.Finding;
import cloudy.api.form.Texts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Whether only the owner of the node can change what it runs, and read its keys. */
@Component(service = Check.class)
public final class RightsCheck implements Check {

    private static final Set<PosixFilePermission> WRITE =
            Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);
    private static final Set<PosixFilePermission> READ =
            Set.of(PosixFilePermission.GROUP_READ, PosixFilePermission.OTHERS_READ);
    private static final List<String> WITH_KEYS = List.of("node", "access", "https", "serf", "run");
    private static final Pattern SECRET = Pattern.compile("(?m)^\\s*\\.[A-Za-z]");
    private static final int MAX_FILES = 2_000;
    private static final int SHOWN = 5;

    private final Path base;
    private final Path etc;
    private final Path data;

    @Activate
    public RightsCheck() {
        this(
                Path.of(System.getProperty("karaf.base")),
                Path.of(System.getProperty("karaf.etc")),
                Path.of(System.getProperty("karaf.data")));
    }

    RightsCheck(Path base, Path etc, Path data) {
        this.base = base;
        this.etc = etc;
        this.data = data;
    }

    @Override
    public String id() {
        return "file-rights";
    }

    @Override
    public Texts title() {
        return Texts.of("Permisos dels fitxers", "Permisos de los ficheros", "Rights of files");
    }

    @Override
    public Finding look() throws IOException {
        List<String> open = new ArrayList<>();
        for (Path folder : List.of(base, etc, base.resolve("deploy"), data)) {
            addIf(WRITE, folder, open);
        }
        for (Path file : list(etc)) {
            addIf(WRITE, file, open);
            if (file.getFileName().toString().matches("cloudy\\..*\\.cfg") && holdsSecret(file)) {
                addIf(READ, file, open);
            }
        }
        for (Path jar : list(base.resolve("deploy"))) {
            addIf(WRITE, jar, open);
        }
        for (String word : WITH_KEYS) {
            Path folder = data.resolve(word);
            // Nobody gets at the files of a folder that is closed.
            if (Files.isDirectory(folder) && (has(READ, folder) || has(WRITE, folder) || isSearchable(folder))) {
                for (Path file : list(folder)) {
                    addIf(READ, file, open);
                    addIf(WRITE, file, open);
                }
            }
        }
        return open.isEmpty()
                ? Finding.fine(Texts.of(
                        "Només el propietari pot canviar el node.",
                        "Solo el propietario puede cambiar el nodo.",
                        "Only its owner can change the node."))
                : fault(open);
    }

    private Finding fault(List<String> open) {
        List<String> different = open.stream().distinct().toList();
        String names = String.join(", ", different.subList(0, Math.min(SHOWN, different.size())))
                + (different.size() > SHOWN ? " …" : "");
        return Finding.fault(
                Texts.of(
                        "Altres usuaris poden llegir claus o canviar fitxers del node: " + names,
                        "Otros usuarios pueden leer claves o cambiar ficheros del nodo: " + names,
                        "Other users can read keys or change files of the node: " + names),
                Texts.of(
                        "Tanqueu-los, a la carpeta del node: chmod go-w . etc deploy data; chmod -R go-rwx a les claus.",
                        "Ciérrelos, en la carpeta del nodo: chmod go-w . etc deploy data; chmod -R go-rwx a las claves.",
                        "Close them, in the node's folder: chmod go-w . etc deploy data; chmod -R go-rwx for the keys."));
    }

    private void addIf(Set<PosixFilePermission> rights, Path file, List<String> open) throws IOException {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !Files.isSymbolicLink(file) && has(rights, file)) {
            open.add(
                    file.startsWith(base) && !file.equals(base)
                            ? base.relativize(file).toString()
                            : file.toString());
        }
    }

    private static boolean has(Set<PosixFilePermission> rights, Path file) throws IOException {
        return Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS).stream()
                .anyMatch(rights::contains);
    }

    private static boolean isSearchable(Path folder) throws IOException {
        return has(Set.of(PosixFilePermission.GROUP_EXECUTE, PosixFilePermission.OTHERS_EXECUTE), folder);
    }

    private static boolean holdsSecret(Path file) throws IOException {
        return Files.isRegularFile(file)
                && Files.size(file) < 1_000_000
                && SECRET.matcher(Files.readString(file)).find();
    }

    private static List<Path> list(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var files = Files.list(folder)) {
            return files.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .limit(MAX_FILES)
                    .toList();
        }
    }
}
