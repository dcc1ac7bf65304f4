// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The script makes a clean Debian a node, does nothing where that is done, and takes back what it did. */
class CloudynitzarIT {

    @RegisterExtension
    static final Rig rig = new Rig();

    /** As the build leaves it beside the package, with the sums. */
    private static final Path SCRIPT = PackageIT.PACKAGE.resolveSibling("cloudynitzar.sh");

    private static final Path SUMS = PackageIT.PACKAGE.resolveSibling("SHA256SUMS");

    private Debian debian;

    @Test
    void makesANodeAndUnmakesIt() throws IOException {
        Host host = rig.lan().join("debian");
        debian = Debian.boot(host, rig.folder());
        Set<String> before = debian.files();
        String script = debian.place(SCRIPT);
        String deb = debian.place(PackageIT.PACKAGE);
        Path sums = debian.file("/opt/SHA256SUMS");

        assertThat(run(script).exit()).isEqualTo(1);
        Files.writeString(sums, "0".repeat(64) + "  " + name(deb) + '\n');
        Command altered = run(script);
        assertThat(altered.exit()).isEqualTo(1);
        assertThat(altered.text()).contains("the package is not what it must be");
        assertThat(run(script, "--package", "http://10.77.0.9/cloudy.deb").text())
                .contains("the package comes by https, or is a file");
        assertThat(run(script, "--package", "https://10.77.0.9/cloudy.deb").text())
                .contains("a package from the network needs --sha256 or --keyring");
        assertThat(before).containsAll(debian.files());

        Files.copy(SUMS, sums, StandardCopyOption.REPLACE_EXISTING);
        assertThat(run(script, "--keyring", "/opt/us.gpg").text()).contains("the signature of SHA256SUMS");
        sign();
        assertThat(run(script, "--keyring", "/opt/others.gpg").text())
                .contains("the signature of SHA256SUMS is of no key in /opt/others.gpg");
        assertThat(answered(script, "name: roof\ncolour: red\n").text()).contains("line 2 has an unknown key, colour");
        assertThat(answered(script, "name: \"roof; reboot\"\n").text())
                .contains("plain letters, digits and hyphens only");
        assertThat(answered(script, "services: [radio]\n").text()).contains("the service radio is not known");
        assertThat(before).containsAll(debian.files());

        String answers = "# how\nname: roof\njoin: [10.77.0.7:5000, 10.77.0.8:5000]\nservices: [guifi]\n";
        String page = "https://" + host.address() + ":7443/";
        assertThat(answered(script, answers).succeeded().text()).contains("== install Cloudy", page);
        assertThat(host.run("curl", "-sk", page + "readyz").text()).contains("\"pass\"");
        assertThat(debian.run("cloudy", "node", "show").text()).contains("roof");
        assertThat(debian.run("cloudy", "settings", "show", "cloudy.serf").text())
                .contains("10.77.0.8:5000");
        assertThat(debian.run("cloudy", "service", "list").text()).contains("guifi");

        String changed = debian.run("stat", "-c", "%Y", "/var/lib/dpkg/status").text();
        assertThat(answered(script, answers).succeeded().text())
                .contains("is there already")
                .doesNotContain("== install", "== put in");
        assertThat(debian.run("stat", "-c", "%Y", "/var/lib/dpkg/status").text())
                .isEqualTo(changed);

        run(script, "--undo", "--purge").succeeded();
        assertThat(before).containsAll(debian.files());
        assertThat(run(script, "--undo").succeeded().text()).contains("there is nothing to undo here");
    }

    private Command answered(String script, String answers) throws IOException {
        Files.writeString(debian.file("/opt/answers.yaml"), answers);
        return run(script, "--unattended", "/opt/answers.yaml", "--keyring", "/opt/us.gpg");
    }

    /** Signs the sums, and leaves the keys of who did and of who did not. */
    private void sign() throws IOException {
        String home = Files.createDirectories(
                        rig.folder().resolve("gpg"),
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")))
                .toString();
        for (String who : List.of("us", "others")) {
            gpg(home, "--quick-gen-key", who, "ed25519", "sign", "never");
            gpg(home, "--output", debian.file("/opt/" + who + ".gpg").toString(), "--export", who);
        }
        gpg(
                home,
                "--local-user",
                "us",
                "--output",
                debian.file("/opt/SHA256SUMS.gpg").toString(),
                "--detach-sign",
                SUMS.toString());
        Command.run(List.of("gpgconf", "--homedir", home, "--kill", "all")).succeeded();
    }

    private static void gpg(String home, String... words) {
        var line = new ArrayList<>(List.of("gpg", "--homedir", home, "--batch", "--quiet", "--passphrase", ""));
        line.addAll(List.of(words));
        Command.run(line).succeeded();
    }

    private Command run(String script, String... options) {
        var line = new String[options.length + 2];
        line[0] = "sh";
        line[1] = script;
        System.arraycopy(options, 0, line, 2, options.length);
        return debian.run(line);
    }

    private static String name(String path) {
        return Path.of(path).getFileName().toString();
    }
}
