// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What {@code bin/cloudy} promises to whoever types it, in a folder with a name that scripts stumble over. */
class LauncherIT {

    private static final int NOT_RUNNING = 3;

    @RegisterExtension
    static final Rig rig = new Rig();

    private static CloudyNode node;

    @BeforeAll
    static void unpack() throws IOException {
        node = rig.node(rig.lonely("alpha"), "a node's \"own\" $HOME");
    }

    @AfterEach
    void stop() {
        node.launch("stop");
    }

    @Test
    void startsOnceAndStops() {
        assertThat(node.launch("status").exit()).isEqualTo(NOT_RUNNING);

        Command started = node.launch("start").succeeded();
        assertThat(started.text()).contains("alpha", "Console: https://", "SHA-256", "Set-up code: ", "cloudy help");
        assertThat(started.text().lines()).hasSize(6);
        assertThat(node.launch("status").succeeded().text()).contains("running");

        assertThat(node.launch("start").text()).contains("running already");
        assertThat(node.launch("run").exit())
                .as("a second node on the same data")
                .isNotZero();
        assertThat(node.launch("status").exit()).isZero();

        node.launch("stop").succeeded();
        assertThat(node.launch("status").exit()).isEqualTo(NOT_RUNNING);
        assertThat(node.launch("stop").succeeded().text()).contains("not running");
    }

    @Test
    void runsACommandWithWordsThatHaveBlanks() {
        node.launch("start").succeeded();

        Command published = node.launch("shell", "cloudy:publish", "Two words", "etherpad", "9001");
        assertThat(published.succeeded().text()).doesNotContain("Error");
        assertThat(node.launch("shell", "cloudy:services").succeeded().text()).contains("Two words");
        node.launch("shell", "cloudy:withdraw").succeeded();
    }

    @Test
    void isFoundThroughASymbolicLink() throws IOException {
        Path link = Files.createSymbolicLink(rig.folder().resolve("cloudy"), node.launcher());

        assertThat(node.asOwner(link.toString(), "start").succeeded().text()).contains("alpha");
        assertThat(node.asOwner(link.toString(), "status").exit()).isZero();
        assertThat(node.asOwner(link.toString(), "stop").exit()).isZero();
    }

    @Test
    void aStalePidIsNotTakenForANode() throws IOException {
        node.launch("start").succeeded();
        ProcessHandle process = node.inBackground();
        // First whoever would start it again.
        process.parent().orElseThrow().destroyForcibly();
        process.destroyForcibly();
        process.onExit().join();
        assertThat(node.launch("status").exit()).isEqualTo(NOT_RUNNING);

        // The pid of a process that lives and is none of ours.
        node.write("data/lock", "1 99\n");
        assertThat(node.launch("status").exit()).isEqualTo(NOT_RUNNING);
        assertThat(node.launch("stop").succeeded().text()).contains("not running");
        assertThat(node.launch("start").exit()).isZero();
    }

    /** Where it cannot look it would be another node, or know nobody; it touches nothing. */
    @Test
    void namesTheFolderThatIsAnotherUsers() throws IOException {
        node.asOwner("mkdir", "-p", node.home().resolve("data/access").toString())
                .succeeded();
        for (String folder : List.of("etc", "data", "data/access")) {
            String path = node.home().resolve(folder).toString();
            String mode = node.host().run("stat", "-c", "%a", path).text().strip();
            node.host().run("chmod", "700", path).succeeded();
            node.host().run("chown", "root", path).succeeded();
            for (String command : List.of("run", "start")) {
                Command refused = node.launch(command);
                assertThat(refused.exit()).as(folder).isEqualTo(1);
                assertThat(refused.text()).isEqualTo("cloudy: " + path + " belongs to another user\n");
            }
            node.host().run("chown", CloudyNode.USER, path).succeeded();
            node.host().run("chmod", mode, path).succeeded();
        }
    }

    /** With them closed even to himself, its user has them opened by the next start. */
    @Test
    void opensItsOwnFolders() throws IOException {
        node.asOwner("mkdir", "-p", node.home().resolve("data/access").toString())
                .succeeded();
        for (String folder : List.of("etc", "data/access", "data")) {
            node.host()
                    .run("chmod", "0", node.home().resolve(folder).toString())
                    .succeeded();
        }

        assertThat(node.launch("start").succeeded().text()).contains("Console: https://");
    }

    @Test
    void saysWhyJavaDoesNotStartAndGivesUp() {
        Command started = node.asOwner(
                "env", "CLOUDY_JAVA_OPTS=-Xnonsense", node.launcher().toString(), "start");

        assertThat(started.exit()).isEqualTo(1);
        assertThat(started.text()).contains("the node did not start", "-Xnonsense");
        assertThat(node.launch("status").exit()).isEqualTo(NOT_RUNNING);
    }

    @Test
    void takesOptionsForJavaAndBoundsTheHeap() throws IOException {
        node.launch("start").succeeded();
        assertThat(commandLine())
                .containsPattern("-Xmx(6[4-9]|[7-9]\\d|1\\d\\d|2[0-4]\\d|25[0-6])m")
                .contains("-XX:+UseSerialGC");
        node.launch("stop").succeeded();

        node.asOwner(
                        "env",
                        "CLOUDY_JAVA_OPTS=-Xmx80m -Dsome.thing=1",
                        node.launcher().toString(),
                        "start")
                .succeeded();
        assertThat(commandLine()).contains("-Xmx80m").contains("-Dsome.thing=1");
    }

    @Test
    void saysWhatItCanDo() {
        assertThat(node.launch("help").succeeded().text())
                .contains("run", "start", "stop", "status", "shell", "CLOUDY_JAVA_OPTS");
        assertThat(node.launch("strat").exit()).isEqualTo(2);
        assertThat(node.launch("strat").text()).contains("strat");
    }

    private static String commandLine() throws IOException {
        Path line = Path.of("/proc", Long.toString(node.inBackground().pid()), "cmdline");
        return Files.readString(line).replace('\0', ' ');
    }
}
