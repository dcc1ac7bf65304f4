// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The archive is complete and closed: it needs no network, and nobody but its owner gets in. */
class ArchiveIT {

    @RegisterExtension
    static final Rig rig = new Rig();

    private static CloudyNode node;

    @BeforeAll
    static void bootWithTheNetworkCut() throws IOException {
        node = rig.node(rig.lonely("alpha")).start().awaitBoot();
    }

    @Test
    void startsWithTheNetworkCut() throws IOException {
        assertThat(node.shell("cloudy:node")).contains("alpha");
        assertThat(node.logged()).doesNotContain(" ERROR ").doesNotContain("\tat ");
    }

    @Test
    void installsFeaturesWithTheNetworkCut() throws IOException {
        assertThat(node.shell("feature:install eventadmin")).doesNotContain("Error");
        assertThat(node.shell("feature:list -i")).contains("eventadmin");
    }

    @Test
    void everyFeatureOfTheArchiveCanBeInstalled() throws IOException {
        List<String> names = node.shell("feature:list --no-format")
                .lines()
                .map(line -> line.split("\t", -1)[0].strip())
                .filter(name -> !name.isEmpty())
                .toList();
        assertThat(names).contains("cloudy");
        for (String name : names) {
            assertThat(node.shell("feature:install -t " + name)).as(name).doesNotContain("Error");
        }
    }

    @Test
    void listensOnlyWhereTheArchitectureSays() {
        var ports = new TreeSet<String>();
        for (String protocol : List.of("-tlnH", "-ulnH")) {
            node.host()
                    .run("ss", protocol)
                    .succeeded()
                    .text()
                    .lines()
                    .map(line -> protocol.charAt(1) + " " + line.trim().split("\\s+", -1)[3])
                    .map(ArchiveIT::withoutInterface)
                    .forEach(ports::add);
        }
        // mDNS needs an interface, and this host has but loopback.
        ports.removeIf(port -> port.startsWith("u ") && port.endsWith(":5353"));
        assertThat(ports).containsExactly("t *:7000", "t *:7443", "t 127.0.0.1:8101");
    }

    @Test
    void hasNoDefaultUser() throws IOException {
        assertThat(node.home().resolve("etc/users.properties")).doesNotExist();
        assertThat(node.home().resolve("etc/keys.properties")).doesNotExist();
        for (String user : List.of("karaf", "admin", "cloudy", "root")) {
            assertThat(Shell.knock(node, user, user)).as(user).contains("No more authentication methods");
        }
    }

    @Test
    void keepsItsSecretsFromOtherUsers() throws IOException {
        Path run = node.home().resolve("data/run");
        assertThat(permissions("data")).isEqualTo("rwx------");
        assertThat(permissions("data/run/shell.key")).isEqualTo("rw-------");
        try (Stream<Path> files = Files.walk(node.home().resolve("data"))) {
            assertThat(files)
                    .allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .endsWith("------"));
        }
        assertThat(node.host()
                        .run("setpriv", "--reuid=daemon", "--regid=daemon", "--clear-groups", "cat", run + "/shell.key")
                        .text())
                .contains("Permission denied");
    }

    @Test
    void onlyTheOwnerDropsBundlesIn() throws IOException {
        assertThat(permissions("deploy")).doesNotMatch("....w....|.......w.");
        Set<String> writable = new TreeSet<>();
        try (Stream<Path> files = Files.walk(node.home())) {
            for (Path file : files.filter(path -> !Files.isSymbolicLink(path)).toList()) {
                String rights = PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
                if (rights.charAt(4) == 'w' || rights.charAt(7) == 'w') {
                    writable.add(node.home().relativize(file) + " " + rights);
                }
            }
        }
        assertThat(writable).isEmpty();
    }

    @Test
    void everyCommandExplainsItself() throws IOException {
        List<String> commands = node.shell("help")
                .lines()
                .map(line -> line.strip().split("\\s+", -1)[0])
                .filter(name -> name.startsWith("cloudy:"))
                .toList();
        assertThat(commands)
                .contains("cloudy:services", "cloudy:search", "cloudy:publish", "cloudy:withdraw", "cloudy:node");
        for (String command : commands) {
            assertThat(node.shell(command + " --help")).contains("DESCRIPTION", command);
        }
    }

    @Test
    void shipsNoWayAroundTheSettings() throws IOException {
        String help = node.shell("help");
        assertThat(help).doesNotContain("config:", "jaas:", "instance:", "http:", "kar:");
    }

    private static String withoutInterface(String port) {
        return port.replaceAll("%\\w+", "").replace("[::ffff:127.0.0.1]", "127.0.0.1");
    }

    private static String permissions(String file) throws IOException {
        return PosixFilePermissions.toString(
                Files.getPosixFilePermissions(node.home().resolve(file)));
    }
}
