// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The ways into a node shut when who may come in, or who watches them, is gone. */
class DoorsIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    @RegisterExtension
    static final Rig rig = new Rig();

    private static CloudyNode node;
    private static Path authority;
    private static Api nobody;
    private static People people;

    @BeforeAll
    static void boot() throws Exception {
        node = rig.node(rig.lan().join("alpha")).start().awaitBoot();
        authority = rig.folder().resolve("ca.crt");
        node.host()
                .run("curl", "-sSf", "--max-time", "20", "-o", authority.toString(), "http://127.0.0.1:7000/ca.crt")
                .succeeded();
        nobody = rig.closing(Api.on(node.host(), "127.0.0.1", authority));
        people = People.moveIn(People.browser(nobody, People.setUp(node, nobody)), nobody);
    }

    @Test
    void aShellOverSshEndsWithTheAccountOfWhoIsInIt() throws Exception {
        Api admin = nobody.with(people.admin());
        admin.post("/api/v1/users", Map.of("name", "iris", "role", "admin", "password", People.PASSWORD))
                .must(201);
        try (Talker iris = Shell.stay(node, "iris", People.PASSWORD)) {
            assertThat(iris.hear()).isEqualTo("in");
            long begun = System.nanoTime();
            admin.patch("/api/v1/users/iris", Map.of("role", "operator")).must(200);
            assertThat(iris.hear()).isEqualTo("out");
            System.out.printf("measured: demoted -> the shell is closed: %.2f s%n", (System.nanoTime() - begun) / 1e9);
            assertThat(System.nanoTime() - begun).isLessThan(TimeUnit.SECONDS.toNanos(10));
        }
        assertThat(Shell.knock(node, "iris", People.PASSWORD)).isNotEqualTo("in");
    }

    @Test
    void everyoneIsAnsweredWhileTheNodeIsGivenAnotherName() throws Exception {
        Api admin = nobody.with(people.admin());
        var over = new AtomicBoolean();
        Api caller = rig.closing(Api.on(node.host(), "127.0.0.1", authority));
        CompletableFuture<Integer> answers = CompletableFuture.supplyAsync(() -> {
            int count = 0;
            while (!over.get()) {
                live(caller);
                count++;
            }
            return count;
        });
        try {
            admin.patch("/api/v1/settings/cloudy.node", Map.of("name", "cellar"))
                    .must(200);
            Awaitility.await("the new name")
                    .atMost(LIMIT)
                    .until(() -> nobody.get("/.well-known/cloudy").text().contains("\"cellar\""));
        } finally {
            over.set(true);
        }
        assertThat(answers.get(LIMIT.toSeconds(), TimeUnit.SECONDS)).isPositive();
        node.host()
                .run(
                        "curl",
                        "-sSf",
                        "--max-time",
                        "20",
                        "--cacert",
                        node.home().resolve("data/https/authority.pem").toString(),
                        "--resolve",
                        "cellar.local:7443:127.0.0.1",
                        "https://cellar.local:7443/livez")
                .succeeded();
    }

    private static void live(Api caller) {
        try {
            caller.get("/livez").must(200);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void nothingIsServedWhileNobodyIsAtTheGate() throws Exception {
        Intruder.drop(node);
        Awaitility.await("the intruder")
                .atMost(LIMIT)
                .until(() -> nobody.get(Intruder.OWN).status() == 401);
        var over = new AtomicBoolean();
        Set<Integer> statuses = new ConcurrentSkipListSet<>();
        Api stranger = rig.closing(Api.on(node.host(), "127.0.0.1", authority));
        CompletableFuture<Void> knocking = CompletableFuture.runAsync(() -> {
            while (!over.get()) {
                statuses.add(Intruder.knock(stranger));
            }
        });
        node.shell("bundle:stop cloudy.rest");
        for (String door : List.of("https://127.0.0.1:7443", "http://127.0.0.1:7000")) {
            // Refused.
            assertThat(node.host()
                            .run("curl", "-s", "--max-time", "5", "--insecure", door + Intruder.OWN)
                            .exit())
                    .as(door)
                    .isEqualTo(7);
        }
        node.shell("bundle:start cloudy.rest");
        Awaitility.await("the gate")
                .atMost(LIMIT)
                .until(() -> Intruder.knock(nobody) == 401
                        && nobody.with(people.viewer()).get("/readyz").status() == 200);
        over.set(true);
        knocking.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        assertThat(statuses).contains(401).isSubsetOf(0, 401, 404, 503);
    }
}
