// SPDX-License-Identifier: Apache-2.0
package cloudy.syncthing;

import cloudy.api.InvalidFieldException;
import cloudy.api.form.Texts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where the operator lets folders be; everywhere else is refused.
 *
 * @param paths absolute; the first is where a folder goes whose path is relative
 */
record Roots(List<Path> paths) {

    private static final int LONGEST = 1_024;

    /** @param usual what holds when the settings name none */
    static Roots of(List<String> named, Path usual) {
        List<Path> paths = named.stream().map(Roots::absolute).toList();
        return new Roots(paths.isEmpty() ? List.of(usual.toAbsolutePath().normalize()) : paths);
    }

    private static Path absolute(String text) {
        Path path = parse("roots", text);
        if (!path.isAbsolute() || path.getNameCount() == 0) {
            throw new InvalidFieldException(
                    "roots",
                    Texts.of(
                            "han de ser camins absoluts per sota de /",
                            "deben ser rutas absolutas por debajo de /",
                            "must be absolute paths below /"),
                    text);
        }
        return path.normalize();
    }

    /**
     * The place of a folder: below a root by name, and by what its links lead to.
     *
     * @param text absolute, or relative to the first root
     * @param taken where other folders are: none may lie in another
     */
    Path resolve(String text, List<Path> taken) throws IOException {
        if (text.isBlank() || text.length() > LONGEST || text.codePoints().anyMatch(cloudy.api.Text::isControl)) {
            throw new InvalidFieldException(
                    "path",
                    Texts.of(
                                    "ha de ser una línia d'1 a %s caràcters",
                                    "debe ser una línea de 1 a %s caracteres", "must be one line of 1 to %s characters")
                            .with(LONGEST));
        }
        Path path = paths.get(0).resolve(parse("path", text)).normalize();
        Path root = paths.stream()
                .filter(one -> path.startsWith(one) && !path.equals(one))
                .findFirst()
                .orElseThrow(() -> outside(text));
        Files.createDirectories(root);
        Path real = real(path);
        if (!real.startsWith(root.toRealPath())) {
            throw outside(text);
        }
        Optional<Path> nested = taken.stream()
                .filter(other -> real.startsWith(other) || other.startsWith(real))
                .findFirst();
        if (nested.isPresent()) {
            throw new InvalidFieldException(
                    "path",
                    Texts.of(
                            "no pot ser dins d'una altra carpeta, ni al voltant d'una",
                            "no puede estar dentro de otra carpeta, ni alrededor de una",
                            "must not lie in another folder, or around one"),
                    text);
        }
        return real;
    }

    /** The path with what is there of it freed of links. */
    static Path real(Path path) throws IOException {
        Path there = path;
        while (!Files.exists(there, LinkOption.NOFOLLOW_LINKS)) {
            there = there.getParent();
        }
        // A link that leads nowhere fails here: what it will lead to one day is not known.
        return there.toRealPath().resolve(there.relativize(path)).normalize();
    }

    private InvalidFieldException outside(String text) {
        return new InvalidFieldException(
                "path",
                Texts.of("ha de ser per sota de %s", "debe estar por debajo de %s", "must be below %s")
                        .with(String.join(
                                ", ", paths.stream().map(Path::toString).toList())),
                text);
    }

    private static Path parse(String field, String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new InvalidFieldException(
                    field, Texts.of("ha de ser un camí", "debe ser una ruta", "must be a path"), text);
        }
    }
}
