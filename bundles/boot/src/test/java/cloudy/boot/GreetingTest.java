// SPDX-License-Identifier: Apache-2.0
package cloudy.boot;

import static cloudy.boot.Fakes.service;
import static org.assertj.core.api.Assertions.assertThat;

import cloudy.api.form.Texts;
import cloudy.api.registry.LocalService;
import cloudy.api.registry.LocalService.Run;
import cloudy.testing.SomeNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GreetingTest {

    private final Greeting greeting = new Greeting(Path.of("/opt/cloudy"), Path.of("/srv/node one"));
    private final SomeNode node = SomeNode.named("roof");

    @Test
    void tellsWhatTheNodeIsAndHowToReachIt() {
        var lines = english(List.of(), List.of());

        assertThat(lines).hasSize(3);
        assertThat(lines.get(0)).isEqualTo("Cloudy is up: node roof, id 0123456789abcdef.");
        assertThat(lines.get(2)).contains("/opt/cloudy/bin/cloudy help");
    }

    @Test
    void namesTheCommandOfAPackageWithoutItsFolder(@TempDir Path home) throws IOException {
        Files.createDirectories(home.resolve("lib"));
        Files.writeString(home.resolve("lib/places"), "owner=cloudy\n");

        assertThat(new Greeting(home, Path.of("/var/lib/cloudy"))
                        .lines(node, List.of(), List.of())
                        .get(2)
                        .english())
                .isEqualTo("Use it: cloudy help; end it: cloudy stop");
    }

    @Test
    void saysWhatOthersHaveToSayAfterItsFirstLine() {
        var lines = english(List.of(), List.of(Texts.of("Console: https://10.1.2.3:7443/"), Texts.of("two\nlines")));

        assertThat(lines).hasSize(5);
        assertThat(lines.get(1)).isEqualTo("Console: https://10.1.2.3:7443/");
        assertThat(lines.get(2)).startsWith("two").doesNotContain("\n");
    }

    @Test
    void hasAnEnd() {
        assertThat(english(List.of(), Collections.nCopies(1000, Texts.of("Look at me"))))
                .hasSize(23);
    }

    @Test
    void namesTheFolderToPutServicesIntoWhileThereAreNone() {
        assertThat(english(List.of(), List.of()).get(1))
                .isEqualTo(
                        "It offers nothing yet: cloudy service share tells of what runs already, and a bundle goes into"
                                + " /srv/node one/deploy.");
    }

    @Test
    void namesWhatTheNodeOffersAndNotWhatIsOffOrBroken() {
        var services = List.of(
                service("Shared pads", Run.STARTING),
                service("Files", Run.OFF),
                service("Càmera", Run.UP),
                service("Serf", Run.MISCONFIGURED));

        assertThat(english(services, List.of()).get(1)).isEqualTo("It offers: Shared pads, Càmera.");
    }

    @Test
    void countsWhatDoesNotFitTheLine() {
        var services = Collections.nCopies(7, service("Pads", Run.UP));

        assertThat(english(services, List.of()).get(1))
                .isEqualTo("It offers: Pads, Pads, Pads, Pads, Pads and 2 more.");
    }

    @Test
    void staysThreeLinesWhateverAServiceCallsItself() {
        var services = Collections.nCopies(5, service("x".repeat(100), Run.UP));

        assertThat(english(services, List.of()))
                .allSatisfy(
                        line -> assertThat(line).hasSizeLessThanOrEqualTo(300).doesNotContain("\n"));
    }

    @Test
    void speaksThreeLanguages() {
        var services = Collections.nCopies(6, service("Pads", Run.UP));
        var catalan = greeting.lines(node, services, List.of()).stream()
                .map(line -> line.in(List.of(Locale.forLanguageTag("ca"))))
                .toList();

        assertThat(catalan)
                .containsExactly(
                        "Cloudy està en marxa: node roof, id 0123456789abcdef.",
                        "Ofereix: Pads, Pads, Pads, Pads, Pads i 1 més.",
                        "Per fer-lo servir: /opt/cloudy/bin/cloudy help; per aturar-lo: /opt/cloudy/bin/cloudy stop");
        assertThat(greeting.lines(node, List.of(), List.of()))
                .allSatisfy(line ->
                        assertThat(line.byLanguage().values()).hasSize(3).doesNotHaveDuplicates());
    }

    private List<String> english(List<LocalService> services, List<Texts> more) {
        return greeting.lines(node, services, more).stream().map(Texts::english).toList();
    }
}
