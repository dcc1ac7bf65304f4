// SPDX-License-Identifier: Apache-2.0
package cloudy.settings;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.READ;

import cloudy.api.form.Texts;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The folder of the settings files: lists and reads them within limits, and follows no link out of it. */
final class EtcFolder {

    /** No settings file needs more; what is larger is not read. */
    static final int MAX_BYTES = 64 * 1024;

    /** Settings files of a node; what comes beyond is left out. */
    static final int MAX_FILES = 1_000;

    private static final String PATTERN = "cloudy.*.cfg";

    /** Names of files, and whether there are more than fit. */
    record Listing(Set<String> names, boolean full) {}

    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private final Path folder;
    private final int maxFiles;

    EtcFolder(Path folder) {
        this(folder, MAX_FILES);
    }

    EtcFolder(Path folder, int maxFiles) {
        this.folder = folder;
        this.maxFiles = maxFiles;
    }

    int maxFiles() {
        return maxFiles;
    }

    Path path() {
        return folder;
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    /** The settings files; those that are known already are not displaced by others. */
    Listing list(Set<String> known) throws IOException {
        var kept = new TreeSet<String>();
        var others = new TreeSet<String>();
        boolean full = false;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, PATTERN)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                (known.contains(name) ? kept : others).add(name);
                if (kept.size() + others.size() > maxFiles) {
                    others.pollLast();
                    full = true;
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        kept.addAll(others);
        return new Listing(kept, full);
    }

    /** Leaves a file, if it is there, to its owner alone. */
    void closeToOthers(String name) throws IOException {
        Path file = folder.resolve(name);
        try {
            // Asked first: what changes nothing wakes nobody.
            if (Files.exists(file) && !Files.getPosixFilePermissions(file).equals(OWNER_ONLY)) {
                Files.setPosixFilePermissions(file, OWNER_ONLY);
            }
        } catch (NoSuchFileException e) {
            // It went meanwhile.
        }
    }

    /**
     * Reads a file.
     *
     * @return empty when there is none
     * @throws RefusedException when it is not taken, whatever it says
     */
    Optional<byte[]> read(String name) throws RefusedException {
        Path file = folder.resolve(name);
        try {
            Path real = file.toRealPath();
            if (!real.startsWith(folder.toRealPath())) {
                throw new RefusedException(Texts.of(
                        "és un enllaç que porta fora d'etc/",
                        "es un enlace que lleva fuera de etc/",
                        "is a link that leads out of etc/"));
            }
            // Asked before it is opened: to open a pipe is to wait for its other end.
            if (!Files.isRegularFile(real, NOFOLLOW_LINKS)) {
                throw new RefusedException(Texts.of("no és cap fitxer", "no es ningún fichero", "is not a file"));
            }
            try (InputStream in = Files.newInputStream(real, READ, NOFOLLOW_LINKS)) {
                byte[] content = in.readNBytes(MAX_BYTES + 1);
                if (content.length > MAX_BYTES) {
                    throw new RefusedException(
                            Texts.of("fa més de 64 kB", "ocupa más de 64 kB", "is larger than 64 kB"));
                }
                return Optional.of(content);
            }
        } catch (NoSuchFileException e) {
            if (Files.isSymbolicLink(file)) {
                throw new RefusedException(
                        Texts.of(
                                "és un enllaç que no porta enlloc",
                                "es un enlace que no lleva a ninguna parte",
                                "is a link that leads nowhere"),
                        e);
            }
            return Optional.empty();
        } catch (AccessDeniedException e) {
            throw new RefusedException(
                    Texts.of(
                            "no es pot llegir: permís denegat",
                            "no se puede leer: permiso denegado",
                            "cannot be read: permission denied"),
                    e);
        } catch (IOException e) {
            throw new RefusedException(
                    Texts.of("no es pot llegir: %s", "no se puede leer: %s", "cannot be read: %s")
                            .with(e.getMessage()),
                    e);
        }
    }
}
