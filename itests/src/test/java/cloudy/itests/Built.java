// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A bundle of a third party's, built as the README says: against a node's archive and nothing else of ours. */
final class Built {

    private Built() {}

    /**
     * Builds the bundle in a folder.
     *
     * @param repository what Maven fills on the way; empty before the first time
     * @return the jar
     */
    static Path against(CloudyNode node, Path folder, Path repository) throws IOException {
        // Central, as far as this build has used it already: the test needs no network.
        Path settings = Files.writeString(
                folder.resolve("settings.xml"),
                """
                <settings>
                  <mirrors>
                    <mirror>
                      <id>local</id>
                      <mirrorOf>central</mirrorOf>
                      <url>%s</url>
                    </mirror>
                  </mirrors>
                </settings>
                """
                        .formatted(Project.localRepository().toUri()));
        Command.run(List.of(
                        node.launcher().toString(),
                        "build",
                        "-B",
                        "-q",
                        "-f",
                        folder.toString(),
                        "-s",
                        settings.toString(),
                        "-Dmaven.repo.local=" + repository))
                .succeeded();
        try (Stream<Path> files = Files.list(folder.resolve("target"))) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no jar in " + folder));
        }
    }
}
