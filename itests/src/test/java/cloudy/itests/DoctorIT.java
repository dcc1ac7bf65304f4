// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The doctor finds nothing on a node that is well, and what is really wrong on one that is not. */
class DoctorIT {

    /** What the machine that runs the tests is to blame for, and no fault of the node. */
    private static final List<String> OF_THE_MACHINE = List.of("load", "memory", "memory-pressure", "temperature");

    private static final Pattern FINDING =
            Pattern.compile("\\{\"id\":\"([a-z0-9-]+)\",\"title\":\"[^\"]*\",\"grade\":\"([a-z]+)\"");

    @RegisterExtension
    static final Rig rig = new Rig();

    private static CloudyNode node;

    @BeforeAll
    static void start() throws IOException {
        Host host = rig.lan().join("attic");
        Path hosts = rig.folder().resolve("hosts");
        Files.writeString(hosts, "127.0.0.1 localhost\n127.0.1.1 attic\n");
        host.run("mount", "--bind", hosts.toString(), "/etc/hosts").succeeded();
        node = rig.node(host).start().awaitBoot();
        Awaitility.await("the API").atMost(Duration.ofSeconds(30)).until(() -> api("GET", "doctor", "")
                .contains("\"items\""));
        String code =
                Files.readString(node.home().resolve("data/run/setup-code")).strip();
        String body = "{\"code\":\"" + code + "\",\"name\":\"anna\",\"password\":\"nine green bottles on a wall\"}";
        assertThat(api("POST", "setup", body)).doesNotContain("\"status\":4");
        assertThat(api("POST", "backups/key", "{}")).contains("\"recoveryKey\":");
    }

    @Test
    void findsNothingOnANodeThatIsWellAndWhatIsBroken() throws IOException {
        Map<String, String> well = run();
        assertThat(well).hasSizeGreaterThan(20);
        assertThat(bad(well)).isEmpty();

        Path home = node.home();
        node.host().run("chmod", "o+w", home.resolve("etc").toString()).succeeded();
        node.host()
                .run(
                        "mount",
                        "-t",
                        "tmpfs",
                        "-o",
                        "size=64k,mode=1777",
                        "tmpfs",
                        home.resolve("data/tmp").toString())
                .succeeded();
        node.host().run("dd", "if=/dev/zero", "of=" + home.resolve("data/tmp/full"), "bs=1k", "count=100");
        node.write("etc/cloudy.mdns.cfg", "interfaces = a/b\n");
        node.host().run("ip", "link", "set", "eth0", "multicast", "off").succeeded();
        // Nobody asks for these two: the doctor is told to look, and the operator is told once.
        node.write("etc/cloudy.features.cfg", "features = nowhere\n");
        Awaitility.await("the notices").atMost(Duration.ofSeconds(30)).until(() -> {
            String notices = api("GET", "notices", "");
            return notices.split("no repository has the feature nowhere", -1).length == 2
                    && notices.contains("doctor:wished-features")
                    && notices.contains("doctor:settings-files");
        });

        Awaitility.await("the findings").atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(bad(run()))
                .containsExactlyInAnyOrder(
                        "file-rights", "temp-folder", "settings-files", "multicast", "wished-features"));
        assertThat(api("GET", "notices", ""))
                .contains("\"id\":\"doctor:file-rights\",\"urgency\":\"fault\"", "doctor:multicast");

        assertThat(api("POST", "doctor/multicast/ignore", "{}")).isEmpty();
        node.host().run("chmod", "o-w", home.resolve("etc").toString()).succeeded();
        node.host().run("umount", "-l", home.resolve("data/tmp").toString()).succeeded();
        node.remove("etc/cloudy.mdns.cfg");
        node.remove("etc/cloudy.features.cfg");
        Awaitility.await("the mending").atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(bad(run()))
                .containsExactly("multicast"));
        assertThat(api("GET", "notices", "")).doesNotContain("doctor:file-rights", "doctor:multicast", "nowhere");
    }

    /** The operator is told of a pulled cable, and that it is in again, though nobody has the doctor look. */
    @Test
    void aPulledCableIsNoticedAndSoIsItsReturn() {
        Awaitility.await("the first look").atMost(Duration.ofSeconds(60)).until(() -> api("GET", "doctor", "")
                .contains("\"ran\""));
        node.host().run("ip", "link", "set", "eth0", "down").succeeded();
        Awaitility.await("the notice").atMost(Duration.ofSeconds(60)).until(() -> api("GET", "notices", "")
                .contains("doctor:network"));
        node.host().run("ip", "link", "set", "eth0", "up").succeeded();
        // It went with the link, and others look for neighbours by it.
        node.host().run("ip", "route", "add", "224.0.0.0/4", "dev", "eth0").succeeded();
        Awaitility.await("its end").atMost(Duration.ofSeconds(60)).until(() -> !api("GET", "notices", "")
                .contains("doctor:network"));
    }

    private static List<String> bad(Map<String, String> grades) {
        List<String> bad = new ArrayList<>();
        grades.forEach((id, grade) -> {
            if (!List.of("fine", "skipped").contains(grade) && !OF_THE_MACHINE.contains(id)) {
                bad.add(id);
            }
        });
        return bad;
    }

    /** Has the doctor look, and waits for what he finds; grades by id. */
    private static Map<String, String> run() {
        node.launch("doctor", "run", "--wait").succeeded();
        Map<String, String> grades = new TreeMap<>();
        FINDING.matcher(api("GET", "doctor", ""))
                .results()
                .forEach(found -> grades.put(found.group(1), found.group(2)));
        return grades;
    }

    /** Asks the API as the owner of the node does, by the token in the run folder. */
    private static String api(String method, String path, String body) {
        try {
            String token =
                    Files.readString(node.home().resolve("data/run/token")).strip();
            var line = new ArrayList<>(
                    List.of("curl", "-sk", "-m", "20", "-X", method, "-H", "Authorization: Bearer " + token));
            if (!body.isEmpty()) {
                line.addAll(List.of("-H", "Content-Type: application/json", "-d", body));
            }
            line.add("https://127.0.0.1:7443/api/v1/" + path);
            return node.asOwner(line.toArray(String[]::new)).text();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
