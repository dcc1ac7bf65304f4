// SPDX-License-Identifier: Apache-2.0
package cloudy.daemons;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Where programs are: a node started by hand by an ordinary user has no {@code sbin} in its PATH, named and squid do. */
record Programs(List<Path> folders) {

    static Programs ofTheSystem() {
        return new Programs(List.of(
                Path.of("/usr/local/sbin"),
                Path.of("/usr/local/bin"),
                Path.of("/usr/sbin"),
                Path.of("/usr/bin"),
                Path.of("/sbin"),
                Path.of("/bin")));
    }

    /** The program with this name or absolute path; empty where it is not installed. */
    Optional<Path> find(String program) {
        Path path = Path.of(program);
        return path.isAbsolute()
                ? Optional.of(path).filter(Programs::isProgram)
                : folders.stream()
                        .map(folder -> folder.resolve(path))
                        .filter(Programs::isProgram)
                        .findFirst();
    }

    /** The folders as a PATH variable. */
    String searchPath() {
        return String.join(":", folders.stream().map(Path::toString).toList());
    }

    private static boolean isProgram(Path path) {
        return Files.isRegularFile(path) && Files.isExecutable(path);
    }
}
