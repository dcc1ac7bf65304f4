// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import cloudy.itests.Walk.Walker;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The HTTP API of a whole node: open to those whom its contract names and to nobody else, and just as it says. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ApiIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String WAVES = "cloudy.external~waves";

    @RegisterExtension
    static final Rig rig = new Rig();

    private static CloudyNode node;
    private static Path authority;
    private static Api nobody;
    private static Api.Reply firstAdmin;
    private static People people;

    @BeforeAll
    static void boot() throws Exception {
        node = rig.node(rig.lan().join("alpha")).start().awaitBoot();
        authority = rig.folder().resolve("ca.crt");
        node.host()
                .run("curl", "-sSf", "--max-time", "20", "-o", authority.toString(), "http://127.0.0.1:7000/ca.crt")
                .succeeded();
        nobody = rig.closing(Api.on(node.host(), "127.0.0.1", authority));
    }

    @Test
    @Order(1)
    void theFirstAdminNeedsTheCodeThatTheNodePrints() throws IOException {
        assertThat(nobody.get("/api/v1/setup").json().path("needed").asBoolean())
                .isTrue();
        assertThat(nobody.post(
                        "/api/v1/setup", Map.of("code", "AAAA-AAAA-AAAA", "name", "eve", "password", People.PASSWORD)))
                .extracting(Api.Reply::status)
                .isEqualTo(403);
        String code =
                Files.readString(node.home().resolve("data/run/setup-code")).strip();
        assertThat(Files.readString(node.home().resolve("console.log"))).contains(code);

        firstAdmin = People.setUp(node, nobody).must(201);
        assertThat(firstAdmin.header("Set-Cookie")).contains("HttpOnly", "Secure", "SameSite=Strict");
        assertThat(node.home().resolve("data/run/setup-code")).doesNotExist();
        assertThat(nobody.post("/api/v1/setup", Map.of("code", code, "name", "eve", "password", People.PASSWORD)))
                .extracting(Api.Reply::status)
                .isEqualTo(409);
        people = People.moveIn(People.browser(nobody, firstAdmin), nobody);
    }

    @Test
    @Order(2)
    void theTokenOfAYesterdayIsNoneAfterTheNextStart() throws IOException {
        assertThat(nobody.with(people.expired()).get("/api/v1/node").status()).isEqualTo(200);
        node.terminate();
        for (String copy : List.of("tokens.json", "tokens-copy.json")) {
            Path file = node.home().resolve("data/access").resolve(copy);
            String text = Files.readString(file);
            // Its name comes before its end.
            String old = text.replaceFirst("(\"name\" ?: ?\"expired\".*?\"ends\" ?: ?\")20..", "$12020");
            assertThat(old).isNotEqualTo(text);
            Files.writeString(file, old);
        }
        long begun = System.nanoTime();
        node.start();
        Awaitility.await("ready")
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> node.host()
                                .run("curl", "-sf", "--insecure", "https://127.0.0.1:7443/readyz")
                                .exit()
                        == 0);
        System.out.printf("measured: second boot to /readyz: %.1f s%n", (System.nanoTime() - begun) / 1e9);
        node.awaitBoot();
        assertThat(nobody.with(people.expired()).get("/api/v1/node").status()).isEqualTo(401);
        assertThat(nobody.with(people.viewer()).get("/api/v1/node").status()).isEqualTo(200);
    }

    @Test
    @Order(3)
    void nothingIsOpenThatTheContractDoesNotOpen() throws IOException {
        Intruder.drop(node);
        Awaitility.await("the intruder")
                .atMost(LIMIT)
                .until(() -> Contract.of(nobody).paths().containsKey(Intruder.OWN));
        assertThat(node.logged().lines().filter(line -> line.contains("is not taken")))
                .isEmpty();
        Contract contract = Contract.of(nobody);
        Api viewer = nobody.with(people.viewer());
        Api.Reply signedIn = People.signIn(nobody, "ada");
        Api admin = nobody.with(people.admin());
        String narrow = People.token(
                People.browser(nobody, signedIn),
                Map.of("name", "narrow", "role", "admin", "scopes", List.of("jobs:read")));
        var walk = new Walk(
                contract,
                List.of(
                        Walker.of("nobody", nobody, "nobody"),
                        Walker.of("viewer", viewer, "viewer"),
                        Walker.of("operator", nobody.with(people.operator()), "operator"),
                        Walker.of("admin", admin, "admin"),
                        Walker.of("an expired token", nobody.with(people.expired()), "nobody"),
                        Walker.of("a forged token", nobody.with(people.admin().replaceFirst(".$", "!")), "nobody"),
                        Walker.of("a session", People.browser(nobody, signedIn), "admin"),
                        new Walker("a session without CSRF", People.cookie(nobody, signedIn), "admin", Set.of(), false),
                        new Walker("a narrow token", nobody.with(narrow), "admin", Set.of("jobs:read"), true)));
        long begun = System.nanoTime();
        List<String> wrong = walk.everywhere();
        System.out.printf(
                "measured: %d routes x 9 roles x %d methods walked: %d requests in %.1f s%n",
                contract.paths().size(), Walk.METHODS.size(), walk.steps(), (System.nanoTime() - begun) / 1e9);
        assertThat(wrong).isEmpty();
    }

    @Test
    @Order(4)
    void aStrangersServletsAreNowhereElse() throws IOException {
        Api admin = nobody.with(people.admin());
        for (String place : List.of(Intruder.OWN, Intruder.OLD, Intruder.OLDEST)) {
            assertThat(admin.get(place).must(200).text()).as(place).isEqualTo("the intruder's page");
            assertThat(nobody.get(place).status()).as(place).isEqualTo(401);
        }
        for (String place : Intruder.ELSEWHERE) {
            assertThat(admin.get(place).status()).as(place).isEqualTo(404);
        }
        // The node's own addresses are its own, whoever else wants them.
        assertThat(admin.get("/api/v1/users").must(200).text()).contains("\"ada\"");
    }

    @Test
    @Order(5)
    void noSpellingOfAnAddressIsAWayAround() throws IOException {
        for (String path : List.of(
                "/api/v1/users/",
                "//api/v1/users",
                "/api//v1/users",
                "/api/v1/./users",
                "/api/v1/x/../users",
                "/ui/../api/v1/users",
                "/ui/%2e%2e/api/v1/users",
                "/ui/..%2fapi/v1/users",
                "/api/v1/%75sers",
                "/api/v1/users;a=b",
                "/api/v1/users%3ba=b",
                "/api/v1/users%00",
                "/api/v1/users%2f",
                "/API/v1/users",
                "/api/v1/users?",
                "/api/v1/users#x",
                "https://127.0.0.1:7443/api/v1/users")) {
            assertThat(nobody.get(path).status()).as(path).isBetween(400, 499);
            assertThat(nobody.with(people.viewer()).get(path).status()).as(path).isBetween(400, 499);
        }
        for (String path : Contract.of(nobody).paths().keySet()) {
            boolean open =
                    Contract.of(nobody).paths().get(path).values().stream().anyMatch(Contract.Operation::isPlain);
            assertThat(nobody.with(people.admin())
                            .plain("GET", path.replace('{', '0').replace('}', '0'))
                            .status())
                    .as("over plain HTTP: " + path)
                    .isEqualTo(open ? 200 : 308);
        }
    }

    @Test
    @Order(5)
    void theNodeSpeaksTheLanguageOfTheCaller() throws IOException {
        Map<String, String> off = Map.of("ca", "apagat .+", "es", "apagado .+", "en", "(switched )?off .+");
        Map<String, String> wrong = Map.of(
                "ca", "limit: ha d'estar entre .+", "es", "limit: debe estar entre .+", "en", "limit: must be .+");
        String seen = "";
        for (String language : List.of("ca", "es", "en")) {
            Api viewer = nobody.with(people.viewer()).with("Accept-Language", language + ", fr;q=0.5");
            // Who has it in one language does not have it in the next.
            Api.Reply serf = viewer.with("If-None-Match", seen)
                    .get("/api/v1/services/cloudy.serf")
                    .must(200);
            assertThat(serf.json().path("reason").asText()).matches(off.get(language));
            seen = serf.header("ETag");
            Api.Reply refused = viewer.get("/api/v1/services?limit=0").must(400);
            assertThat(refused.json().path("detail").asText()).matches(wrong.get(language));
            assertThat(refused.header("Content-Language")).isEqualTo(language);
        }
    }

    @Test
    @Order(6)
    void everyOperationDoesWhatTheContractSays() throws Exception {
        node.clearDeploy();
        Jar.crowd(1_000).dropInto(node);
        Api admin = nobody.with(people.admin());
        Awaitility.await("the crowd")
                .atMost(LIMIT)
                .until(() -> admin.get("/api/v1/directory").json().path("total").asInt() >= 1_000
                        && !Contract.of(nobody).paths().containsKey(Intruder.OWN));
        Contract contract = Contract.of(nobody);
        // Done before the contract could be asked for, and only once in the life of a node.
        contract.hold(
                nobody,
                "POST",
                "/api/v1/setup",
                Map.of("code", "9dnn-nn3u-wugu-xhkr", "name", "ada", "password", People.PASSWORD),
                firstAdmin);
        new EveryOperation(contract, nobody, admin, People.browser(nobody, People.signIn(nobody, "ada"))).once();
        System.out.printf(
                "measured: %d operations of the contract, %d never answered, %d lies%n",
                contract.size(), contract.unheld().size(), contract.lies().size());
        assertThat(contract.lies()).isEmpty();
        assertThat(contract.unheld()).isSubsetOf(EveryOperation.NO_OCCASION);
    }

    @Test
    @Order(7)
    void curlDoesAllThatTheShellDoes() throws IOException {
        var curl = Curl.on(node.host(), authority, people.operator());
        Map<String, Callable<JsonNode>> twins = new TreeMap<>();
        twins.put("services", () -> curl.json("GET", "/api/v1/services", ""));
        twins.put("search", () -> curl.json("GET", "/api/v1/directory?type=dns&limit=5", ""));
        twins.put(
                "publish",
                () -> curl.json(
                        "POST",
                        "/api/v1/services",
                        "{\"type\":\"radio\",\"description\":\"Waves\",\"port\":8000,\"name\":\"waves\",\"check\":\"none\"}"));
        twins.put("disable", () -> curl.json("POST", "/api/v1/services/" + WAVES + "/stop", ""));
        twins.put("enable", () -> curl.json("POST", "/api/v1/services/" + WAVES + "/start", ""));
        twins.put("withdraw", () -> curl.json("DELETE", "/api/v1/services/" + WAVES, ""));
        twins.put("node", () -> curl.json("GET", "/api/v1/node", ""));
        twins.put("members", () -> curl.json("GET", "/api/v1/members", ""));
        twins.put("join", () -> curl.json("POST", "/api/v1/members", "{\"addresses\":[\"10.77.0.250\"]}"));
        twins.put("rtt", () -> curl.json("GET", "/api/v1/members?limit=1000", ""));
        twins.put("settings", () -> curl.json("GET", "/api/v1/settings/cloudy.serf", ""));
        twins.put("set", () -> curl.json("PATCH", "/api/v1/settings/cloudy.serf", "{\"profile\":\"lan\"}"));
        Set<String> commands = node.shell("help")
                .lines()
                .map(line -> line.strip().split("\\s+", -1)[0])
                .filter(name -> name.startsWith("cloudy:"))
                .map(name -> name.substring("cloudy:".length()))
                .collect(Collectors.toCollection(TreeSet::new));
        // Its settings have just been changed by every operation that can.
        Awaitility.await("Serf")
                .atMost(LIMIT)
                .until(() -> nobody.with(people.viewer()).get("/api/v1/members").status() == 200);
        assertThat(twins.keySet())
                .as("commands of the shell that the API can do, too")
                .containsAll(commands);
        for (String name : List.of(
                "services",
                "search",
                "node",
                "settings",
                "set",
                "members",
                "rtt",
                "join",
                "publish",
                "disable",
                "enable",
                "withdraw")) {
            assertThat(twins.remove(name)).as(name).isNotNull().satisfies(twin -> assertThat(twin.call())
                    .isNotNull());
        }
        assertThat(twins).isEmpty();
    }

    @Test
    @Order(8)
    void aStreamGoesOnWhereItBroke() throws Exception {
        Api operator = nobody.with(people.operator());
        Api.Reply begun = operator.listen("/api/v1/events", "id: .*\n").must(200);
        assertThat(begun.header("Content-Type")).isEqualTo("text/event-stream");
        String id = begun.text().replaceFirst("(?s).*\nid: ", "").strip();
        // Meanwhile nobody listens.
        operator.post("/api/v1/services", Map.of("type", "echo", "description", "Echo", "port", 7, "check", "none"))
                .must(201);
        operator.with("Last-Event-ID", id)
                .listen("/api/v1/events?types=service", "data: .*published-echo-7.*\n")
                .must(200);
        assertThat(operator.with("Last-Event-ID", "another-boot-77")
                        .listen("/api/v1/events", "data: .*\n")
                        .text())
                .contains("event: reset");
    }

    @Test
    @Order(9)
    void whoHasItAlreadyIsSentNothingAndWhoWaitsIsToldAtOnce() throws Exception {
        Api operator = nobody.with(people.operator());
        for (String path : List.of("/api/v1/openapi.json", "/api/v1/services", "/api/v1/directory?type=dns")) {
            String tag = operator.get(path).must(200).header("ETag");
            Api.Reply again = operator.with("If-None-Match", tag).get(path).must(304);
            assertThat(again.bytes()).as(path).isEmpty();
        }
        long index =
                operator.get("/api/v1/directory?limit=1").json().path("index").asLong();
        Api other = rig.closing(Api.on(node.host(), "127.0.0.1", authority)).with(people.viewer());
        long asked = System.nanoTime();
        CompletableFuture<Api.Reply> waiting = CompletableFuture.supplyAsync(() -> {
            try {
                return other.get("/api/v1/directory?limit=1&wait=30&index=" + index);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        operator.post("/api/v1/services", Map.of("type", "quotes", "description", "News", "port", 17, "check", "none"))
                .must(201);
        assertThat(waiting.get(25, TimeUnit.SECONDS)
                        .must(200)
                        .json()
                        .path("index")
                        .asLong())
                .isGreaterThan(index);
        System.out.printf("measured: shared -> the long poll ends: %.2f s%n", (System.nanoTime() - asked) / 1e9);

        String job = operator.post("/api/v1/members", Map.of("addresses", List.of("10.77.0.250")))
                .header("Location");
        assertThat(operator.listen(job + "/log?follow=true", "event: end\n")
                        .must(200)
                        .text())
                .contains("event: end");
    }

    @Test
    @Order(10)
    void promtoolTakesTheFigures() throws Exception {
        assumeTrue(Command.run(List.of("which", "promtool")).exit() == 0, "promtool is not installed");
        Path figures = Curl.on(node.host(), authority, people.viewer())
                .save("/metrics", rig.folder().resolve("metrics"));
        Process check = new ProcessBuilder("promtool", "check", "metrics")
                .redirectErrorStream(true)
                .redirectInput(figures.toFile())
                .start();
        assertThat(new String(check.getInputStream().readAllBytes(), UTF_8)).isEmpty();
        assertThat(check.waitFor()).isZero();
        System.out.println("measured: node after all this " + node.resident());
    }
}
