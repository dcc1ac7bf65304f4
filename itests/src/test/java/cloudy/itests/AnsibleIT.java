// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The playbook makes three hosts nodes over SSH, changes nothing where nothing is to be changed, and follows a variable. */
@Tag("slow")
class AnsibleIT {

    @RegisterExtension
    static final Rig rig = new Rig();

    private static final Path PLAYBOOK = Project.root().resolve("distribution/src/ansible/playbook.yml");

    private final List<Debian> hosts = new ArrayList<>();
    private Host desk;
    private Path key;
    private Path inventory;

    @BeforeEach
    void bootThree() throws IOException {
        Lan lan = rig.lan();
        desk = lan.join("desk");
        assumeTrue(desk.run("ansible-playbook", "--version").exit() == 0, "ansible is not installed");
        key = rig.folder().resolve("key");
        Command.run(List.of("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key.toString()))
                .succeeded();
        var lines = new StringBuilder("[cloudy]\n");
        for (String name : List.of("roof", "tower", "school")) {
            Host host = lan.join(name);
            Debian debian = Debian.boot(host, rig.folder(), "debian-ssh");
            Path trusted = debian.file("/root").resolve(".ssh");
            Files.createDirectories(
                    trusted, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            Files.copy(Path.of(key + ".pub"), trusted.resolve("authorized_keys"));
            hosts.add(debian);
            lines.append(host.address()).append(" cloudy_name=").append(name).append('\n');
        }
        inventory = Files.writeString(rig.folder().resolve("hosts"), lines);
    }

    @Test
    void makesThreeNodesAndFollowsOneVariable() {
        String first = "\"cloudy_join\":[\"10.77.0.250:5000\"]";
        assertThat(play(first, "--check").text()).contains("failed=0");
        assertThat(hosts)
                .allMatch(host -> host.run("dpkg-query", "--show", "cloudy").exit() != 0);

        assertThat(play(first).succeeded().text()).contains("changed=3", "failed=0");
        for (Debian host : hosts) {
            assertThat(host.run("cloudy", "service", "list").succeeded().text()).contains("cloudy.guifi");
        }
        assertThat(hosts.get(1).run("cloudy", "node", "show").text()).contains("tower");
        for (String again : List.of("", "--check")) {
            assertThat(play(first, again).succeeded().text())
                    .contains("changed=0")
                    .doesNotContain("changed=1");
        }

        String second = "\"cloudy_join\":[\"10.77.0.250:5000\",\"10.77.0.251:5000\"]";
        assertThat(play(second, "--check").succeeded().text()).contains("changed=1");
        assertThat(play(second).succeeded().text()).contains("changed=1");
        assertThat(hosts).allSatisfy(host -> assertThat(
                        host.run("cloudy", "settings", "show", "cloudy.serf").text())
                .contains("10.77.0.251:5000"));
    }

    private Command play(String variables, String... more) {
        var line = new ArrayList<>(List.of(
                "env",
                "ANSIBLE_HOST_KEY_CHECKING=False",
                "HOME=" + rig.folder(),
                "ansible-playbook",
                "-i",
                inventory.toString(),
                "--private-key",
                key.toString(),
                "--extra-vars",
                "{\"hosts\":\"cloudy\",\"user\":\"root\",\"cloudy_services\":[\"guifi\"]," + variables + "}",
                PLAYBOOK.toString()));
        Stream.of(more).filter(option -> !option.isEmpty()).forEach(line::add);
        return desk.run(line.toArray(String[]::new));
    }
}
