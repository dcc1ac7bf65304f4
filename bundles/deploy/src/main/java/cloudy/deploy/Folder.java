// SPDX-License-Identifier: Apache-2.0
package cloudy.deploy;

import cloudy.api.form.Texts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Lists the jars of the drop folder, and says of everything else there that it is none. */
final class Folder {

    private static final int MAX_JARS = 1000;
    private static final int MAX_OTHERS = 100;
    private static final Set<String> UNDER_WAY = Set.of(".tmp", ".part");

    private final Path path;
    private final FolderWatch watch;
    private final Rights rights;
    private final Lines lines;
    private Set<String> others = Set.of();
    private boolean distrusted;
    private int timesMended;

    Folder(Path path, FolderWatch watch, Rights rights, Lines lines) {
        this.path = path;
        this.watch = watch;
        this.rights = rights;
        this.lines = lines;
    }

    /** Nothing if the folder is not to be trusted, which is said in a line. */
    Optional<SortedMap<String, Glance>> jars() throws IOException {
        var objection = rights.objectionToFolder(watch.follow());
        if (objection.isPresent()) {
            distrusted = true;
            lines.refused(
                    "",
                    "time " + timesMended,
                    Texts.of(
                                    "%s. Abans d'això no se'n pren res",
                                    "%s. Antes de eso no se toma nada de aquí",
                                    "%s. Nothing is taken from here before that")
                            .with(objection.get()));
            return Optional.empty();
        }
        timesMended += distrusted ? 1 : 0;
        distrusted = false;
        SortedMap<String, Glance> jars = new TreeMap<>();
        Set<String> noJars = new HashSet<>();
        try (var entries = Files.newDirectoryStream(path)) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                var glance = Glance.at(entry);
                if (glance.isEmpty() || isIgnored(name, glance.get())) {
                    continue;
                }
                if (!isJar(name) || !Lines.plain(name).equals(name) || name.indexOf('\uFFFD') >= 0) {
                    if (noJars.size() < MAX_OTHERS) {
                        noJars.add(name);
                    }
                    continue;
                }
                jars.put(name, glance.get());
                if (jars.size() > MAX_JARS) {
                    throw new IOException("more than " + MAX_JARS + " jars");
                }
            }
        } catch (java.nio.file.DirectoryIteratorException broken) {
            throw broken.getCause();
        }
        others.stream().filter(name -> !noJars.contains(name)).forEach(lines::forget);
        others = noJars;
        others.forEach(name -> lines.refused(name, "", objectionToName(name)));
        return Optional.of(jars);
    }

    private static boolean isIgnored(String name, Glance glance) {
        boolean underWay = UNDER_WAY.stream().anyMatch(lower(name)::endsWith);
        return name.startsWith(".") || underWay || glance.kind() == Glance.Kind.FOLDER;
    }

    private static boolean isJar(String name) {
        return lower(name).endsWith(".jar");
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private static Texts objectionToName(String name) {
        if (isJar(name)) {
            return Texts.of(
                    "té al nom caràcters que aquí no es poden llegir: canvieu-li el nom",
                    "tiene en el nombre caracteres que aquí no se pueden leer: cámbiele el nombre",
                    "has characters in its name that cannot be read here: rename it");
        }
        return name.endsWith(Aside.ENDING)
                ? Aside.SENTENCE
                : Texts.of(
                        "no és un mòdul: aquí només hi van fitxers .jar",
                        "no es un módulo: aquí solo van ficheros .jar",
                        "not a bundle: only .jar files belong here");
    }
}
