// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.awaitility.Awaitility;

/** Does with a node, once and in earnest, all that its contract has, and has each answer held against the contract. */
final class EveryOperation {

    private static final String API = "/api/v1/";
    private static final Duration LIMIT = Duration.ofSeconds(40);
    private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    /**
     * What a node as it is shipped has no occasion for: it trusts no repository, so there is nothing to install, and it
     * has no notice; it is not to become another node, and nothing is to be installed on the machine of the test. The
     * tests of those rooms have all of it.
     */
    static final Set<String> NO_OCCASION = Set.of(
            "showEntry",
            "installFeature",
            "updateFeature",
            "removeFeature",
            "addRepository",
            "refreshRepository",
            "removeRepository",
            "dismissNotice",
            "beginRestore",
            "restoreBackup",
            "installProgram");

    private static final String NEW_PASSWORD = "four ladders and a rope";

    private final Contract contract;
    private final Api nobody;
    private final Api admin;
    /** The admin's own browser, for what no token does. */
    private final Api browser;

    EveryOperation(Contract contract, Api nobody, Api admin, Api browser) {
        this.contract = contract;
        this.nobody = nobody;
        this.admin = admin;
        this.browser = browser;
    }

    /** Needs a node that hears a crowd of neighbours, and that has the package serf. */
    void once() throws IOException, GeneralSecurityException {
        node();
        settings();
        services();
        people();
        account();
        cluster();
        directory();
        jobs();
        get("catalogue?limit=5");
        get("catalogue/repositories");
        get("programs");
        doctor();
        backups();
    }

    private Api.Reply as(Api who, String method, String target, Object body) throws IOException {
        return contract.hold(who, method, target, body);
    }

    private Api.Reply get(String target) throws IOException {
        return as(admin, "GET", API + target, null);
    }

    private Api.Reply send(String method, String target, Object body) throws IOException {
        return as(admin, method, API + target, body);
    }

    private void node() throws IOException {
        for (String open : List.of(
                "/livez",
                "/readyz",
                "/healthz",
                "/.well-known/cloudy",
                "/api/docs",
                "/api/docs.css",
                "/ca.crt",
                "/trust")) {
            as(nobody, "GET", open, null);
        }
        as(nobody, "GET", API + "openapi.json", null);
        as(nobody, "GET", API + "commands", null);
        as(nobody, "GET", API + "setup", null);
        as(nobody, "GET", "/", null);
        as(nobody, "GET", "/ui/index.html", null);
        as(nobody, "GET", API + "public", null);
        as(admin, "GET", "/metrics", null);
        for (String seen : List.of("node", "certificate", "sd/prometheus", "pages")) {
            get(seen);
        }
        String events = API + "events?types=service,job";
        long begun = System.nanoTime();
        contract.hold(admin, "GET", events, null, admin.listen(events, "id: .*\n"));
        System.out.printf("measured: a stream of events begins after %.2f s%n", (System.nanoTime() - begun) / 1e9);
    }

    private void settings() throws IOException {
        String pid = "settings/cloudy.rest";
        get("settings?limit=2");
        send("PUT", pid, Map.of("hostNames", List.of("alpha.example")));
        send("PATCH", pid, Map.of("hostNames", List.of("beta.example", "gamma.example")));
        get(pid);
        get(pid + "/schema");
        String version = get(pid + "/history").json().at("/items/0/id").asText();
        get(pid + "/history/" + version);
        send("POST", pid + "/history/" + version + "/restore", null);
        send("DELETE", pid, null);
        get("configuration");
        send(
                "POST",
                "configuration?dryRun=true",
                Map.of("settings", Map.of("cloudy.rest", Map.of("hostNames", List.of("alpha.example")))));
    }

    private void services() throws IOException {
        Map<String, Object> share = Map.of(
                "type", "gopher",
                "description", "Burrows",
                "port", 7070,
                "check", "none",
                "txt", List.of(Map.of("key", "lang", "value", "ca"), Map.of("key", "open")));
        String id = send("POST", "services", share).json().path("id").asText();
        await("shared", () -> admin.get(API + "services/" + id).status() == 200);
        get("services?limit=1");
        get("services/" + id);
        send("PATCH", "services/" + id, Map.of("audience", "lan", "publish", true));
        for (String verb : List.of("stop", "start", "withdraw", "publish", "check")) {
            send("POST", "services/" + id + '/' + verb, null);
        }
        get("services/" + id + "/log?lines=5");
        send("DELETE", "services/" + id, null);
    }

    private void people() throws IOException {
        send("POST", "users", Map.of("name", "bob", "role", "viewer", "password", People.PASSWORD));
        get("users");
        send("PATCH", "users/bob", Map.of("role", "operator"));
        send("DELETE", "users/bob", null);
        as(browser, "GET", API + "sessions", null);
        as(browser, "GET", API + "sessions/current", null);
        String token = as(browser, "POST", API + "tokens", Map.of("name", "spare"))
                .json()
                .path("id")
                .asText();
        get("tokens");
        send("DELETE", "tokens/" + token, null);
        get("audit?limit=5");
        send("POST", "audit/verify", null);
    }

    private void account() throws IOException, GeneralSecurityException {
        String account = API + "account/";
        var password = Map.of("password", People.PASSWORD);
        Api viewer = People.browser(
                nobody, as(nobody, "POST", API + "sessions", Map.of("name", "viewer", "password", People.PASSWORD)));
        String secret = as(viewer, "POST", account + "second-factor", password)
                .json()
                .path("secret")
                .asText();
        Api factored =
                People.renewed(nobody, as(viewer, "PUT", account + "second-factor", Map.of("code", code(secret))));
        Api plain = People.renewed(nobody, as(factored, "POST", account + "second-factor/remove", password));
        Api anew = People.renewed(
                nobody,
                as(plain, "PUT", account + "password", Map.of("current", People.PASSWORD, "password", NEW_PASSWORD)));
        anew.put(account + "password", Map.of("current", NEW_PASSWORD, "password", People.PASSWORD))
                .must(204);

        Api first = People.browser(nobody, People.signIn(nobody, "viewer"));
        Api second = People.browser(nobody, People.signIn(nobody, "viewer"));
        for (JsonNode session : first.get(API + "sessions").json().path("items")) {
            if (!session.path("current").asBoolean()) {
                as(first, "DELETE", API + "sessions/" + session.path("id").asText(), null);
            }
        }
        if (second.get(API + "node").status() != 401) {
            throw new AssertionError("a session that was ended goes on");
        }
        as(first, "DELETE", API + "sessions/current", null);
    }

    private void cluster() throws IOException {
        send("POST", "services/cloudy.serf/start", null);
        await(
                "alone in the cluster",
                () -> admin.get(API + "cluster").json().path("kind").asText().equals("alone"));
        get("cluster");
        get("members?limit=10");
    }

    private void directory() throws IOException {
        get("directory/types");
        String id = get("directory?type=serf&order=name&limit=3")
                .json()
                .at("/items/0/id")
                .asText();
        get("directory/" + id);
        get("actions");
        get("directory/" + id + "/actions");
        // Without the cluster the address goes into the settings only; nobody is there.
        send("POST", "services/cloudy.serf/stop", null);
        await(
                "off",
                () -> admin.get(API + "cluster").json().path("kind").asText().equals("off"));
        finished(send("POST", "directory/" + id + "/actions/join", Map.of()));
        await("joined", () -> !admin.get(API + "joined").json().path("items").isEmpty());
        JsonNode joined = get("joined").json().at("/items/0");
        finished(send(
                "DELETE",
                "joined/" + joined.path("action").asText() + '/'
                        + joined.path("key").asText(),
                null));
        send("POST", "services/cloudy.serf/start", null);
    }

    private void jobs() throws IOException {
        await(
                "alone",
                () -> admin.get(API + "cluster").json().path("kind").asText().equals("alone"));
        // Nobody is at that address, and it takes a while to find that out.
        String job = send("POST", "members", Map.of("addresses", List.of("10.77.0.250")))
                .json()
                .path("job")
                .asText();
        send("POST", "jobs/" + job + "/cancel", null);
        get("jobs?limit=2");
        get("jobs/" + job);
        get("jobs/" + job + "/log");
    }

    private void doctor() throws IOException {
        finished(send("POST", "doctor/run", null));
        String id = get("doctor").json().at("/items/0/id").asText();
        send(
                "POST",
                "doctor/" + id + "/ignore",
                Map.of("until", Instant.now().plus(Duration.ofDays(30)).toString()));
        send("DELETE", "doctor/" + id + "/ignore", null);
        for (JsonNode notice : get("notices").json().path("items")) {
            send("POST", "notices/" + notice.path("id").asText() + "/dismiss", null);
        }
    }

    private void backups() throws IOException {
        get("backups/contents");
        String key =
                send("POST", "backups/key", Map.of()).json().path("recoveryKey").asText();
        await("a key", () -> !admin.get(API + "backups")
                .json()
                .path("recipient")
                .asText()
                .isEmpty());
        finished(send("POST", "backups", Map.of()));
        String name = get("backups").json().at("/items/0/name").asText();
        finished(send("POST", "backups/" + name + "/verify", Map.of("recoveryKey", key)));
        get("backups/" + name + "/content?from=0");
        send("PUT", "backups/other.tar.gz.age/content", Map.of("at", 0, "data", "YWdl", "last", true));
        send("DELETE", "backups/other.tar.gz.age", null);
    }

    /** Waits for the end of a job, which must be a good one. */
    private void finished(Api.Reply accepted) {
        String job = accepted.must(202).json().path("location").asText();
        await("the end of " + job, () -> admin.get(job).json().has("ended"));
        try {
            JsonNode end = admin.get(job).json();
            if (!end.path("state").asText().equals("succeeded")) {
                throw new AssertionError("a job ended so: " + end);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void await(String what, Callable<Boolean> condition) {
        Awaitility.await(what)
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(100))
                .until(condition);
    }

    /** What an authenticator shows now (RFC 6238). */
    static String code(String secret) throws GeneralSecurityException {
        var key = new ByteArrayOutputStream();
        int bits = 0;
        int held = 0;
        for (int i = 0; i < secret.length(); i++) {
            bits = (bits << 5) | BASE32.indexOf(secret.charAt(i));
            held += 5;
            if (held >= 8) {
                held -= 8;
                key.write(bits >> held);
            }
        }
        var mac = Mac.getInstance("HmacSHA1");
        mac.init(new SecretKeySpec(key.toByteArray(), "HmacSHA1"));
        byte[] hash = mac.doFinal(ByteBuffer.allocate(8)
                .putLong(Instant.now().getEpochSecond() / 30)
                .array());
        int number = ByteBuffer.wrap(hash).getInt(hash[19] & 15) & Integer.MAX_VALUE;
        return String.format(Locale.ROOT, "%06d", number % 1_000_000);
    }
}
