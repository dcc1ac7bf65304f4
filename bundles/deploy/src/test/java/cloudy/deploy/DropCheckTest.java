// SPDX-License-Identifier: Apache-2.0
package cloudy.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cloudy.api.doctor.Finding.Grade;
import cloudy.api.form.Texts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DropCheckTest {

    @TempDir
    Path home;

    private TestNode node;

    @BeforeEach
    void start() throws Exception {
        node = new TestNode(home).start();
        node.awaitFolder();
    }

    @AfterEach
    void stop() throws Exception {
        node.stop();
    }

    @Test
    void findsWhatIsNotTakenUntilItIsMendedOrGone() throws Exception {
        Files.writeString(node.jar("bad.jar"), "no jar at all");
        Files.writeString(node.jar("readme.txt"), "x");
        Jar.bundle("org.example.good", "1.0.0").dropAs(node.jar("good.jar"));
        node.awaitRunning("good.jar", "1.0.0");
        await().untilAsserted(() -> assertThat(node.finding().text().english())
                .contains("deploy/bad.jar: is not a jar (zip) file; ")
                .contains("deploy/readme.txt: not a bundle")
                .doesNotContain("good.jar"));
        assertThat(node.finding().grade()).isEqualTo(Grade.WARNING);
        assertThat(node.finding().text().in(List.of(Locale.forLanguageTag("ca"))))
                .startsWith(
                        "No tot es pren: deploy/bad.jar: no és un fitxer jar (zip); deploy/readme.txt: no és un mòdul");

        Files.delete(node.jar("readme.txt"));
        Jar.bundle("org.example.bad", "1.0.0").dropAs(node.jar("bad.jar"));
        await().untilAsserted(() -> assertThat(node.finding().grade()).isEqualTo(Grade.FINE));
        node.awaitRunning("bad.jar", "1.0.0");
    }

    @Test
    void whatWaitsForAnotherIsNamedUntilThatIsThere() throws Exception {
        Jar.bundle("org.example.user", "1.0.0")
                .with("Import-Package", "org.example.lib")
                .dropAs(node.jar("user.jar"));
        await().untilAsserted(() ->
                assertThat(node.finding().text().english()).contains("deploy/user.jar: ", "org.example.lib"));
        assertThat(node.finding().text().in(List.of(Locale.forLanguageTag("es"))))
                .contains(
                        "deploy/user.jar: necesita el paquete org.example.lib, que aquí no lo trae nada; arranca en cuanto");

        Jar.bundle("org.example.lib", "1.0.0")
                .with("Export-Package", "org.example.lib")
                .dropAs(node.jar("lib.jar"));
        await().untilAsserted(() -> assertThat(node.finding().grade()).isEqualTo(Grade.FINE));
    }

    @Test
    void theDoctorHearsOfEachChangeAndOfNothingElse() {
        var told = new AtomicInteger();
        var lines = new Lines(line -> {}, line -> {});
        lines.listen(told::incrementAndGet);

        lines.refused("a.jar", "1", Texts.of("is bad"));
        lines.refused("a.jar", "1", Texts.of("is bad"));
        assertThat(told).hasValue(1);
        lines.refused("a.jar", "2", Texts.of("is worse"));
        lines.refused("b.jar", "", Texts.of("x".repeat(1000) + "\u001b[31m"));
        assertThat(told).hasValue(3);
        assertThat(lines.standing().get("b.jar").english()).hasSize(500);
        lines.done("a.jar", "started");
        lines.done("a.jar", "updated");
        lines.forget("b.jar");
        assertThat(told).hasValue(5);
        assertThat(lines.standing()).isEmpty();
    }
}
