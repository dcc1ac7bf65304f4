// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whatever is dropped into a whole node, and is started with it: each is named in the log, and the others go on. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class KillerJarIT {

    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final int PORT = 9001;
    private static final String API = "cloudy.api;version=\"[1.0,2)\"";
    private static final int BOMB = 300_000_000;

    @RegisterExtension
    static final Rig rig = new Rig();

    private static CloudyNode node;

    @BeforeAll
    static void boot() throws IOException {
        node = rig.node(rig.lan().join("alpha")).start().awaitBoot();
        Listener.on(node.host(), PORT);
        node.drop(DropIn.of("etherpad", "Shared pads", PORT));
        isUpWithItsPads();
    }

    @Test
    @Order(1)
    void saysOfEachBadFileWhyItIsNotTaken() throws IOException {
        byte[] whole = Files.readAllBytes(
                DropIn.of("radio", "Village radio", PORT).writeTo(rig.folder().resolve("radio.jar")));
        node.place(file(Arrays.copyOf(whole, whole.length / 2)), "deploy/half.jar");
        node.place(file("no jar at all".getBytes(UTF_8)), "deploy/text.jar");
        node.place(bomb(), "deploy/bomb.jar");
        node.place(
                jar(new Jar("org.example.needy", API + ",org.example.absent").text("a.txt", "a")), "deploy/needy.jar");
        node.place(killer("Throws"), "deploy/throws.jar");

        logs("deploy/half.jar: ", "deploy/text.jar: is not a jar", "deploy/bomb.jar: ", "org.example.absent");
        // It is no fault of the jar's, and is in the list of services.
        Awaitility.await("the reason").atMost(LIMIT).until(() -> node.shell(
                        "cloudy:services org.example.killers.Throws")
                .contains("no disk to write to"));
        isUpWithItsPads();
        for (String name : List.of("half", "text", "bomb", "needy", "throws")) {
            node.remove("deploy/" + name + ".jar");
        }
    }

    @Test
    @Order(2)
    void oneThatEndsTheNodeIsSetAsideAtItsNextStart() throws IOException {
        node.place(killer("Exits"), "deploy/exits.jar");
        awaitEnd();

        node.start().awaitBoot();

        logs("deploy/exits.jar.aside: ended the node when it was started");
        assertThat(node.home().resolve("deploy/exits.jar")).doesNotExist();
        isUpWithItsPads();
    }

    @Test
    @Order(3)
    @Tag("slow")
    void oneThatTakesAllTheMemoryIsSetAsideAfterTwoStarts() throws IOException {
        node.place(killer("Eats"), "deploy/eats.jar");
        awaitEnd();

        // As the unit does it: whenever it ends.
        int starts = 0;
        boolean aside = false;
        while (!aside && starts < 4) {
            starts++;
            node.start();
            Awaitility.await("up, or gone again").atMost(LIMIT).until(() -> isAside() || !node.isAlive());
            aside = isAside();
        }
        node.awaitBoot();
        System.out.printf("measured: set aside in start %d after the one that it ended%n", starts);
        assertThat(starts).isLessThanOrEqualTo(3);
        logs("deploy/eats.jar.aside: ended the node when it was started");
        isUpWithItsPads();
    }

    /** Nobody is there but the launcher. */
    @Test
    @Order(4)
    void inTheBackgroundItIsStartedAgainUnlessItIsToldToStop() throws IOException {
        if (node.isAlive()) {
            node.terminate();
        }
        node.launch("start").succeeded();
        node.place(killer("Exits"), "deploy/leaves.jar");

        logs("deploy/leaves.jar.aside: ended the node when it was started");
        until("the pads", () -> node.launch("shell", "cloudy:search").text().contains("Shared pads"));

        ProcessHandle jvm = node.inBackground();
        jvm.destroyForcibly();
        jvm.onExit().join();
        // Between two nodes, or while the next one starts.
        assertThat(node.launch("status").succeeded().text()).contains("not up");
        assertThat(node.launch("stop").succeeded().text()).contains("has stopped");
        assertThat(node.launch("status").exit()).isEqualTo(3);
        assertThat(node.host()
                        .orphans()
                        .map(process -> process.info().commandLine().orElse("")))
                .noneMatch(line -> line.contains("cloudy keep"));
    }

    private static boolean isAside() {
        return Files.exists(node.home().resolve("deploy/eats.jar.aside"));
    }

    private static void awaitEnd() {
        Awaitility.await("the end of the node").atMost(LIMIT).until(() -> !node.isAlive());
    }

    private static void isUpWithItsPads() {
        until("the pads", () -> node.lists("Shared pads").size() == 1);
    }

    private static void logs(String... texts) {
        for (String text : texts) {
            until(text, () -> node.logged().contains(text));
        }
    }

    private static Path killer(String type) throws IOException {
        return jar(new Jar("org.example.killers", API)
                .type(type)
                .text(
                        "OSGI-INF/" + type + ".xml",
                        """
                        <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.4.0" name="org.example.killers.%s">
                          <implementation class="org.example.killers.%s"/>
                          <service><provide interface="cloudy.api.CloudyService"/></service>
                          <property name="cloudy.type" value="killer"/>
                          <property name="cloudy.description" value="Killer"/>
                          <property name="cloudy.port" type="Integer" value="%d"/>
                        </scr:component>
                        """
                                .formatted(type, type, PORT)));
    }

    private static Path jar(Jar jar) throws IOException {
        return jar.writeTo(Files.createTempFile(rig.folder(), "jar", ".jar"));
    }

    private static Path file(byte[] content) throws IOException {
        return Files.write(Files.createTempFile(rig.folder(), "file", ".jar"), content);
    }

    /** A file of some hundred kilobytes that would fill the memory, or the disk. */
    private static Path bomb() throws IOException {
        Path file = Files.createTempFile(rig.folder(), "bomb", ".jar");
        try (OutputStream out = Files.newOutputStream(file);
                var zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("META-INF/MANIFEST.MF"));
            zip.write("Manifest-Version: 1.0\nBundle-ManifestVersion: 2\nBundle-SymbolicName: bomb\n".getBytes(UTF_8));
            zip.putNextEntry(new ZipEntry("bomb"));
            byte[] nothing = new byte[1_000_000];
            for (int i = 0; i < BOMB / nothing.length; i++) {
                zip.write(nothing);
            }
        }
        return file;
    }

    private static void until(String what, Callable<Boolean> condition) {
        Awaitility.await(what)
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(200))
                .until(condition);
    }
}
