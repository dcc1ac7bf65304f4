// SPDX-License-Identifier: Apache-2.0
package cloudy.helper;

import cloudy.helper.wire.DebianPackage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Installs packages. apt does so in a unit of its own, for it needs all that root may do, and the helper may hardly do
 * anything.
 */
record Packages(Commands commands, Masks masks, Path root) {

    private static final List<String> UNIT_FOLDERS =
            List.of("etc/systemd/system", "run/systemd/system", "usr/lib/systemd/system", "lib/systemd/system");

    /** What dpkg says again and again, with a number that grows. */
    private static final String PROGRESS = "(Reading database ... ";

    /**
     * Installs one, unless it is there, and has nothing of it started. One after the other.
     *
     * @return apt's status
     */
    synchronized int install(DebianPackage what, Commands.Lines lines) throws IOException, InterruptedException {
        if (isInstalled(what)) {
            lines.line(what.debian() + " is installed already");
            return 0;
        }
        for (String unit : what.units()) {
            // Somebody else's, or masked already: not ours to change.
            if (!isThere(unit)) {
                masks.add(unit);
                commands.run(List.of("/usr/bin/systemctl", "mask", "--quiet", unit))
                        .succeeded();
            }
        }
        int status = apt(lines, "install", "--yes", "--no-install-recommends", what.debian());
        if (status != 0) {
            lines.line("perhaps the lists of packages are old: they are fetched, and it is tried once more");
            apt(lines, "update");
            status = apt(lines, "install", "--yes", "--no-install-recommends", what.debian());
        }
        return status;
    }

    private boolean isInstalled(DebianPackage what) throws IOException, InterruptedException {
        Commands.Ended asked = commands.run(
                List.of("/usr/bin/dpkg-query", "--show", "--showformat=${db:Status-Status}", what.debian()));
        return asked.status() == 0 && asked.lines().equals(List.of("installed"));
    }

    private boolean isThere(String unit) {
        return UNIT_FOLDERS.stream()
                .anyMatch(folder -> Files.exists(root.resolve(folder).resolve(unit), LinkOption.NOFOLLOW_LINKS));
    }

    /** In a unit with a name, so that there are no two of them even where a helper was killed. */
    private int apt(Commands.Lines lines, String... words) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(
                "/usr/bin/systemd-run",
                "--unit=cloudy-install.service",
                "--description=A package for Cloudy",
                "--wait",
                "--pipe",
                "--collect",
                "--quiet",
                "--no-ask-password",
                "--setenv=DEBIAN_FRONTEND=noninteractive",
                // Of Ubuntu: nothing is restarted behind the operator's back, the node least of all.
                "--setenv=NEEDRESTART_SUSPEND=1",
                "--",
                "/usr/bin/apt-get",
                "-o",
                "DPkg::Lock::Timeout=120",
                "-o",
                "Dpkg::Options::=--force-confold",
                "-q"));
        command.addAll(List.of(words));
        return commands.run(command, line -> {
            if (!line.startsWith(PROGRESS) || line.endsWith(".)")) {
                lines.line(line);
            }
        });
    }
}
