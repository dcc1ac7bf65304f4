// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A whole node is told everything that is wrong, by everyone at once, and goes on as before. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BadInputIT {

    private static final String API = "/api/v1/";
    private static final int TEXTS = 5_000;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @RegisterExtension
    static final Rig rig = new Rig();

    private static CloudyNode node;
    private static Path authority;
    private static Api nobody;
    private static People people;
    private static Api operator;
    private static Map<String, String> files;
    private static long threads;
    private static long handles;

    @BeforeAll
    static void boot() throws Exception {
        node = rig.node(rig.lan().join("alpha")).start().awaitBoot();
        // Every address of it is this host's own.
        node.host().run("ip", "addr", "add", "10.98.0.1/16", "dev", "lo").succeeded();
        authority = rig.folder().resolve("ca.crt");
        node.host()
                .run("curl", "-sSf", "--max-time", "20", "-o", authority.toString(), "http://127.0.0.1:7000/ca.crt")
                .succeeded();
        nobody = rig.closing(Api.on(node.host(), node.host().address(), authority));
        people = People.moveIn(People.browser(nobody, People.setUp(node, nobody)), nobody);
        operator = nobody.with(people.operator());
        operator.patch(API + "settings/cloudy.serf", Map.of("cloudy.enabled", false))
                .must(200);
        files = files();
        threads = threads();
        handles = handles();
    }

    @AfterEach
    void isAlive() throws IOException {
        assertThat(nobody.get("/livez").status()).isEqualTo(200);
        // Felix says so of a check that meets a component which new settings are just making anew.
        assertThat(node.logged()
                        .lines()
                        .filter(line -> line.contains(" ERROR ") && !line.endsWith("FrameworkEvent ERROR")))
                .isEmpty();
    }

    @Test
    @Order(1)
    void refusesBodiesThatAreNoJsonOrTooMuchOfIt() throws IOException {
        for (String body : List.of(
                "{",
                "[]",
                "\"text\"",
                "null",
                "{\"type\":\"a\",\"type\":\"b\"}",
                "{\"a\":".repeat(2_000) + "1" + "}".repeat(2_000),
                "[".repeat(100_000),
                "{\"type\":" + "9".repeat(5_000) + "}",
                "{\"description\":\"" + "x".repeat(900_000) + "\"}",
                "\ufeff{}",
                "{\"type\":\"\ud800\"}")) {
            assertProblem(operator.sendText("POST", API + "services", body), 400);
        }
        assertProblem(operator.sendText("POST", API + "services", "x".repeat(1_100_000)), 413);
        assertProblem(operator.with("Content-Type", "text/plain").sendText("POST", API + "services", "{}"), 415);
        // One field after the other is named.
        Map<String, Object> share = Map.of("type", "radio", "description", "Waves", "port", 8000, "check", "none");
        Map<String, Object> wrong = Map.of(
                "type",
                7,
                "description",
                List.of("a"),
                "port",
                "8000",
                "protocol",
                "sctp",
                "address",
                "no address",
                "check",
                true,
                "txt",
                Map.of("a", "b"),
                "audience",
                "everyone",
                "name",
                "../../evil",
                "nonsense",
                1);
        for (Map.Entry<String, Object> each : wrong.entrySet()) {
            Map<String, Object> body = new LinkedHashMap<>(share);
            body.put(each.getKey(), each.getValue());
            Api.Reply reply = operator.post(API + "services", body);
            assertProblem(reply, 400);
            assertThat(reply.json().path("field").asText()).startsWith(each.getKey());
        }
        assertThat(files()).isEqualTo(files);
    }

    @Test
    @Order(2)
    void refusesRequestsThatTwoReadersWouldReadInTwoWays() throws IOException {
        String end = "Host: 127.0.0.1:7443\r\nAuthorization: Bearer " + people.operator()
                + "\r\nContent-Type: application/json\r\n";
        for (String request : List.of(
                "POST /api/v1/services HTTP/1.1\r\n" + end + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{} ",
                "POST /api/v1/services HTTP/1.1\r\n" + end
                        + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "POST /api/v1/services HTTP/1.1\r\n" + end + "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
                "GET /api/v1/users HTTP/1.1\r\n" + end + " folded: line\r\n\r\n",
                "GET /api/v1/users HTTP/1.1\r\n" + end + "X: " + "a".repeat(40_000) + "\r\n\r\n",
                "GET /api/v1/users" + "/a".repeat(10_000) + " HTTP/1.1\r\n" + end + "\r\n",
                "GET /api/v1/users HTTP/1.1\r\nHost: evil.example\r\n\r\n",
                "GET /api/v1/users HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: 127.0.0.1\r\n\r\n",
                "GET /api/v1/users HTTP/1.1\r\n\r\n",
                "GET /api/v1/users\r\nX: y HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")) {
            assertThat(nobody.raw("tls", Api.HTTPS, request, "").status())
                    .as(request.substring(0, Math.min(200, request.length())))
                    .isIn(400, 414, 421, 431, 505);
        }
        // A line break in a value is a value, or refused; it never becomes a line of a header or of a file.
        assertProblem(operator.post(API + "services/cloudy.serf%0d%0aX:y/start", null), 400);
        assertThat(operator.get(API + "jobs?kind=a%0d%0aSet-Cookie:%20b").headers())
                .doesNotContainKey("set-cookie");
        assertThat(files()).isEqualTo(files);
    }

    @Test
    @Order(3)
    void fiveThousandHostileTextsReachNoFileAndNoArgument() throws IOException {
        Api admin = nobody.with(people.admin());
        List<String> texts = Hostile.texts(TEXTS);
        int taken = 0;
        for (int i = 0; i < texts.size(); i++) {
            String text = texts.get(i);
            Api.Reply reply =
                    switch (i % 10) {
                        case 0 -> operator.post(API + "services", Map.of("type", text, "description", "d", "port", 1));
                        case 1 ->
                            operator.post(
                                    API + "services",
                                    Map.of("type", "t", "description", "d", "port", 1, "check", text));
                        case 2 ->
                            operator.post(
                                    API + "services", Map.of("type", "t", "description", "d", "port", 1, "name", text));
                        case 3 -> operator.post(API + "members", Map.of("addresses", List.of(text)));
                        case 4 ->
                            admin.post(
                                    API + "users", Map.of("name", text, "role", "viewer", "password", People.PASSWORD));
                        case 5 -> admin.patch(API + "settings/cloudy.rest", Map.of("hostNames", List.of(text)));
                        case 6 -> operator.patch(API + "settings/cloudy.serf", Map.of("join", List.of(text)));
                        case 7 -> operator.patch(API + "settings/cloudy.serf", Map.of(text, "x"));
                        case 8 ->
                            operator.post(
                                    API + "services",
                                    Map.of(
                                            "type",
                                            "t",
                                            "description",
                                            text,
                                            "port",
                                            0,
                                            "check",
                                            "none",
                                            "name",
                                            "hostile"));
                        default -> operator.put(API + "settings/cloudy.external~" + escaped(text), Map.of());
                    };
            assertThat(reply.status()).as(text).isIn(200, 201, 202, 400, 404, 409, 503);
            taken += reply.status() < 300 ? 1 : 0;
        }
        System.out.printf("measured: %d hostile texts, %d of them taken as plain text%n", TEXTS, taken);
        assertThat(users()).allMatch(name -> name.matches("[a-z][a-z0-9._-]{0,31}"));
        assertEtcIsWhole();
    }

    @Test
    @Order(4)
    void forgedTokensStolenCookiesAndBorrowedRolesOpenNothing() throws IOException {
        Api.Reply signedIn = People.signIn(nobody, "operator");
        Api browser = People.browser(nobody, signedIn);
        String other = People.signIn(nobody, "viewer").json().path("csrf").asText();
        Api cookie = People.cookie(nobody, signedIn);
        // Somebody else's CSRF token, none, two, and that of a session that has ended.
        for (String csrf :
                List.of(other, "", "null", signedIn.json().path("csrf").asText() + ", " + other)) {
            assertProblem(cookie.with("X-CSRF-Token", csrf).post(API + "services/cloudy.serf/check", null), 403);
        }
        assertProblem(
                browser.with("Origin", "https://evil.example").post(API + "services/cloudy.serf/check", null), 403);
        browser.post(API + "services/cloudy.serf/check", null).must(200);
        browser.delete(API + "sessions/current").must(204);
        assertProblem(browser.post(API + "services/cloudy.serf/check", null), 401);

        Api again = People.browser(nobody, People.signIn(nobody, "operator"));
        assertProblem(again.post(API + "tokens", Map.of("name", "more", "role", "admin")), 400, 403);
        assertProblem(again.post(API + "tokens", Map.of("name", "more", "user", "ada")), 400, 403);
        assertProblem(again.patch(API + "users/operator", Map.of("role", "admin")), 403);
        assertProblem(operator.post(API + "tokens", Map.of("name", "more")), 403);
        for (String token : Hostile.texts(300)) {
            String shown = token.replaceAll("[\\r\\n\\x00]", "").replaceAll("[^\\x20-\\x7e]", "?");
            assertThat(nobody.with(shown).get(API + "node").status()).as(shown).isIn(400, 401);
        }
        // The token in the run folder is the owner's on the node itself, and nobody's elsewhere.
        String local = Files.readString(node.home().resolve("data/run/token")).strip();
        assertProblem(nobody.with(local).get(API + "node"), 401);
    }

    @Test
    @Order(5)
    void theOperatorSignsInWhileAThousandAddressesGuess() throws Exception {
        Api guessers = rig.closing(Api.on(node.host(), node.host().address(), authority));
        CompletableFuture<Integer> guessed = CompletableFuture.supplyAsync(() -> {
            int slowed = 0;
            for (int i = 0; i < 1_000; i++) {
                String from = "10.98." + (2 + i / 250) + '.' + (1 + i % 250);
                try {
                    Api.Reply reply = guessers.from(from)
                            .with("Connection", "close")
                            .post(API + "sessions", Map.of("name", "operator", "password", "guess number " + i));
                    assertThat(reply.status()).isIn(401, 429);
                    slowed += reply.status() == 429 ? 1 : 0;
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
            return slowed;
        });
        long longest = 0;
        int times = 0;
        while (!guessed.isDone() && times < 20) {
            long begun = System.nanoTime();
            Api browser = People.browser(nobody, People.signIn(nobody, "operator"));
            longest = Math.max(longest, System.nanoTime() - begun);
            browser.delete(API + "sessions/current").must(204);
            times++;
        }
        System.out.printf(
                "measured: %d guesses from 1,000 addresses put off; the operator signed in %d times, in at most %.1f s%n",
                guessed.get(), times, longest / 1e9);
        assertThat(times).isPositive();
        // No difference between a wrong password and nobody of that name.
        Api stranger = guessers.from("10.98.9.9");
        JsonNode known = stranger.post(API + "sessions", Map.of("name", "ada", "password", "no"))
                .json();
        JsonNode unknown = guessers.from("10.98.9.10")
                .post(API + "sessions", Map.of("name", "eve", "password", "no"))
                .json();
        assertThat(known.path("detail")).isEqualTo(unknown.path("detail"));
    }

    @Test
    @Order(6)
    @SuppressWarnings("try") // they are only to be there
    void tenThousandConnectionsKeepNobodyOut() throws IOException {
        Api local = rig.closing(Api.on(node.host(), "127.0.0.1", authority)).with(people.viewer());
        try (Talker storm = Storm.on(node.host(), Api.HTTPS, 10_000);
                Talker plain = Storm.on(node.host(), Api.HTTP, 2_000)) {
            long begun = System.nanoTime();
            local.get(API + "node").must(200);
            System.out.printf(
                    "measured: among 12,000 connections the node itself is answered in %.2f s%n",
                    (System.nanoTime() - begun) / 1e9);
        }
        Awaitility.await("everyone gets in again")
                .atMost(LIMIT)
                .ignoreExceptions()
                .until(() -> operator.get(API + "node").status() == 200);
    }

    @Test
    @Order(7)
    void afterAllThatTheNodeIsAsBefore() throws IOException {
        Api admin = nobody.with(people.admin());
        JsonNode audit = admin.post(API + "audit/verify", null).must(200).json();
        assertThat(audit.path("intact").asBoolean()).as(audit.toString()).isTrue();
        assertEtcIsWhole();
        Awaitility.await("threads and handles as before").atMost(LIMIT).untilAsserted(() -> {
            assertThat(threads()).isLessThanOrEqualTo(threads + 30);
            assertThat(handles()).isLessThanOrEqualTo(handles + 60);
        });
        System.out.printf("measured: threads %d -> %d, handles %d -> %d%n", threads, threads(), handles, handles());
    }

    private static void assertProblem(Api.Reply reply, Integer... statuses) {
        assertThat(reply.status()).as(reply.toString()).isIn((Object[]) statuses);
        assertThat(reply.header("Content-Type")).startsWith("application/problem+json");
        assertThat(reply.json().path("detail").asText()).isNotEmpty();
        assertThat(reply.text())
                .doesNotContain("Exception", "\tat ", node.home().toString());
    }

    private static List<String> users() throws IOException {
        return nobody.with(people.admin())
                .get(API + "users")
                .json()
                .path("items")
                .findValuesAsText("name");
    }

    /** Every file of settings is one that the node would take anew, and none is anybody's but the node's. */
    private static void assertEtcIsWhole() throws IOException {
        for (Map.Entry<String, String> file : files().entrySet()) {
            var properties = new Properties();
            properties.load(new StringReader(file.getValue()));
            assertThat(properties.stringPropertyNames())
                    .as(file.getKey())
                    .allMatch(key -> key.matches("[A-Za-z][A-Za-z0-9._-]*"));
            assertThat(file.getKey()).matches("cloudy(\\.[a-z0-9]+)+([-~][A-Za-z0-9_-]{1,64})?\\.cfg");
        }
        assertThat(operator.get(API + "settings?limit=1000").json().path("items"))
                .allMatch(settings -> !settings.path("refused").asBoolean());
    }

    /** The files of settings by name. */
    private static Map<String, String> files() throws IOException {
        var all = new TreeMap<String, String>();
        try (DirectoryStream<Path> etc = Files.newDirectoryStream(node.home().resolve("etc"), "cloudy*.cfg*")) {
            for (Path file : etc) {
                all.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        return all;
    }

    private static String escaped(String text) {
        return URLEncoder.encode(text.isEmpty() ? "." : text, UTF_8).replace("+", "%20");
    }

    private static long threads() throws IOException {
        return count("task");
    }

    private static long handles() throws IOException {
        return count("fd");
    }

    private static long count(String what) throws IOException {
        try (var each = Files.list(Path.of("/proc/" + node.jvm().pid(), what))) {
            return each.count();
        }
    }
}
