// SPDX-License-Identifier: Apache-2.0
package cloudy.backup;

import java.nio.file.Path;

/** The folders of a node, absolute. */
record Place(Path home, Path base, Path etc, Path data) {

    static Place ofNode() {
        return new Place(folder("home"), folder("base"), folder("etc"), folder("data"));
    }

    private static Path folder(String name) {
        return Path.of(System.getProperty("karaf." + name, name))
                .toAbsolutePath()
                .normalize();
    }

    Path deploy() {
        return base.resolve("deploy");
    }

    /** Where a backup that is to be restored waits for the next start, see {@code share/restore}. */
    Path restore() {
        return data.resolve("restore");
    }
}
