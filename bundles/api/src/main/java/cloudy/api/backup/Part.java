// SPDX-License-Identifier: Apache-2.0
package cloudy.api.backup;

import static java.util.Objects.requireNonNull;

import cloudy.api.InvalidFieldException;
import cloudy.api.form.Texts;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A file or a folder that has to be saved. Immutable.
 *
 * @param name names it among those of its service, and in a copy: 1 to 80 letters, digits, dots, hyphens or underscores,
 *     not first a dot
 * @param title what it is, for people
 * @param path where it is now, absolute; links in it are kept as links
 * @param without what of a folder is left out because it can be made anew, as glob patterns below it: {@code cache},
 *     {@code home/index-*}
 * @param when in which state of the service a copy is good
 * @param secret whether who has it can pass for this node or its people: it is kept for the owner alone, and encrypted
 *     where it leaves the node
 */
public record Part(String name, Texts title, Path path, List<String> without, When when, boolean secret) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,79}");

    private static final Texts NO_NAME = Texts.of(
            "ha de tenir d'1 a 80 lletres, xifres, punts, guions o guions baixos, i no començar amb un punt",
            "debe tener de 1 a 80 letras, cifras, puntos, guiones o guiones bajos, y no empezar con un punto",
            "must be 1 to 80 letters, digits, dots, hyphens or underscores, not first a dot");
    private static final Texts NOT_ABSOLUTE = Texts.of("ha de ser absolut", "debe ser absoluto", "must be absolute");

    /** When a copy is good. */
    public enum When {
        /** At any time: each file in it is replaced as a whole, and those that belong together do not change alone. */
        RUNNING,
        /** Only while the service is stopped. */
        STOPPED
    }

    public Part {
        if (!NAME.matcher(name).matches()) {
            throw new InvalidFieldException("name", NO_NAME, name);
        }
        requireNonNull(title);
        if (!path.isAbsolute()) {
            throw new InvalidFieldException("path", NOT_ABSOLUTE, path.toString());
        }
        without = List.copyOf(without);
        requireNonNull(when);
    }

    /** All of a file or a folder, good at any time, and no secret. */
    public static Part of(String name, Texts title, Path path) {
        return new Part(name, title, path, List.of(), When.RUNNING, false);
    }

    /** This part but for what can be made anew. */
    public Part without(String... patterns) {
        return new Part(name, title, path, List.of(patterns), when, secret);
    }

    /** This part, to be saved only while the service is stopped. */
    public Part whileStopped() {
        return new Part(name, title, path, without, When.STOPPED, secret);
    }

    /** This part, which is a secret. */
    public Part asSecret() {
        return new Part(name, title, path, without, when, true);
    }
}
