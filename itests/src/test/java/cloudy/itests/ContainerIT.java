// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.cyclonedx.exception.ParseException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The container's root file system: with systemd in LXC, without it as an OCI image, and the same whoever makes it. */
@Tag("slow")
class ContainerIT {

    @RegisterExtension
    static final Rig rig = new Rig();

    private static final Duration SOON = Duration.ofMinutes(2);
    private static final long ENOUGH = 256L << 20;

    private static Path made;

    @BeforeAll
    static void make() throws IOException {
        made = Image.make(rig.folder().resolve("image"), "container");
    }

    @Test
    void nodeSerfAndSharedServiceLiveIn256MegabytesOfLxc() throws IOException {
        Lan lan = rig.lan();
        Host neighbour = lan.join("neighbour");
        Host host = lan.join("container");
        // There is nobody to ask for an address.
        Path network = rig.folder().resolve("container/upper/etc/systemd/network");
        Files.createDirectories(network);
        Files.writeString(
                network.resolve("10-lan.network"),
                "[Match]\nName=eth0\n[Network]\nAddress=" + host.address() + "/24\nDHCP=no\n");
        boolean legacy = Files.isDirectory(Path.of("/sys/fs/cgroup/memory"));
        long begun = System.nanoTime();
        Debian container = Debian.boot(
                host,
                rig.folder(),
                made.resolve("cloudy.container.tar.gz"),
                List.of((legacy ? "lxc.cgroup.memory.limit_in_bytes = " : "lxc.cgroup2.memory.max = ") + ENOUGH));

        String page = "https://" + host.address() + ":7443/";
        Awaitility.await("the page answers")
                .atMost(SOON)
                .until(() ->
                        neighbour.run("curl", "-sk", page + "readyz").text().contains("\"pass\""));
        System.out.printf("measured: container -> its page answers: %.1f s%n", (System.nanoTime() - begun) / 1e9);
        String code = Files.readString(container.file("/var/lib/cloudy/data/run/setup-code"))
                .strip();
        Awaitility.await("the text console has the code")
                .atMost(SOON)
                .until(() ->
                        container.run("cat", "/etc/issue.d/cloudy.issue").text().contains(code));
        assertThat(container.run("systemctl", "is-system-running").text()).isEqualTo("running\n");
        assertThat(container.run("passwd", "--status", "root").text()).startsWith("root L ");

        container
                .run("cloudy", "settings", "set", "cloudy.serf", "join=" + neighbour.address() + ":5000")
                .succeeded();
        container
                .run("systemd-run", "--unit=pads", "systemd-socket-activate", "--accept", "--listen=9001", "/bin/cat")
                .succeeded();
        container.run("cloudy", "service", "share", "etherpad", "Pads", "9001").succeeded();
        Awaitility.await("Serf has its agent")
                .atMost(SOON)
                .until(() -> container.run("cloudy", "service", "list").text().matches("(?s).*\\ncloudy.serf +up .*"));
        Awaitility.await("the pads are announced")
                .atMost(SOON)
                .until(() ->
                        container.run("cloudy", "directory", "search").text().contains("etherpad"));
        assertThat(neighbour.run("curl", "-sk", page + "readyz").text()).contains("\"pass\"");
        sayMemory(container, legacy);
    }

    private static void sayMemory(Debian container, boolean legacy) {
        String folder = legacy ? "/sys/fs/cgroup/memory/" : "/sys/fs/cgroup/";
        String limit = container
                .run("cat", folder + (legacy ? "memory.limit_in_bytes" : "memory.max"))
                .text()
                .strip();
        assertThat(limit).isEqualTo(Long.toString(ENOUGH));
        List<String> figures = container
                .run("cat", folder + "memory.stat")
                .text()
                .lines()
                .filter(line -> line.matches("(total_rss|total_cache|anon|file) .*"))
                .toList();
        System.out.println("measured: container in 256 MB: " + figures);
        assertThat(container
                        .run("journalctl", "--no-pager", "--grep=oom|out of memory")
                        .text())
                .doesNotContainIgnoringCase("killed");
    }

    @Test
    void isTheSameBytesWhenItIsMadeAgain() throws IOException, ParseException {
        Path again = Image.make(rig.folder().resolve("again"), "container");
        try (Stream<Path> files = Files.list(made)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.mismatch(file, again.resolve(file.getFileName())))
                        .as(file.getFileName().toString())
                        .isEqualTo(-1);
            }
        }
        Image.measured("cloudy.container.tar.gz", made.resolve("cloudy.container.tar.gz"));
        Image.measured("cloudy.oci.tar", made.resolve("cloudy.oci.tar"));
        assertThat(PartsTest.valid(made.resolve("cloudy.container.cdx.json")).getComponents())
                .extracting(part -> part.getPurl().replaceFirst("@.*", ""))
                .contains(
                        "pkg:deb/debian/systemd",
                        "pkg:deb/debian/cloudy",
                        "pkg:maven/org.apache.karaf/org.apache.karaf.main");
        assertThat(made.resolve("cloudy.container.README"))
                .content()
                .containsPattern("(?m)^  serf +\\S+ +Expat, MPL-2.0$")
                .containsPattern("(?m)^  org.apache.karaf.main +\\S+ +Apache-2.0$");
    }

    @Test
    void runsAsAnOciImageWithoutSystemd() throws IOException {
        Image.needs("skopeo", "umoci", "crun");
        Path archive = made.resolve("cloudy.oci.tar");
        assertThat(Command.run(List.of("skopeo", "inspect", "--config", "oci-archive:" + archive))
                        .succeeded()
                        .text())
                .contains("\"User\": \"cloudy\"", "\"7443/tcp\": {}");
        Path layout = Files.createDirectories(rig.folder().resolve("layout"));
        Path bundle = rig.folder().resolve("bundle");
        Command.run(List.of("tar", "-xf", archive.toString(), "-C", layout.toString()))
                .succeeded();
        Command.run(List.of("umoci", "unpack", "--image", layout + ":cloudy:" + Project.version(), bundle.toString()))
                .succeeded();
        // The network is that of the host, as for podman run --network host.
        Path config = bundle.resolve("config.json");
        Files.writeString(
                config,
                Command.run(List.of(
                                "jq",
                                "del(.linux.namespaces[] | select(.type == \"network\")) | .process.terminal = false"
                                        + " | .root.readonly = false",
                                config.toString()))
                        .succeeded()
                        .text());
        Host host = rig.lan().join("engine");
        // The runtime takes no mixture of both kinds of control groups, and needs none.
        host.run("find", "/sys/fs/cgroup", "-mindepth", "1", "-maxdepth", "1", "-exec", "umount", "-l", "{}", ";");
        String state = rig.folder().resolve("crun").toString();
        Path log = rig.folder().resolve("oci.log");
        Process node = host.start(
                log.toFile(),
                "crun",
                "--cgroup-manager=disabled",
                "--root=" + state,
                "run",
                "--bundle=" + bundle,
                "cloudy");
        Awaitility.await("the page answers")
                .atMost(SOON)
                .until(() -> !node.isAlive()
                        || host.run("curl", "-sk", "https://" + host.address() + ":7443/readyz")
                                .text()
                                .contains("\"pass\""));
        assertThat(node.isAlive()).as(Files.readString(log)).isTrue();
        Command code = host.run("crun", "--root=" + state, "exec", "--user=743:743", "cloudy", "cloudy", "setup-code");
        assertThat(code.succeeded().text()).contains("https://" + host.address() + ":7443/", "Set-up code: ");
        host.run("crun", "--root=" + state, "kill", "cloudy", "TERM").succeeded();
        Awaitility.await("it has ended").atMost(SOON).until(() -> !node.isAlive());
    }
}
