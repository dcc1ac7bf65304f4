// SPDX-License-Identifier: Apache-2.0
package cloudy.boot;

import static cloudy.boot.Fakes.service;
import static org.assertj.core.api.Assertions.assertThat;

import cloudy.api.registry.LocalService.Run;
import cloudy.boot.Fakes.FakeNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GreetingTest {

    private final Greeting greeting = new Greeting(Path.of("/opt/cloudy"), Path.of("/srv/node one"));
    private final FakeNode node = new FakeNode("0123456789abcdef", "roof");

    @Test
    void tellsWhatTheNodeIsAndHowToReachIt() {
        var lines = greeting.lines(node, List.of(), List.of());

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
                        .get(2))
                .isEqualTo("Use it: cloudy help; end it: cloudy stop");
    }

    @Test
    void saysWhatOthersHaveToSayAfterItsFirstLine() {
        var lines = greeting.lines(node, List.of(), List.of("Console: https://10.1.2.3:7443/", "two\nlines"));

        assertThat(lines).hasSize(5);
        assertThat(lines.get(1)).isEqualTo("Console: https://10.1.2.3:7443/");
        assertThat(lines.get(2)).startsWith("two").doesNotContain("\n");
    }

    @Test
    void hasAnEnd() {
        assertThat(greeting.lines(node, List.of(), Collections.nCopies(1000, "Look at me")))
                .hasSize(23);
    }

    @Test
    void namesTheFolderToPutServicesIntoWhileThereAreNone() {
        assertThat(greeting.lines(node, List.of(), List.of()).get(1))
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

        assertThat(greeting.lines(node, services, List.of()).get(1)).isEqualTo("It offers: Shared pads, Càmera.");
    }

    @Test
    void countsWhatDoesNotFitTheLine() {
        var services = Collections.nCopies(7, service("Pads", Run.UP));

        assertThat(greeting.lines(node, services, List.of()).get(1))
                .isEqualTo("It offers: Pads, Pads, Pads, Pads, Pads and 2 more.");
    }

    @Test
    void staysThreeLinesWhateverAServiceCallsItself() {
        var services = Collections.nCopies(5, service("x".repeat(100), Run.UP));

        assertThat(greeting.lines(node, services, List.of()))
                .allSatisfy(
                        line -> assertThat(line).hasSizeLessThanOrEqualTo(300).doesNotContain("\n"));
    }
}
