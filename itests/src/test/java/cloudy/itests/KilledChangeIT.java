// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A node that is killed while a client of its API changes one thing after the other: whatever it acknowledged is there when
 * it is up again. The rooms' own tests kill at every single operation of such a change.
 */
class KilledChangeIT {

    private static final String API = "/api/v1/";
    private static final String SETTINGS = API + "settings/cloudy.external~kept";
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final int ENOUGH = 12;

    @RegisterExtension
    static final Rig rig = new Rig();

    private static CloudyNode node;
    private static Api nobody;
    private static Api admin;
    private static int number = 1_000;
    /** In all rounds: each has its entry in the audit log. */
    private static int users;

    /** What was acknowledged, by its kind; of settings the last counts. */
    private final Map<String, List<String>> acknowledged = new TreeMap<>();

    @BeforeAll
    static void boot() throws IOException {
        Host host = rig.lonely("alpha");
        node = rig.node(host).start().awaitBoot();
        Path authority = rig.folder().resolve("ca.crt");
        host.run("curl", "-sSf", "--max-time", "20", "-o", authority.toString(), "http://127.0.0.1:7000/ca.crt")
                .succeeded();
        nobody = rig.closing(Api.on(host, "127.0.0.1", authority));
        People.setUp(node, nobody).must(201);
    }

    @RepeatedTest(3)
    void whatWasAcknowledgedIsThere() throws Exception {
        admin = People.browser(nobody, People.signIn(nobody, "ada"));
        CompletableFuture<Void> client = CompletableFuture.runAsync(this::changeUntilItEnds);
        Awaitility.await("some changes").atMost(LIMIT).until(() -> all() >= ENOUGH || client.isDone());
        node.kill();
        client.join();
        node.start().awaitBoot();
        admin = People.browser(nobody, People.signIn(nobody, "ada"));

        assertThat(acknowledged).containsOnlyKeys("jobs", "settings", "tokens", "users");
        assertThat(items("users", "name")).containsAll(acknowledged.get("users"));
        assertThat(items("tokens", "name")).containsAll(acknowledged.get("tokens"));
        assertThat(items("jobs", "id")).containsAll(acknowledged.get("jobs"));
        List<String> settings = acknowledged.get("settings");
        String description = admin.get(SETTINGS)
                .must(200)
                .json()
                .path("values")
                .path("description")
                .asText();
        // A later one may have been written and not have been acknowledged any more.
        assertThat(description).isGreaterThanOrEqualTo(settings.get(settings.size() - 1));
        users += acknowledged.get("users").size();
        assertThat(items("audit", "target").stream().filter(target -> target.equals(API + "users")))
                .hasSizeGreaterThanOrEqualTo(users);
        assertThat(admin.post(API + "audit/verify", null)
                        .must(200)
                        .json()
                        .path("intact")
                        .asBoolean())
                .isTrue();
    }

    private synchronized int all() {
        return acknowledged.values().stream().mapToInt(List::size).sum();
    }

    private synchronized void note(String kind, String word) {
        acknowledged.computeIfAbsent(kind, key -> new ArrayList<>()).add(word);
    }

    private void changeUntilItEnds() {
        try {
            while (true) {
                number++;
                String word = "kept" + number;
                note("settings", word, admin.put(SETTINGS, settings(word)));
                note(
                        "users",
                        word,
                        admin.post(API + "users", Map.of("name", word, "role", "viewer", "password", People.PASSWORD)));
                note("tokens", word, admin.post(API + "tokens", Map.of("name", word)));
                Api.Reply job = admin.post(API + "doctor/run", null);
                note("jobs", job.header("Location").replaceFirst(".*/", ""), job);
            }
        } catch (IOException killed) {
            // Perhaps in the midst of an answer.
        }
    }

    private static Map<String, Object> settings(String description) {
        return Map.of("type", "radio", "description", description, "port", 8000, "check", "none");
    }

    private void note(String kind, String word, Api.Reply reply) {
        assertThat(reply.status()).isLessThan(300);
        note(kind, word);
    }

    private static List<String> items(String list, String field) throws IOException {
        return StreamSupport.stream(
                        admin.get(API + list + "?limit=200")
                                .must(200)
                                .json()
                                .path("items")
                                .spliterator(),
                        false)
                .map(item -> item.path(field).asText())
                .toList();
    }
}
