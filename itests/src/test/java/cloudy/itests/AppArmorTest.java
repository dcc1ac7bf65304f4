// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lines for Debian's profiles, as AppArmor's own parser reads them. No kernel is told anything. */
class AppArmorTest {

    private static final Path DEBIANS = Path.of("/etc/apparmor.d");
    private static final List<String> PROFILES = List.of("usr.sbin.named", "usr.sbin.squid");

    @TempDir
    private Path root;

    private Path profiles;

    @BeforeEach
    void copyDebiansProfiles() throws IOException {
        assumeTrue(Files.isDirectory(DEBIANS.resolve("tunables")), "apparmor is not installed");
        profiles = Files.createDirectories(root.resolve("etc/apparmor.d"));
        Files.createDirectory(profiles.resolve("local"));
        for (String part : List.of("abi", "abstractions", "tunables")) {
            run("cp", "-R", DEBIANS.resolve(part).toString(), profiles.toString())
                    .succeeded();
        }
        for (String profile : PROFILES) {
            assumeTrue(Files.exists(DEBIANS.resolve(profile)), "Debian's " + profile + " is not installed");
            Files.copy(DEBIANS.resolve(profile), profiles.resolve(profile));
            Files.createFile(local(profile));
        }
    }

    @Test
    void theParserTakesTheLinesWithinDebiansProfiles() throws IOException {
        script("add");

        for (String profile : PROFILES) {
            assertThat(Files.readString(local(profile))).contains("/var/lib/cloudy/data/daemons/");
            parser("--skip-kernel-load", profile).succeeded();
            assertThat(parser("--preprocess", profile).succeeded().text()).contains("/var/lib/cloudy/data/daemons/");
        }
    }

    /** So that the test above says something: with a line that is none the profile is refused. */
    @Test
    void theParserRefusesWhatIsNoLine() throws IOException {
        script("add");

        for (String profile : PROFILES) {
            Files.writeString(local(profile), "/var/lib/cloudy/** read\n", StandardOpenOption.APPEND);
            assertThat(parser("--skip-kernel-load", profile).exit()).as(profile).isNotZero();
        }
    }

    @Test
    void whatTheOperatorHasThereStays() throws IOException {
        Path file = local(PROFILES.get(0));
        Files.writeString(file, "/srv/zones/** r,\n");

        script("add");
        String once = Files.readString(file);
        script("add");
        assertThat(once).startsWith("/srv/zones/** r,\n").contains("/cloudy/");
        assertThat(file).hasContent(once);
        parser("--skip-kernel-load", PROFILES.get(0)).succeeded();

        script("remove");
        assertThat(file).hasContent("/srv/zones/** r,\n");
        assertThat(local(PROFILES.get(1))).isEmptyFile();
    }

    private Path local(String profile) {
        return profiles.resolve("local").resolve(profile);
    }

    private void script(String action) {
        run(
                        "env",
                        "DPKG_ROOT=" + root,
                        "sh",
                        Project.root().resolve("distribution/src/deb/apparmor").toString(),
                        action)
                .succeeded();
    }

    private Command parser(String option, String profile) {
        return run(
                "/usr/sbin/apparmor_parser",
                option,
                "--skip-cache",
                "--skip-read-cache",
                "--base",
                profiles.toString(),
                profiles.resolve(profile).toString());
    }

    private static Command run(String... line) {
        return Command.run(List.of(line));
    }
}
