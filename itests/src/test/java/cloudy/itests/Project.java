// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import java.nio.file.Path;

/** Where the build that these tests belong to keeps its things. */
final class Project {

    private Project() {}

    /** The top folder of the sources. */
    static Path root() {
        return path("cloudy.root");
    }

    /** The archive that users download. */
    static Path archive() {
        return path("cloudy.archive");
    }

    static String version() {
        return System.getProperty("cloudy.version");
    }

    /** Where tests may leave what a person wants to look at afterwards. */
    static Path target() {
        return path("cloudy.target");
    }

    /** What programs of this package need to run. */
    static String classPath() {
        // Under Maven the real one is in the manifest of a jar; it says so in this property.
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    /** The folder that Maven filled while it built all this. */
    static Path localRepository() {
        return path("maven.local");
    }

    /** A path as a person standing in the top folder would type it. */
    static Path shown(Path path) {
        return root().relativize(path.toAbsolutePath().normalize());
    }

    private static Path path(String property) {
        return Path.of(System.getProperty(property)).toAbsolutePath().normalize();
    }
}
