// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import cloudy.itests.RecordingServer.Reply;
import cloudy.itests.RecordingServer.Request;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code cloudy NOUN VERB} does for a person who types what comes to mind, and not what the contract says. */
class KindCommandsTest {

    private static final String COMMANDS = String.join(
            "",
            line("apply", "POST", "/api/v1/configuration", "-", "dryRun:boolean", "file:file:required"),
            line("directory search", "GET", "/api/v1/directory", "-", "type:string text:string node:string", "-"),
            line("event follow", "GET", "/api/v1/events", "-", "-", "-").replace("\t-\tAbout", "\tstream\tAbout"),
            line("pad list", "GET", "/api/v1/pads", "-", "-", "-"),
            line("pad page list", "GET", "/api/v1/pages", "-", "-", "-"),
            line("pad page tear", "DELETE", "/api/v1/pages/{id}", "id", "-", "-"),
            line("pad show", "GET", "/api/v1/pads/{id}", "id", "-", "-"),
            line("service list", "GET", "/api/v1/services", "-", "-", "-"),
            line("service show", "GET", "/api/v1/services/{id}", "id", "-", "-"),
            line("settings schema", "GET", "/api/v1/settings/{pid}/schema", "pid", "-", "-"),
            line("settings set", "PATCH", "/api/v1/settings/{pid}", "pid", "-", "*:any:optional"));

    @TempDir
    private Path folder;

    private RecordingServer node;
    private Typist typist;

    private static String line(String words, String method, String path, String places, String query, String body) {
        return String.join("\t", words, method, path, "viewer", places, query, body, "-", "-", "About " + words) + '\n';
    }

    @BeforeEach
    void begin() throws Exception {
        node = new RecordingServer().offer(COMMANDS);
        typist = new Typist(folder, node.url(), COMMANDS);
    }

    @AfterEach
    void end() {
        node.close();
    }

    private List<String> asked() {
        return node.heard().stream()
                .map(Request::uri)
                .map(uri -> uri.getRawQuery() == null ? uri.getRawPath() : uri.getRawPath() + '?' + uri.getRawQuery())
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "syncthing,cloudy.syncthing",
        "etherpad,org.example.pads.Pads",
        "web,cloudy.external~published-web-8080",
        "radio,cloudy.external~radio",
        "serf,serf",
        "twice,twice",
        "nothing,nothing"
    })
    void aServiceHasAShortName(String typed, String id) throws Exception {
        node.answer(request -> Reply.json(
                request.uri().getPath().endsWith("/services")
                        ? """
                        {"items":[{"id":"cloudy.syncthing","offers":[{"type":"syncthing"}]},
                          {"id":"org.example.pads.Pads","offers":[{"type":"etherpad"}]},
                          {"id":"cloudy.external~published-web-8080","offers":[]},
                          {"id":"cloudy.external~radio","offers":[]},
                          {"id":"serf","offers":[]}, {"id":"cloudy.serf","offers":[{"type":"serf"}]},
                          {"id":"a.twice","offers":[]}, {"id":"b.twice","offers":[]}]}"""
                        : "{}"));
        assertThat(typist.type("service", "show", typed).exit()).isZero();
        assertThat(asked()).containsExactly("/api/v1/services?limit=1000", "/api/v1/services/" + id);
    }

    @Test
    void aDocumentIsAFileOrTheInput() throws Exception {
        String document = "settings:\n  cloudy.pad: {pages: 3}\n";
        Path file = Files.writeString(typist.desk().resolve("my \"node\".yaml"), document);
        assertThat(typist.type("apply", file.getFileName().toString(), "--dry-run")
                        .exit())
                .isZero();
        assertThat(node.heard())
                .extracting(Request::body, request -> request.uri().getRawQuery())
                .containsExactly(tuple(document, "dryRun=true"));

        assertThat(typist.typeInto(document, List.of("apply", "-")).exit()).isZero();
        assertThat(node.heard()).extracting(Request::body).containsExactly(document);

        Command missing = typist.type("apply", "nothing.yaml");
        assertThat(missing.exit()).isEqualTo(3);
        assertThat(missing.text()).isEqualTo("cloudy: nothing.yaml cannot be read\n");
        assertThat(node.heard()).isEmpty();
    }

    @Test
    void aWholeIdIsAskedForAtOnce() throws Exception {
        typist.type("service", "show", "cloudy.syncthing");
        assertThat(asked()).containsExactly("/api/v1/services/cloudy.syncthing");
    }

    /** The node refuses to look at such an address at all, and says nothing of what was typed. */
    @ParameterizedTest
    @CsvSource({"a/b", "a;b", "a%b", "..", "a\\b"})
    void whatCanBeNoNameIsOneThatThereIsNot(String typed) throws Exception {
        node.answer(request -> Reply.problem(400, "", "The node does not take this request."));
        Command refused = typist.type("pad", "show", typed);
        assertThat(refused.text())
                .isEqualTo("cloudy: there is no \"" + typed + "\"; which there are: cloudy pad list\n");
        assertThat(refused.exit()).isEqualTo(3);
    }

    @Test
    void whoSetsWhatThereIsNotHearsWhatThereIs() throws Exception {
        node.answer(request -> request.method().equals("PATCH")
                ? Reply.problem(400, "port", "is not a setting that can be made here")
                : Reply.json("{}"));
        Command refused = typist.type("settings", "set", "cloudy.pad", "port=1");
        assertThat(refused.text())
                .isEqualTo("cloudy: port: is not a setting that can be made here;"
                        + " what can be set: cloudy settings schema cloudy.pad\n");
        assertThat(refused.exit()).isEqualTo(2);
    }

    @Test
    void theFormMayBeSaidFirst() throws Exception {
        node.answer(request -> Reply.json("{\"items\":[{\"id\":\"a\"}]}"));
        String json = typist.type("pad", "list", "-o", "json").text();
        assertThat(json).startsWith("{");
        for (List<String> words : List.of(
                List.of("-o", "json"), List.of("-ojson"), List.of("--output=json"), List.of("--output", "json"))) {
            var line = new ArrayList<>(words);
            line.addAll(List.of("pad", "list"));
            assertThat(typist.typeInto("", line).text()).isEqualTo(json);
        }
        assertThat(typist.type("-o", "xml", "pad", "list").exit()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"pad --help,4", "pad -h,4", "pad page,2", "pad page --help,2", "event --help,1", "help pad page,2"})
    void helpIsThereForANounAndForHalfACommand(String typed, int lines) throws Exception {
        Command help = typist.type(typed.split(" ", -1));
        assertThat(help.exit()).as(help.text()).isZero();
        assertThat(help.text().lines()).hasSize(lines).allMatch(line -> line.startsWith("  cloudy "));
        assertThat(node.heard()).isEmpty();
    }

    @Test
    void aSearchIsForWordsOrByNode() throws Exception {
        node.answer(request -> Reply.json("{\"items\":[]}"));
        typist.type("directory", "search", "pads");
        typist.type("directory", "search", "pads", "--type", "etherpad");
        typist.type("directory", "search", "--node", "beta");
        typist.type("--node", node.url(), "directory", "search", "--node=beta");
        assertThat(typist.type("directory", "search", "two", "words").exit()).isEqualTo(2);
        assertThat(asked())
                .containsExactly(
                        "/api/v1/directory?text=pads",
                        "/api/v1/directory?text=pads&type=etherpad",
                        "/api/v1/directory?node=beta",
                        "/api/v1/directory?node=beta");
    }

    @Test
    void eventsAreReadByPeopleAndAsJsonByPrograms() throws Exception {
        String event = "{\"type\":\"service\",\"subject\":\"cloudy.pad\",\"facts\":{\"run\":\"up\\u001b[31m\"}}";
        node.answer(request -> new Reply(200, "text/event-stream", "data: " + event + "\n\ndata: just text\n\n"));
        assertThat(typist.type("event", "follow").text())
                .matches(
                        "\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\dZ  service  cloudy\\.pad  run=up�\\[31m\njust text\n");
        assertThat(typist.type("event", "follow", "-o", "json").text()).isEqualTo(event + "\njust text\n");
    }
}
