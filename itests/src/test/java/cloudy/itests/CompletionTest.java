// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import static org.assertj.core.api.Assertions.assertThat;

import cloudy.itests.RecordingServer.Reply;
import cloudy.itests.RecordingServer.Request;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What bash offers to whoever presses the tabulator. */
class CompletionTest {

    private static final String COMMANDS = String.join(
            "",
            line("pad list", "GET", "/api/v1/pads", "-", "limit:integer cursor:string colour:=red|blue"),
            line("pad show", "GET", "/api/v1/pads/{id}", "id", "-"),
            line("pad write", "PUT", "/api/v1/pads/{id}", "id", "-"),
            line("pad page tear", "DELETE", "/api/v1/pads/{id}/pages/{page}", "id page", "-"),
            line("pad ink refill", "POST", "/api/v1/ink", "-", "-"),
            line("user list", "GET", "/api/v1/users", "-", "-"),
            line("user remove", "DELETE", "/api/v1/users/{name}", "name", "-"));

    @TempDir
    private Path folder;

    private RecordingServer node;
    private Typist typist;

    private static String line(String words, String method, String path, String places, String query) {
        return String.join("\t", words, method, path, "viewer", places, query, "-", "-", "-", "About " + words) + '\n';
    }

    @BeforeEach
    void begin() throws Exception {
        node = new RecordingServer().offer(COMMANDS);
        typist = new Typist(folder, node.url(), COMMANDS);
        node.answer(CompletionTest::items);
    }

    @AfterEach
    void end() {
        node.close();
    }

    private static Reply items(Request request) {
        return Reply.json(
                request.uri().getPath().endsWith("/users")
                        ? "{\"items\":[{\"name\":\"anna\"},{\"name\":\"bea\"}]}"
                        : "{\"items\":[{\"id\":\"radio\"},{\"id\":\"pad:one\"},{\"id\":\"pad:two\"},{\"id\":\"~root\"},"
                                + "{\"id\":\"$(touch pwned)\"},{\"id\":\"a b\"},{\"id\":\"--yes\"},{\"id\":\"`x`\"},"
                                + "{\"id\":\"a;b\"},{\"id\":\"a\\nb\"},{\"id\":\"*\"},{\"id\":7},{\"id\":\"\\u001b[31m\"}]}");
    }

    @ParameterizedTest
    @CsvSource({
        "pad .,list show write page ink",
        "pad ink .,refill",
        "pad list --c,--colour",
        "pad list --colour .,red blue",
        "help pad s,show",
        "setup,setup-code",
        "pad list -o .,table json yaml",
        "pad show --o,--output",
        "user remove b,bea",
        "user remove .,anna bea",
        "pad page tear r,radio",
        "pad show r,radio",
        "pad show pad : t,two",
        "pad show pad :,one two"
    })
    void completesWhatIsTyped(String typed, String completed) throws Exception {
        assertThat(complete(typed)).containsExactly(completed);
    }

    /** What is offered stands in the line as it is, and somebody presses Enter. */
    @Test
    void offersNoIdThatAShellWouldMakeSomethingOf() throws Exception {
        // The second letter of a line with two would be lost: it is "a", and "b" of its own, which are harmless.
        assertThat(complete("pad show .")).containsExactly("radio pad:one pad:two a b");
        try (var left = Files.walk(folder)) {
            assertThat(left.map(file -> file.getFileName().toString())).doesNotContain("pwned");
        }
    }

    @Test
    void asksOnceForManyTabulators() throws Exception {
        assertThat(complete("pad show .", "pad show r", "pad write ra", "pad show zz"))
                .containsExactly("radio pad:one pad:two a b", "radio", "radio", "");
        assertThat(node.heard()).hasSize(1);
    }

    @Test
    void isQuietWhenNobodyAnswers() throws Exception {
        node.answer(request -> Reply.problem(503, "", "not now"));
        assertThat(complete("pad show .")).containsExactly("");
    }

    /** What is offered for each line; the last word of it is being typed, and is empty where it is a dot. */
    private List<String> complete(String... lines) throws Exception {
        Path script = Files.writeString(
                folder.resolve("complete"),
                """
                #!/bin/bash
                . "$1"
                shift
                for line; do
                    read -r -a words <<<"$line"
                    COMP_WORDS=("$PROGRAM" "${words[@]}")
                    [ "${COMP_WORDS[-1]}" != . ] || COMP_WORDS[-1]=
                    COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
                    _cloudy
                    printf '%s\n' "${COMPREPLY[*]}"
                done
                """);
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        Path completion = Project.root().resolve("distribution/src/main/resources/share/bash-completion/cloudy");
        var arguments = new ArrayList<>(List.of(completion.toString()));
        arguments.addAll(List.of(lines));
        Command done = typist.with("PROGRAM", typist.program().toString())
                .run(script, arguments)
                .succeeded();
        return List.of(done.text().split("\n", -1)).subList(0, lines.length);
    }
}
