// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Services without Java: four lines in a file, or one command, while the node runs. */
class ExternalServiceIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    @RegisterExtension
    static final Rig rig = new Rig();

    private static CloudyNode alpha;
    private static CloudyNode beta;

    @BeforeAll
    static void boot() throws IOException {
        Lan lan = rig.lan();
        alpha = rig.node(lan.join("alpha")).start();
        beta = rig.node(lan.join("beta")).start();
        alpha.awaitBoot();
        beta.awaitBoot();
        Listener.on(alpha.host(), 9001, 9002, 9003, 9004, 9005, 9006);
    }

    @Test
    void aFileOfFourLinesIsAServiceThatFollowsTheFile() throws IOException {
        String file = "etc/cloudy.external-etherpad.cfg";
        alpha.write(file, service("etherpad", "Shared pads", "9001"));
        until("added", () -> !beta.lists("Shared pads", "9001").isEmpty());

        alpha.write(file, service("etherpad", "Pads for all", "9002"));
        until(
                "changed",
                () -> !beta.lists("Pads for all", "9002").isEmpty()
                        && beta.lists("Shared pads").isEmpty());

        alpha.remove(file);
        until("removed", () -> beta.lists("Pads for all").isEmpty());
    }

    @Test
    void aBadFileCostsOneLineOfLogAndNothingElse() throws IOException {
        alpha.write("etc/cloudy.external-radio.cfg", service("radio", "Village radio", "9003"));
        until("the good one", () -> !beta.lists("Village radio").isEmpty());

        alpha.write("etc/cloudy.external-broken.cfg", service("broken", "Never seen", "90033"));
        until("the line", () -> linesAbout("cloudy.external-broken.cfg").stream()
                .anyMatch(line -> line.contains("port") && line.contains("65535")));
        // A good value that turns bad: what was in force stays.
        alpha.write("etc/cloudy.external-radio.cfg", service("radio", "Village radio", "none"));
        until("the second line", () -> linesAbout("cloudy.external-radio.cfg").stream()
                .anyMatch(line -> line.contains("port")));
        alpha.write("etc/cloudy.external-webcam.cfg", service("webcam", "The square", "9004"));
        until("a later good one", () -> !beta.lists("The square").isEmpty());

        assertThat(beta.lists("Village radio", "9003")).hasSize(1);
        assertThat(beta.lists("Never seen")).isEmpty();
        assertThat(linesAbout("cloudy.external-broken.cfg")).hasSize(1);
        assertThat(linesAbout("cloudy.external-radio.cfg")).hasSize(1);
    }

    @Test
    void whatIsPublishedByHandSurvivesARestart() throws IOException {
        assertThat(alpha.shell("cloudy:publish 'Càmera de la plaça' camera 9005 'place=square'"))
                .doesNotContain("Exception");
        until("published", () -> !beta.lists("Càmera de la plaça", "9005").isEmpty());

        alpha.terminate();
        until("gone with the node", () -> beta.lists("Càmera de la plaça").isEmpty());
        alpha.start().awaitBoot();
        until("back with the node", () -> !beta.lists("Càmera de la plaça", "9005")
                .isEmpty());

        alpha.shell("cloudy:withdraw camera 9005");
        until("withdrawn", () -> beta.lists("Càmera de la plaça").isEmpty());
        assertThat(alpha.home().resolve("etc/cloudy.external-published-camera-9005.cfg"))
                .doesNotExist();
    }

    @Test
    void accentsDoNotMatterInASearch() throws IOException {
        alpha.shell("cloudy:publish 'Ràdio Sant Martí' radio 9006");
        until("published", () -> !beta.lists("Ràdio Sant Martí").isEmpty());

        assertThat(beta.shell("cloudy:search radio marti")).contains("Ràdio Sant Martí");
        assertThat(beta.shell("cloudy:search --type RADIO")).contains("Ràdio Sant Martí");
        assertThat(beta.shell("cloudy:search --type camera")).doesNotContain("Ràdio Sant Martí");
        alpha.shell("cloudy:withdraw radio 9006");
    }

    private static String service(String type, String description, String port) {
        return """
                type = %s
                description = %s
                port = %s
                check = 127.0.0.1:%s
                """
                .formatted(type, description, port, port);
    }

    private static List<String> linesAbout(String file) throws IOException {
        return alpha.logged().lines().filter(line -> line.contains(file)).toList();
    }

    private static void until(String what, Callable<Boolean> condition) {
        Awaitility.await(what)
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(200))
                .until(condition);
    }
}
