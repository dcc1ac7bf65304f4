// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import static org.assertj.core.api.Assertions.assertThat;

import cloudy.itests.RecordingServer.Reply;
import cloudy.itests.RecordingServer.Request;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code cloudy NOUN VERB} makes of what is typed and of what a node answers. */
class CommandLineTest {

    private static final String COMMANDS = String.join(
            "\n",
            line(
                    "pad list",
                    "GET",
                    "/api/v1/pads",
                    "-",
                    "limit:integer cursor:string colour:=red|blue",
                    "-",
                    "id state x.y"),
            line("pad show", "GET", "/api/v1/pads/{id}", "id", "-", "-", "-"),
            line(
                    "pad write",
                    "PUT",
                    "/api/v1/pads/{id}",
                    "id",
                    "-",
                    "pages:integer:required lines:array:optional" + " locked:boolean:optional password:secret:optional",
                    "-"),
            line("pad ink refill", "POST", "/api/v1/ink", "-", "-", "-", "-"),
            line("pad log", "GET", "/api/v1/pads/{id}/log", "id", "follow:boolean", "-", "-"),
            line("settings set", "PATCH", "/api/v1/settings/{pid}", "pid", "-", "*:any:optional", "-"),
            line("user add", "POST", "/api/v1/users", "-", "-", "name:string:required password:secret:required", "-"),
            "");

    @TempDir
    private Path folder;

    private RecordingServer node;
    private Typist typist;

    private static String line(
            String words, String method, String path, String places, String query, String body, String columns) {
        return String.join("\t", words, method, path, "viewer", places, query, body, columns, "-", "About " + words);
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

    @ParameterizedTest
    @CsvSource({"200,0", "400,2", "401,4", "403,4", "404,3", "409,5", "412,5", "504,6", "500,1", "302,1"})
    void theCodeSaysHowItEnded(int status, int code) throws Exception {
        node.answer(request -> Reply.problem(status, "id", "must be another one"));
        Command typed = typist.type("pad", "show", "x");
        assertThat(typed.exit()).isEqualTo(code);
        if (code != 0) {
            String where = status == 404 || status == 400 ? "; which there are: cloudy pad list" : "";
            assertThat(typed.text()).isEqualTo("cloudy: id: must be another one" + where + "\n");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ca_ES.UTF-8 | ''          | en_GB.UTF-8 | ca
                    ''          | es_MX.UTF-8 | ca_ES.UTF-8 | es
                    ''          | ''          | ca@valencia | ca
                    ''          | ''          | ast_ES.UTF-8| ast
                    C.UTF-8     | ca_ES.UTF-8 | ca_ES.UTF-8 |
                    POSIX       | ''          | ''          |
                    ''          | ''          | ca, X: y    |
                    ''          | ''          | ''          |
                    """)
    void theNodeIsAskedForTheLanguageOfTheTerminal(String all, String messages, String usual, String asked)
            throws Exception {
        typist.with("LC_ALL", all).with("LC_MESSAGES", messages).with("LANG", usual);
        assertThat(typist.type("pad", "show", "x").exit()).isZero();
        assertThat(node.heard()).extracting(Request::language).containsExactly(asked);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    pad                     | 0
                    pad show                | 2
                    pad show a b            | 2
                    pad show a --nope       | 2
                    pad write a             | 2
                    pad write a two         | 2
                    pad write a 2 --locked=x| 2
                    pad nope                | 2
                    nope                    | 2
                    pad list -o xml         | 2
                    pad list --limit x      | 2
                    pad write a 2 --password=open | 2
                    help pad write          | 0
                    pad list --help         | 0
                    """)
    void whatIsTypedWronglyIsNotSent(String words, int code) throws Exception {
        Command typed = typist.type(words.split(" ", -1));
        assertThat(typed.exit()).as(typed.text()).isEqualTo(code);
        assertThat(node.heard()).isEmpty();
        assertThat(typed.text()).isNotBlank();
    }

    @Test
    void valuesHaveTheTypesOfTheContract() throws Exception {
        typist.type("pad", "write", "a/b", "12", "--lines", "x", "--lines=y z", "--locked");
        typist.type("pad", "ink", "refill");
        List<Request> heard = node.heard();
        assertThat(heard.get(0).method()).isEqualTo("PUT");
        assertThat(heard.get(0).uri().getRawPath()).isEqualTo("/api/v1/pads/a%2Fb");
        assertThat(heard.get(0).body()).isEqualTo("{\"pages\":12,\"lines\":[\"x\",\"y z\"],\"locked\":true}");
        assertThat(heard.get(0).authorization()).isEqualTo("Bearer " + typist.token());
        assertThat(heard.get(1).body()).isEmpty();
    }

    @Test
    void settingsHaveTheTypesOfTheirSchema() throws Exception {
        node.answer(request -> Reply.json(
                request.uri().getPath().endsWith("/schema")
                        ? "{\"properties\":{\"port\":{\"type\":\"integer\"},\"all\":{\"type\":\"array\",\"items\":{\"type\":\"integer\"}}}}"
                        : "{}"));
        Command typed =
                typist.type("settings", "set", "cloudy.pad", "port=80", "all=1", "all=2", "name=80", "old:=null");
        assertThat(typed.exit()).as(typed.text()).isZero();
        assertThat(node.heard().get(1).body()).isEqualTo("{\"old\":null,\"port\":80,\"all\":[1,2],\"name\":\"80\"}");

        assertThat(typist.type("settings", "set", "cloudy.pad", "port=x").text())
                .isEqualTo("cloudy: port must be a whole number\n");
    }

    @Test
    void allPagesOfAListAreShown() throws Exception {
        node.answer(request -> Reply.json(page(request)));
        assertThat(typist.type("pad", "list").text().lines()).hasSize(2501);
        assertThat(node.heard())
                .extracting(each -> each.uri().getQuery())
                .containsExactly("limit=1000", "limit=1000&cursor=c&1000", "limit=1000&cursor=c&2000");

        assertThat(typist.type("pad", "list", "--limit", "1200", "--colour=red")
                        .text()
                        .lines())
                .hasSize(1201);
        assertThat(node.heard())
                .extracting(each -> each.uri().getQuery())
                .containsExactly("colour=red&limit=1000", "colour=red&limit=200&cursor=c&1000");
    }

    private static String page(Request request) {
        String query = request.uri().getQuery();
        int from = query.contains("cursor=") ? Integer.parseInt(query.replaceAll(".*cursor=c&", "")) : 0;
        int to = Math.min(2500, from + Integer.parseInt(query.replaceAll(".*limit=(\\d+).*", "$1")));
        String items = IntStream.range(from, to)
                .mapToObj(i -> "{\"id\":\"" + i + "\"}")
                .collect(Collectors.joining(","));
        return "{\"items\":[" + items + "]" + (to < 2500 ? ",\"next\":\"c&" + to + "\"" : "") + '}';
    }

    @Test
    void anAnswerIsATableJsonOrYaml() throws Exception {
        node.answer(
                request -> Reply.json(
                        "{\"items\":[{\"id\":\"a\",\"state\":true,\"x\":[{\"y\":1},{\"y\":2}]},{\"id\":\"longer\",\"state\":\"up\"}]}"));
        assertThat(typist.type("pad", "list").text()).isEqualTo("ID      STATE  Y\na       yes    1, 2\nlonger  up\n");
        assertThat(typist.type("pad", "list", "-o", "json").text().replaceAll("\\s", ""))
                .startsWith("{\"items\":[{\"id\":\"a\",\"state\":true,");
        assertThat(typist.type("pad", "list", "-o", "yaml").text())
                .startsWith("items:\n  - id: \"a\"\n    state: true\n    x:\n      - \"y\": 1\n");
    }

    /** The words of strangers: no colours, no titles of windows, no text that runs backwards. */
    @Test
    void nothingThatANodeHeardSteersTheTerminal() throws Exception {
        node.answer(request -> Reply.json("{\"items\":[{\"id\":\"a\\u001b]0;x\\u0007\\u009b31m\\u202eb\\nc\"}]}"));
        assertThat(typist.type("pad", "list").text().lines().skip(1)).containsExactly("a�]0;x��31m�b c");
        node.answer(request -> Reply.problem(404, "id", "no\\u001b[31m\\u202e\\u2066"));
        assertThat(typist.type("pad", "show", "a").text()).doesNotContain("\u001b", "\u202e", "\u2066");
        node.answer(request -> new Reply(200, "text/plain", "one\u001b[31m\ntwo\n"));
        assertThat(typist.type("pad", "log", "a").text()).isEqualTo("one�[31m\ntwo\n");
    }

    /** An address for a browser, made of what a stranger has announced. */
    @ParameterizedTest
    @CsvSource({
        "http,10.1.2.3,8080,'',http://10.1.2.3:8080/",
        "etherpad,10.1.2.3,9001,/pads/$(x) <b>,http://10.1.2.3:9001/pads/xb",
        "https,fd00::1,443,a?b=c,https://[fd00::1]:443/abc",
        "cloudy-node,10.1.2.3,0,'',https://10.1.2.3:7443/"
    })
    void whatWasFoundIsOpened(String type, String address, int port, String path, String opened) throws Exception {
        node.answer(request -> Reply.json("{\"type\":\"" + type + "\",\"address\":\"" + address + "\",\"port\":" + port
                + ",\"txt\":{\"path\":\"" + path + "\"}}"));
        Command typed = typist.type("directory", "open", "55d4");
        assertThat(typed.text()).isEqualTo(opened + "\n");
        assertThat(typed.exit()).isZero();
        assertThat(node.heard()).singleElement().satisfies(request -> assertThat(request.uri())
                .hasPath("/api/v1/directory/55d4"));
    }

    @Test
    void whatHasNoPortIsNotOpened() throws Exception {
        node.answer(request -> Reply.json("{\"type\":\"video\",\"address\":\"10.1.2.3\",\"port\":0}"));
        assertThat(typist.type("directory", "open", "55d4").text()).contains("has no port");
        node.answer(request -> Reply.json("[1]"));
        assertThat(typist.type("directory", "open", "55d4").exit()).isEqualTo(1);
        assertThat(typist.type("directory", "open", "a/b").exit()).isEqualTo(2);
    }

    /** What was said takes a moment to be heard, so the old state does not count at once. */
    @Test
    void aServiceIsWaitedFor() throws Exception {
        var asked = new AtomicInteger();
        node.offer(COMMANDS
                + line("service start", "POST", "/api/v1/services/{id}/start", "id", "-", "-", "-")
                + '\n'
                + line("service stop", "POST", "/api/v1/services/{id}/stop", "id", "-", "-", "-"));
        node.answer(request -> Reply.json(
                switch (asked.getAndIncrement()) {
                    case 0, 1 -> "{\"run\":\"off\"}";
                    case 2 -> "{\"run\":\"starting\"}";
                    default -> "{\"run\":\"up\"}";
                }));
        Command typed = typist.type("service", "start", "cloudy.pad", "--wait");
        assertThat(typed.text()).isEqualTo("cloudy.pad is up.\n");
        assertThat(typed.exit()).isZero();

        node.answer(request -> Reply.json("{\"run\":\"starting\",\"reason\":\"it reads\\u001b[31m\\u009b1m\\u202e\"}"));
        typed = typist.type("service", "start", "cloudy.pad", "--wait", "--timeout", "1");
        assertThat(typed.text()).isEqualTo("cloudy: cloudy.pad is starting: it reads[31m1m\n");
        assertThat(typed.exit()).isEqualTo(6);
        node.answer(request -> Reply.json("{\"run\":\"off\"}"));
        assertThat(typist.type("service", "stop", "cloudy.pad", "--wait").text())
                .isEqualTo("cloudy.pad is off.\n");
    }

    @Test
    void aTableFitsThePersonWhoReadsIt() throws Exception {
        node.answer(
                request -> Reply.json("{\"items\":[{\"id\":\"a\",\"lastUsed\":\"2026-11-22T08:34:24.602142140Z\"}]}"));
        node.offer(COMMANDS.replace("id state x.y", "id lastUsed"));
        assertThat(typist.type("pad", "list").text()).isEqualTo("ID  LAST USED\na   2026-11-22 08:34:24Z\n");
        assertThat(typist.type("pad", "list", "-o", "json").text()).contains("08:34:24.602142140Z");
        node.answer(request -> Reply.json("{\"items\":[]}"));
        assertThat(typist.type("pad", "list").text()).isEqualTo("There are none.\n");
        node.answer(request -> Reply.json("{\"items\":[],\"empty\":\"All is quiet.\"}"));
        assertThat(typist.type("pad", "list").text()).isEqualTo("All is quiet.\n");
        node.answer(
                request -> new Reply(202, "application/json", "{\"job\":\"a-1\",\"location\":\"/api/v1/jobs/a-1\"}"));
        assertThat(typist.type("pad", "ink", "refill").text())
                .isEqualTo("It goes on as a job; to see how: cloudy job show a-1\n");
    }

    @Test
    void aJobIsWaitedFor() throws Exception {
        node.answer(request -> switch (request.uri().getPath()) {
            case "/api/v1/ink" ->
                new Reply(202, "application/json", "{\"job\":\"a-1\",\"location\":\"/api/v1/jobs/a-1\"}");
            case "/api/v1/jobs/a-1/log" ->
                new Reply(200, "text/event-stream", "data: pouring\n\nevent: end\ndata: failed\n\n");
            default -> Reply.json("{\"state\":\"failed\",\"reason\":\"no ink\"}");
        });
        Command typed = typist.type("pad", "ink", "refill", "--wait");
        assertThat(typed.text()).isEqualTo("pouring\ncloudy: the job a-1 failed: no ink\n");
        assertThat(typed.exit()).isEqualTo(1);
        assertThat(typist.type("pad", "ink", "refill").exit()).isZero();
    }

    @Test
    void aStreamIsShownLineByLineAndItsRefusalIsOne() throws Exception {
        node.answer(request -> new Reply(200, "text/event-stream", "id: 1\ndata: one\n\n: quiet\n\ndata: two\n\n"));
        assertThat(typist.type("pad", "log", "a", "--follow").text()).isEqualTo("one\ntwo\n");
        node.answer(request -> Reply.problem(404, "id", "is none"));
        Command refused = typist.type("pad", "log", "a", "--follow");
        assertThat(refused.text()).isEqualTo("cloudy: is none\n");
        assertThat(refused.exit()).isEqualTo(3);
    }

    /** Arguments of programs are seen by every user of a machine. Two programs, because each costs a small board dearly. */
    @Test
    void nothingSecretIsAnArgumentAndFewProgramsAreStarted() throws Exception {
        Path seen = folder.resolve("seen");
        Path programs = Files.createDirectories(folder.resolve("programs"));
        for (String name : List.of("curl", "jq")) {
            String real = Command.run(List.of("which", name)).succeeded().text().strip();
            Path spy = Files.writeString(
                    programs.resolve(name),
                    "#!/bin/sh\nprintf '%s\\n' \"" + name + " $*\" >>" + seen + "\nexec " + real + " \"$@\"\n");
            Files.setPosixFilePermissions(spy, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        typist.with("PATH", programs + ":" + System.getenv("PATH"));
        assertThat(typist.typeInto("open \"sesame\\\n", List.of("user", "add", "ali"))
                        .exit())
                .isZero();
        assertThat(node.heard()).singleElement().satisfies(request -> assertThat(request.body())
                .isEqualTo("{\"name\":\"ali\",\"password\":\"open \\\"sesame\\\\\"}"));
        assertThat(Files.readString(seen)).isNotEmpty().doesNotContain("sesame").doesNotContain(typist.token());

        Files.delete(seen);
        assertThat(typist.type("pad", "list").exit()).isZero();
        assertThat(Files.readString(seen)
                        .lines()
                        .map(line -> line.split(" ", -1)[0])
                        .filter(List.of("curl", "jq")::contains))
                .containsExactly("curl", "jq");
    }

    @Test
    void theTokenCrossesNoNetworkUnencrypted() throws Exception {
        assertThat(typist.type("pad", "list", "--node", "http://192.0.2.1:7000").exit())
                .isEqualTo(2);
        Files.writeString(typist.run("token"), "x\"\nurl = \"http://192.0.2.1/\n");
        assertThat(typist.type("pad", "list").exit()).isEqualTo(4);
        Files.delete(typist.run("token"));
        assertThat(typist.type("pad", "list").exit()).isEqualTo(4);
        assertThat(node.heard()).isEmpty();
    }

    @Test
    void theTokenOfThisNodeIsSentToNoOther() throws Exception {
        Command typed = typist.with("CLOUDY_TOKEN_FILE", "").type("pad", "list");
        assertThat(typed.exit()).isEqualTo(4);
        assertThat(typed.text()).contains("CLOUDY_TOKEN_FILE");
        assertThat(node.heard()).isEmpty();
    }

    @Test
    void saysWhatIsMissingAndWhenNothingRuns() throws Exception {
        Path none = Files.createDirectories(folder.resolve("few"));
        for (String name : List.of("sh", "readlink", "grep")) {
            Files.copy(Path.of(Command.run(List.of("which", name)).text().strip()), none.resolve(name));
        }
        assertThat(typist.with("PATH", none.toString()).type("pad", "list").text())
                .isEqualTo("cloudy: this needs curl jq; on Debian: apt install curl jq\n");
        typist.with("PATH", System.getenv("PATH")).with("CLOUDY_URL", "");
        Command typed = typist.type("pad", "list");
        assertThat(typed.text()).contains("cloudy start");
        assertThat(typed.exit()).isEqualTo(1);
    }

    /** Whatever the old commands are told apart by, why they fail is said as by the new one. */
    @Test
    void theOldCommandsSayWhyTheyFail() throws Exception {
        typist.with("CLOUDY_URL", "");
        for (List<String> old : List.of(
                List.of("avahi-ps", "avahi-ps", "publish", "nginx", "kubernetes", "30080"),
                List.of("avahi-ps", "avahi-ps", "search"),
                List.of("avahi-service", "avahi-service", "start"))) {
            Command typed = typist.type(old.toArray(String[]::new));
            assertThat(typed.text()).isEqualTo("cloudy: the node is not running; start it: cloudy start\n");
            assertThat(typed.exit()).isEqualTo(1);
        }
    }
}
