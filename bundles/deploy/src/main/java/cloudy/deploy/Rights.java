// SPDX-License-Identifier: Apache-2.0
package cloudy.deploy;

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
    Optional<String> objectionToFolder(Glance folder) {
        if (folder.kind() != Glance.Kind.FOLDER) {
            return Optional.of("not a folder");
        }
        return objection(folder);
    }

    /**
     * What is wrong with a file, or nothing. Links are refused wherever they lead: what is behind one can be exchanged
     * without this folder noticing, by whoever may write there.
     */
    Optional<String> objectionToFile(Glance file) {
        return switch (file.kind()) {
            case FILE -> objection(file);
            case LINK -> Optional.of("a link is not followed: put the jar itself here");
            case FOLDER, OTHER -> Optional.of("not a file");
        };
    }

    private Optional<String> objection(Glance glance) {
        if (glance.owner() != user && glance.owner() != ROOT) {
            return Optional.of("belongs to another user (number " + glance.owner() + "), who could change it");
        }
        if ((glance.mode() & OTHERS_MAY_WRITE) != 0) {
            return Optional.of("others than its owner may write to it: chmod go-w mends that");
        }
        return Optional.empty();
    }
}
