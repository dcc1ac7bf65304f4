// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The service that the tutorial leads to: built by a stranger against the archive alone, and whole. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SecondIT {

    private static final Duration LIMIT = Duration.ofSeconds(40);
    private static final String JAR = "deploy/cloudy.shelf.jar";
    private static final String SERVICE = "/api/v1/services/cloudy.shelf";
    private static final String SETTINGS = "/api/v1/settings/cloudy.shelf";
    private static final String POEM = "Es may fa may fan may\n";

    @RegisterExtension
    static final Rig rig = new Rig();

    private static CloudyNode anna;
    private static CloudyNode bert;
    private static Web annas;
    private static Web berts;

    @BeforeAll
    static void drop() throws IOException {
        Lan lan = rig.lan();
        anna = rig.node(lan.join("anna")).start();
        bert = rig.node(lan.join("bert")).start();
        anna.awaitBoot();
        bert.awaitBoot();
        annas = Web.setUp(anna);
        berts = Web.setUp(bert);
        Path folder = rig.folder().resolve("second");
        Command.run(List.of("cp", "-r", sources().toString(), folder.toString()))
                .succeeded();
        Path jar = Built.against(anna, folder, rig.folder().resolve("repository"));
        for (CloudyNode node : List.of(anna, bert)) {
            node.place(jar, JAR);
        }
        until("there", () -> annas.get("/api/v1/services").contains("\"cloudy.shelf\""));
        until("there, too", () -> berts.get("/api/v1/services").contains("\"cloudy.shelf\""));
    }

    private static Path sources() {
        return Project.root().resolve("itests/second");
    }

    @Test
    @Order(1)
    void isThreeFilesOfAHundredAndFiftyLines() throws IOException {
        long lines = 0;
        try (Stream<Path> all = Files.walk(sources())) {
            List<Path> files =
                    all.filter(file -> file.toString().endsWith(".java")).toList();
            assertThat(files).hasSize(3);
            for (Path file : files) {
                lines += Files.readAllLines(file).size();
            }
        }
        assertThat(lines).isLessThanOrEqualTo(150);
    }

    @Test
    @Order(2)
    void isOffUntilItIsSwitchedOnAndHasAFormInThreeLanguages() {
        assertThat(annas.get(SERVICE)).contains("\"run\":\"off\"");
        assertThat(annas.get(SETTINGS + "/schema")).contains("\"port\"", "Where neighbours read the files");
        assertThat(annas.in("ca").get(SETTINGS + "/schema")).contains("On els veïns llegeixen els fitxers");
        assertThat(annas.in("es").get(SETTINGS + "/schema")).contains("Dónde los vecinos leen los archivos");
    }

    @Test
    @Order(3)
    void isUpAndHasAPageOnceItIsSwitchedOn() {
        annas.post(SERVICE + "/start", "");

        until("up", () -> annas.get(SERVICE).contains("\"run\":\"up\""));
        assertThat(annas.get("/api/v1/pages")).contains("\"/ui/x/cloudy.shelf/shelf.js\"", "\"cloudy-shelf\"");
        assertThat(annas.get("/ui/x/cloudy.shelf/shelf.js")).contains("customElements.define('cloudy-shelf'");
    }

    @Test
    @Order(4)
    void isFoundByTheNeighbourWhoCopiesAFile() throws IOException {
        anna.write("data/shelf/poem.txt", POEM);
        until("found", () -> !found().isEmpty());
        assertThat(berts.get("/api/v1/directory/" + found() + "/actions")).contains("\"borrow\"", "\"file\"");

        berts.post("/api/v1/directory/" + found() + "/actions/borrow", "{\"file\":\"poem.txt\"}");

        Path copy = bert.home().resolve("data/shelf/poem.txt");
        until("copied", () -> Files.exists(copy));
        assertThat(copy).hasContent(POEM.strip());
    }

    @Test
    @Order(5)
    void movesWithItsPort() {
        annas.patch(SETTINGS, "{\"port\":8901}");

        until("announced anew", () -> berts.get("/api/v1/directory?type=shelf").contains("8901"));
        until(
                "served there",
                () -> bert.host()
                                .run("curl", "-sf", "http://" + anna.host().address() + ":8901/poem.txt")
                                .exit()
                        == 0);
    }

    @Test
    @Order(6)
    void isDownWhenItsProgramIsAndComesBack() {
        long before = program();
        ProcessHandle.of(before).orElseThrow().destroyForcibly();

        until("another one", () -> program() != before && program() != 0);
        until("up", () -> annas.get(SERVICE).contains("\"run\":\"up\""));
    }

    @Test
    @Order(7)
    void leavesNothingRunningWhenItIsRemoved() throws IOException {
        anna.remove(JAR);

        until("withdrawn", () -> found().isEmpty());
        until("ended", () -> program() == 0);
        until("without a page", () -> !annas.get("/api/v1/pages").contains("cloudy.shelf"));
        assertThat(anna.home().resolve("data/shelf/poem.txt")).exists();
    }

    /** The web server on Anna's host; 0 for none. */
    private static long program() {
        return anna.jvm()
                .descendants()
                .filter(process -> process.info().commandLine().orElse("").contains("http.server"))
                .mapToLong(ProcessHandle::pid)
                .findFirst()
                .orElse(0);
    }

    /** The directory's id of what Anna announces; empty while Bert does not hear it. */
    private static String found() {
        String list = berts.get("/api/v1/directory?type=shelf");
        return list.contains("\"shelf\"") ? Web.find(list, "id") : "";
    }

    private static void until(String what, Callable<Boolean> condition) {
        Awaitility.await(what)
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(200))
                .until(condition);
    }
}
