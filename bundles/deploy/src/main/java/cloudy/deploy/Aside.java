// SPDX-License-Identifier: Apache-2.0
package cloudy.deploy;

import cloudy.api.file.AtomicFile;
import cloudy.api.form.Texts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Renames a jar that ended the node, so that the next start is not ended too. */
record Aside(Path folder, Lines lines) {

    static final String ENDING = ".aside";

    /** Said of the renamed file, now and at each later start. */
    static final Texts SENTENCE = Texts.of(
            "va acabar amb el node quan s'engegava, i s'ha apartat; per tornar-lo a provar, feu que el nom acabi en .jar",
            "acabó con el nodo al arrancar, y se ha apartado; para probarlo de nuevo, haga que el nombre acabe en .jar",
            "ended the node when it was started, and is set aside; to try it again, rename it to end in .jar");

    private static final Texts STUCK = Texts.of(
            "va acabar amb el node quan s'engegava, i no s'ha pogut canviar de nom (%s): no s'engega, traieu-lo o canvieu-lo",
            "acabó con el nodo al arrancar, y no se le pudo cambiar el nombre (%s): no se arranca, quítelo o cámbielo",
            "ended the node when it was started, and could not be renamed (%s): it is not started, remove or replace it");

    private static final int MAX_TRIES = 100;

    /** Whether the jar that is in the folder now is the one that was a suspect, not a mended one. */
    boolean isThere(Suspect suspect) throws IOException {
        Path jar = folder.resolve(suspect.name());
        var glance = Glance.at(jar);
        if (glance.isEmpty()
                || glance.get().kind() != Glance.Kind.FILE
                || glance.get().size() > Archive.MAX_FILE) {
            return false;
        }
        try (var in = Files.newInputStream(jar, LinkOption.NOFOLLOW_LINKS)) {
            return Sha256.of(in).equals(suspect.sha256());
        }
    }

    /** Returns whether it could be renamed. */
    boolean put(Suspect suspect) {
        String name = suspect.name();
        try {
            Path aside = free(name);
            Files.move(folder.resolve(name), aside, StandardCopyOption.ATOMIC_MOVE);
            AtomicFile.syncFolder(folder);
            lines.refused(aside.getFileName().toString(), "", SENTENCE);
            return true;
        } catch (IOException unwritable) {
            lines.refused(name, suspect.sha256(), STUCK.with(unwritable));
            return false;
        }
    }

    /** A rename would silently replace what was set aside earlier. */
    private Path free(String name) throws IOException {
        Path aside = folder.resolve(name + ENDING);
        for (int i = 2; Files.exists(aside, LinkOption.NOFOLLOW_LINKS); i++) {
            if (i > MAX_TRIES) {
                throw new IOException("there are " + MAX_TRIES + " of this name already");
            }
            aside = folder.resolve(name + "." + i + ENDING);
        }
        return aside;
    }
}
