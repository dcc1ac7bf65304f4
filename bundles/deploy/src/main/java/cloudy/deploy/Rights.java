// SPDX-License-Identifier: Apache-2.0
package cloudy.deploy;

import cloudy.api.form.Texts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Who may bring code into this node: the user it runs as, and root, who could anyway.
 *
 * @param user the number of the user that this process runs as
 */
record Rights(int user) {

    private static final int ROOT = 0;
    private static final int OTHERS_MAY_WRITE = 0022;

    /** Java does not tell the number of its own user; a folder that it made does. */
    static Rights ofOwner(Path ownFolder) throws IOException {
        return new Rights((Integer) Files.getAttribute(ownFolder, "unix:uid"));
    }

    /** What is wrong with the folder, or nothing. */
    Optional<Texts> objectionToFolder(Glance folder) {
        if (folder.kind() != Glance.Kind.FOLDER) {
            return Optional.of(Texts.of("no és una carpeta", "no es una carpeta", "not a folder"));
        }
        return objection(folder);
    }

    /**
     * What is wrong with a file, or nothing. Links are refused wherever they lead: what is behind one can be exchanged
     * without this folder noticing, by whoever may write there.
     */
    Optional<Texts> objectionToFile(Glance file) {
        return switch (file.kind()) {
            case FILE -> objection(file);
            case LINK ->
                Optional.of(Texts.of(
                        "un enllaç no se segueix: poseu-hi el jar mateix",
                        "un enlace no se sigue: ponga aquí el propio jar",
                        "a link is not followed: put the jar itself here"));
            case FOLDER, OTHER -> Optional.of(Texts.of("no és un fitxer", "no es un fichero", "not a file"));
        };
    }

    private Optional<Texts> objection(Glance glance) {
        if (glance.owner() != user && glance.owner() != ROOT) {
            return Optional.of(Texts.of(
                            "és d'un altre usuari (número %s), que el podria canviar",
                            "es de otro usuario (número %s), que podría cambiarlo",
                            "belongs to another user (number %s), who could change it")
                    .with(glance.owner()));
        }
        if ((glance.mode() & OTHERS_MAY_WRITE) != 0) {
            return Optional.of(Texts.of(
                    "hi pot escriure algú més que l'amo: chmod go-w ho arregla",
                    "puede escribir en él alguien más que su dueño: chmod go-w lo arregla",
                    "others than its owner may write to it: chmod go-w mends that"));
        }
        return Optional.empty();
    }
}
