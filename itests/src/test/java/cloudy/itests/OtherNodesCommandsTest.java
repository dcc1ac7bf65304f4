// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import static org.assertj.core.api.Assertions.assertThat;

import cloudy.itests.RecordingServer.Request;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code cloudy --node HOST} types is what that node has, also where no node runs; and it is believed nothing. */
class OtherNodesCommandsTest {

    private static final String LIST = line("pad list", "GET", "/api/v1/pads", "-");
    private static final String SHOW = line("pad show", "GET", "/api/v1/pads/{id}", "id");

    @TempDir
    private Path folder;

    private RecordingServer node;
    private Typist typist;

    private static String line(String words, String method, String path, String places) {
        return String.join("\t", words, method, path, "viewer", places, "-", "-", "-", "-", "About " + words) + '\n';
    }

    @BeforeEach
    void begin() throws Exception {
        node = new RecordingServer().offer(LIST + SHOW);
        typist = new Typist(folder, "", "").with("CLOUDY_TOKEN_FILE", "");
        Files.delete(typist.run("commands"));
        Path known = Files.createDirectories(folder.resolve("config/cloudy"));
        Files.writeString(known.resolve("127.0.0.1_" + port() + ".token"), "cloudy_of_the_other\n");
    }

    @AfterEach
    void end() {
        node.close();
    }

    private String port() {
        return node.url().replaceAll(".*:", "");
    }

    @Test
    void theOptionMayStandBeforeTheCommandOrAfterIt() throws Exception {
        for (List<String> typed : List.of(
                List.of("--node", node.url(), "pad", "show", "a"),
                List.of("--node=" + node.url(), "pad", "show", "a"),
                List.of("pad", "show", "a", "--node", node.url()),
                List.of("pad", "show", "--node=" + node.url(), "-o", "json", "a"))) {
            Command done = typist.typeInto("", typed);
            assertThat(done.exit()).as("%s: %s", typed, done.text()).isZero();
            assertThat(node.heard()).singleElement().satisfies(request -> {
                assertThat(request.uri().getPath()).isEqualTo("/api/v1/pads/a");
                assertThat(request.authorization()).isEqualTo("Bearer cloudy_of_the_other");
            });
        }
        assertThat(typist.type("--node", node.url(), "help", "pad").text()).contains("cloudy pad show");
        assertThat(typist.type("--node", node.url()).text()).contains("pad");
        assertThat(typist.type("pad", "list").text()).contains("--node HOST");
    }

    @Test
    void theCommandsAreFetchedOnceAndThenAskedForByWhatIsKnown() throws Exception {
        typist.type("--node", node.url(), "pad", "list");
        typist.type("--node", node.url(), "pad", "list");
        assertThat(node.known()).containsExactly("");

        old();
        assertThat(typist.type("--node", node.url(), "pad", "list").exit()).isZero();
        assertThat(node.known()).hasSize(2).last().asString().startsWith("\"");

        node.offer(line("ink list", "GET", "/api/v1/ink", "-"));
        old();
        assertThat(typist.type("--node", node.url(), "ink", "list").exit()).isZero();
        assertThat(typist.type("--node", node.url(), "pad", "list").exit()).isEqualTo(2);
        assertThat(node.known()).hasSize(3);
        try (Stream<Path> kept = Files.list(typist.cache().resolve("cloudy"))) {
            assertThat(kept.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "127.0.0.1_" + port() + ".commands", "127.0.0.1_" + port() + ".commands.head");
        }
    }

    private void old() throws Exception {
        Files.setLastModifiedTime(
                typist.cache().resolve("cloudy/127.0.0.1_" + port() + ".commands"),
                FileTime.from(Instant.now().minus(Duration.ofMinutes(6))));
    }

    /** They become lines of what curl reads, and text on the terminal. */
    @Test
    void commandsThatWouldDoMoreThanAskAreNone() throws Exception {
        String hostile = String.join(
                "",
                line("pad steal", "GET", "/api/v1/x\"\noutput = \"pwned", "-"),
                line("pad quote", "GET", "/api/v1/x\" -o \"pwned", "-"),
                line("pad away", "GET", "@example.org/x", "-"),
                line("pad method", "GET -o pwned", "/api/v1/x", "-"),
                line("pad $(touch pwned)", "GET", "/api/v1/x", "-"),
                line("pad place", "GET", "/api/v1/{id}", "id;touch"),
                line("pad paint\u001b[31m", "GET", "/api/v1/x", "-"),
                line("pad title", "GET", "/api/v1/x", "-").replace("About", "\u001b]0;x\u0007"),
                line("pad colour", "GET", "/api/v1/x", "-").replace("About", "\u009b31m"),
                line("pad turn", "GET", "/api/v1/x", "-").replace("About", "\u202eAbout"),
                line("pad wrap", "GET", "/api/v1/x", "-").replace("About", "\u2066About"),
                "\n\t\t\t\n");
        node.offer(hostile + LIST);

        String shown = typist.type("--node", node.url(), "pad").text();

        assertThat(shown.lines()).singleElement().asString().contains("cloudy pad list");
        for (String word : List.of("steal", "quote", "away", "method", "place", "title", "colour", "turn", "wrap")) {
            assertThat(typist.type("--node", node.url(), "pad", word, "a").exit())
                    .isEqualTo(2);
        }
        assertThat(node.heard()).isEmpty();
        try (Stream<Path> left = Files.walk(folder)) {
            assertThat(left.map(file -> file.getFileName().toString())).doesNotContain("pwned");
        }
    }

    @Test
    void aValueIsNoNode() throws Exception {
        node.offer(String.join(
                "\t",
                "pad write",
                "PUT",
                "/api/v1/pads/{id}",
                "viewer",
                "id",
                "-",
                "text:string:optional locked:boolean:optional",
                "-",
                "-",
                "Writes\n"));
        typist.with("CLOUDY_URL", node.url());

        Command typed =
                typist.type("pad", "write", "a", "--locked", "--text", "--node=http://127.0.0.1:1", "--", "--x");
        assertThat(typed.exit()).isEqualTo(2);
        assertThat(typist.type("pad", "write", "a", "--text", "--node").exit()).isZero();
        assertThat(node.heard()).extracting(Request::body).containsExactly("{\"text\":\"--node\"}");
        assertThat(typist.type("pad", "write", "a", "--node", "http://127.0.0.1:1", "--node", node.url())
                        .exit())
                .isNotZero();
    }

    @Test
    void whoIsNoNodeSaysNoCommands() throws Exception {
        assertThat(typist.type("--node", "http://127.0.0.1:1", "pad", "list").text())
                .isEqualTo("cloudy: nobody answers at http://127.0.0.1:1\n");
        node.offer("");
        assertThat(typist.type("--node", node.url(), "pad", "list").text()).contains("says of no command what it is");
        for (String none : List.of("", "a b", "x\"y", "http://example.org", "ftp://x", "$(x)")) {
            assertThat(typist.type("--node", none, "pad", "list").exit())
                    .as(none)
                    .isEqualTo(2);
        }
    }
}
