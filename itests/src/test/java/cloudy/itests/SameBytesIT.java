// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Package and archive are the same bytes when they are built again elsewhere, later, by somebody with other habits. */
class SameBytesIT {

    @TempDir
    private Path again;

    @Test
    void twoBuildsAreTheSameBytes() throws Exception {
        Path built = Project.archive().getParent();
        assumeTrue(Files.exists(PackageIT.PACKAGE), "there is no dpkg-deb here");
        var date = Pattern.compile("<project\\.build\\.outputTimestamp>([^<]+)<")
                .matcher(Files.readString(Project.root().resolve("pom.xml")));
        assertThat(date.find()).isTrue();
        Command.run(List.of(
                        "cp",
                        "-R",
                        "--no-preserve=timestamps",
                        built.resolve("assembly").toString(),
                        built.resolve("helper.jar").toString(),
                        again.toString()))
                .succeeded();

        Command.run(List.of(
                        "env",
                        "TZ=Pacific/Auckland",
                        "LC_ALL=C.UTF-8",
                        "JAVA_HOME=" + System.getProperty("java.home"),
                        "sh",
                        Project.root().resolve("distribution/src/deb/build").toString(),
                        again.toString(),
                        Project.version(),
                        date.group(1)))
                .succeeded();

        for (Path one : List.of(PackageIT.PACKAGE, Project.archive())) {
            assertThat(Files.mismatch(one, again.resolve(one.getFileName())))
                    .as(one.getFileName() + " differs at byte")
                    .isEqualTo(-1);
        }
    }
}
