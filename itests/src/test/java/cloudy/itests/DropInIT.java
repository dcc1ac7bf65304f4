// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The README's drop-in, word for word: built against the archive alone, announced, updated, removed. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DropInIT {

    private static final Duration LIMIT = Duration.ofSeconds(40);
    private static final String CLASS = "src/main/java/org/example/etherpad/Etherpad.java";
    private static final String JAR = "deploy/org.example.etherpad.jar";

    @RegisterExtension
    static final Rig rig = new Rig();

    private static CloudyNode alpha;
    private static Ear ear;
    private static String pom;
    private static String source;

    @BeforeAll
    static void boot() throws IOException {
        Lan lan = rig.lan();
        alpha = rig.node(lan.join("alpha")).start();
        ear = rig.closing(Ear.at(lan.join("beta")));
        String readme = Files.readString(Project.root().resolve("README.md"));
        pom = block(readme, "xml");
        source = block(readme, "java");
        alpha.awaitBoot();
        Listener.on(alpha.host(), 9001);
    }

    @Test
    @Order(1)
    void theReadmePrintsTheTwoFilesBesideTheTests() throws IOException {
        Path hello = Project.root().resolve("itests/hello");
        assertThat(pom).isEqualTo(Files.readString(hello.resolve("pom.xml")));
        assertThat(source).isEqualTo(Files.readString(hello.resolve(CLASS)));
        assertThat((pom + source).lines()).hasSizeLessThanOrEqualTo(20);
    }

    @Test
    @Order(2)
    void isBuiltAgainstTheArchiveAloneAndAnnounced() throws IOException {
        Path jar = build(source);
        assertThat(Files.readString(repository().resolve("community/cloudy/cloudy.api/1.0.0/_remote.repositories")))
                .as("where Maven found the API")
                .contains(">cloudy=");

        long dropped = System.nanoTime();
        alpha.place(jar, JAR);
        until("announced", "Shared pads", true);
        System.out.printf("measured: jar dropped -> on the wire: %.1f s%n", (System.nanoTime() - dropped) / 1e9);
        assertThat(alpha.lists("Shared pads", "etherpad", "9001")).hasSize(1);
    }

    @Test
    @Order(3)
    void isUpdatedInPlace() throws IOException {
        Path jar = build(source.replace("Shared pads", "Pads for all"));
        alpha.place(jar, JAR);

        until("the new words", "Pads for all", true);
        until("the old words", "Shared pads", false);
        assertThat(alpha.lists("etherpad")).hasSize(1);
    }

    @Test
    @Order(4)
    void isWithdrawnWhenItIsRemoved() throws IOException {
        alpha.remove(JAR);

        until("withdrawn", "Pads for all", false);
        Awaitility.await("forgotten").atMost(LIMIT).until(() -> alpha.lists("etherpad")
                .isEmpty());
        assertThat(alpha.shell("cloudy:services")).doesNotContain("etherpad");
    }

    @Test
    @Order(5)
    void isGoneWhenItWasRemovedWhileTheNodeWasDown() throws IOException {
        alpha.place(build(source), JAR);
        until("announced", "Shared pads", true);
        alpha.terminate();
        until("goodbye", "Shared pads", false);

        alpha.remove(JAR);
        int before = ear.heard().size();
        alpha.start().awaitBoot();
        // What comes later is heard, so what came before would have been.
        alpha.shell("cloudy:publish 'Still here' marker 9001");
        Awaitility.await("the node on the wire").atMost(LIMIT).until(() -> heardSince(before, "_marker._tcp.local"));
        assertThat(alpha.shell("cloudy:services")).doesNotContain("etherpad");
        assertThat(alpha.shell("bundle:list -s")).doesNotContain("org.example.etherpad");
        assertThat(heardSince(before, "_etherpad._tcp.local")).isFalse();
    }

    /** The first block of a language in the README. */
    private static String block(String readme, String language) {
        var block = Pattern.compile("^```" + language + "\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL)
                .matcher(readme);
        assertThat(block.find()).as("README has a block of " + language).isTrue();
        return block.group(1);
    }

    /** Builds the two files as the README says; the local repository is empty before the first time. */
    private static Path build(String sourceText) throws IOException {
        Path folder = rig.folder().resolve("etherpad");
        Path sourceFile = folder.resolve(CLASS);
        Files.createDirectories(sourceFile.getParent());
        Files.writeString(folder.resolve("pom.xml"), pom);
        Files.writeString(sourceFile, sourceText);
        return Built.against(alpha, folder, repository());
    }

    private static Path repository() {
        return rig.folder().resolve("repository");
    }

    private static void until(String what, String description, boolean announced) {
        Awaitility.await(what)
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> isAnnounced(description) == announced);
    }

    /** Whether the last word on the wire about a service was that it is there. */
    private static boolean isAnnounced(String description) {
        return ear.heard().stream()
                .filter(record -> record.type() == Heard.PTR
                        && record.target().startsWith(description + " @alpha._etherpad._tcp"))
                .reduce((earlier, later) -> later)
                .filter(record -> !record.goodbye())
                .isPresent();
    }

    private static boolean heardSince(int before, String type) {
        return ear.heard().stream()
                .skip(before)
                .anyMatch(record -> record.type() == Heard.PTR
                        && !record.goodbye()
                        && record.name().equals(type));
    }
}
