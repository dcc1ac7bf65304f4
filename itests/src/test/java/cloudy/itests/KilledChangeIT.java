// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import cloudy.testing.Strace;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A node that is killed at the operations on files by which it keeps what a client of its API wants: what it acknowledged
 * is there when it is up again, and what it did not is there whole or not at all.
 */
@Tag("slow")
class KilledChangeIT {

    private static final String API = "/api/v1/";
    private static final List<String> CALLS = List.of("openat", "write", "fsync", "rename");
    /** Of each call; the rooms' own tests go through all of them. */
    private static final int MOST = 3;

    @RegisterExtension
    static final Rig rig = new Rig();

    private static CloudyNode node;
    private static Api admin;
    private final List<String> acknowledged = new ArrayList<>();
    private int points;
    private int number;

    /** Something that is wanted of the node, and where it then is. */
    private interface Change {

        /** @return what must be in the list from now on, if it is acknowledged */
        Optional<String> make(String word) throws IOException;

        List<String> list() throws IOException;
    }

    @BeforeAll
    static void boot() throws IOException {
        Optional<String> whyNot = Strace.whyNot();
        assumeTrue(whyNot.isEmpty(), whyNot.orElse(""));
        Host host = rig.lonely("alpha");
        node = rig.node(host).start().awaitBoot();
        Path authority = rig.folder().resolve("ca.crt");
        host.run("curl", "-sSf", "--max-time", "20", "-o", authority.toString(), "http://127.0.0.1:7000/ca.crt")
                .succeeded();
        Api nobody = rig.closing(Api.on(host, "127.0.0.1", authority));
        admin = People.browser(nobody, People.setUp(node, nobody));
    }

    @Test
    void settingsAreThere() throws IOException {
        String pid = "settings/cloudy.external~kept";
        kill(
                "a change of settings",
                files(
                        "etc",
                        "etc/cloudy.external-kept.cfg",
                        "etc/.new-cloudy.external-kept.cfg",
                        "data/settings/history/cloudy.external-kept",
                        "data/settings/checked",
                        "data/settings/checked/.new-cloudy.external-kept.cfg"),
                new Change() {
                    @Override
                    public Optional<String> make(String word) throws IOException {
                        Api.Reply reply = admin.put(
                                API + pid, Map.of("type", "radio", "description", word, "port", 8000, "check", "none"));
                        return reply.status() < 300 ? Optional.of(word) : Optional.empty();
                    }

                    @Override
                    public List<String> list() throws IOException {
                        // One value, that takes the place of the one before.
                        String now = admin.get(API + pid)
                                .must(200)
                                .json()
                                .path("values")
                                .path("description")
                                .asText();
                        if (!acknowledged.isEmpty() && now.compareTo(acknowledged.get(acknowledged.size() - 1)) > 0) {
                            acknowledged.add(now);
                        }
                        return acknowledged.subList(0, acknowledged.indexOf(now) + 1);
                    }
                });
    }

    @Test
    void usersAreThere() throws IOException {
        kill("a user", access("users"), new Change() {
            @Override
            public Optional<String> make(String word) throws IOException {
                Api.Reply reply =
                        admin.post(API + "users", Map.of("name", word, "role", "viewer", "password", People.PASSWORD));
                return reply.status() == 201 ? Optional.of(word) : Optional.empty();
            }

            @Override
            public List<String> list() throws IOException {
                return items("users", "name");
            }
        });
    }

    @Test
    void tokensAreThere() throws IOException {
        kill("a token", access("tokens"), new Change() {
            @Override
            public Optional<String> make(String word) throws IOException {
                Api.Reply reply = admin.post(API + "tokens", Map.of("name", word));
                return reply.status() == 201 ? Optional.of(word) : Optional.empty();
            }

            @Override
            public List<String> list() throws IOException {
                return items("tokens", "name");
            }
        });
    }

    @Test
    void jobsAreThere() throws IOException {
        kill("a job", files("data/jobs", "data/access/audit.log"), new Change() {
            @Override
            public Optional<String> make(String word) throws IOException {
                Api.Reply reply = admin.post(API + "doctor/run", null);
                return reply.status() == 202
                        ? Optional.of(reply.header("Location").replaceFirst(".*/", ""))
                        : Optional.empty();
            }

            @Override
            public List<String> list() throws IOException {
                return items("jobs", "id");
            }
        });
    }

    private void kill(String what, List<Path> paths, Change change) throws IOException {
        make(change);
        for (String call : CALLS) {
            boolean hit = true;
            for (int i = 1; hit && i <= MOST; i++) {
                Strace strace = Strace.kill(node.jvm().pid(), rig.folder().resolve("strace.txt"), call, i, paths);
                try (strace) {
                    make(change);
                    hit = false;
                } catch (IOException killed) {
                    points++;
                }
                if (hit) {
                    node.awaitEnd();
                    node.start().awaitBoot();
                }
                assertThat(change.list())
                        .as(what + ", killed at " + call + " " + i)
                        .containsAll(acknowledged);
                make(change);
            }
        }
        assertThat(points).as(what).isGreaterThan(CALLS.size());
        JsonNode audit = admin.post(API + "audit/verify", null).must(200).json();
        assertThat(audit.path("intact").asBoolean()).as(audit.toString()).isTrue();
        System.out.printf("measured: %s: node killed at %d operations, kept %d of %d%n", what, points, points, points);
    }

    private void make(Change change) throws IOException {
        number++;
        Optional<String> kept = change.make("kept" + (1_000 + number));
        assertThat(kept).isPresent();
        acknowledged.add(kept.get());
    }

    private static List<String> items(String list, String field) throws IOException {
        return admin.get(API + list + "?limit=200")
                .must(200)
                .json()
                .path("items")
                .findValuesAsText(field);
    }

    private static List<Path> access(String name) {
        return files(
                "data/access",
                "data/access/audit.log",
                "data/access/" + name + ".json",
                "data/access/.new-" + name + ".json",
                "data/access/.new-" + name + "-copy.json");
    }

    private static List<Path> files(String... names) {
        return Stream.of(names).map(node.home()::resolve).toList();
    }
}
