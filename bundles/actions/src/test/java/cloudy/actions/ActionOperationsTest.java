// SPDX-License-Identifier: Apache-2.0
package cloudy.actions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloudy.api.Audience;
import cloudy.api.Health;
import cloudy.api.InvalidFieldException;
import cloudy.api.access.Caller;
import cloudy.api.access.Role;
import cloudy.api.action.Joined;
import cloudy.api.form.Form;
import cloudy.api.form.Texts;
import cloudy.api.network.Announcement;
import cloudy.api.rest.Answer;
import cloudy.api.rest.Call;
import cloudy.api.rest.Problem;
import cloudy.testing.Announced;
import cloudy.testing.JobsAtOnce;
import java.net.InetAddress;
import java.net.URI;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ActionOperationsTest {

    private final Announcement page = heard("http");
    private final Announcement misfit = heard("misfit");
    private final Actions actions = new Actions();
    private final JobsAtOnce jobs = new JobsAtOnce();
    private final ActionOperations operations = new ActionOperations(actions, Announced.of(page, misfit), jobs);
    private final FakeAction fake = new FakeAction("do");

    @Test
    void listsActionsInTheCallersLanguage() throws Exception {
        actions.addAction(new OpenAction());
        actions.addAction(fake);

        assertThat(items(call("listActions", Map.of()))).hasSize(2).first().satisfies(item -> assertThat(item)
                .isEqualTo(Map.of("id", "do", "title", "Do", "role", Role.OPERATOR)));
        Call catalan = new Call(
                Optional.of(Caller.shell()),
                InetAddress.getLoopbackAddress(),
                Map.of(),
                Map.of(),
                Map.of(),
                List.of(Locale.forLanguageTag("ca")));
        assertThat(items(operations.operations().get("listActions").answer(catalan)))
                .extracting(item -> item.get("title"))
                .containsExactly("Fes", "Obre");
    }

    @Test
    void tellsTheLinkOrTheSchemaOfWhatFits() throws Exception {
        actions.addAction(new OpenAction());
        actions.addAction(fake);

        List<Map<String, Object>> items = items(call("listActionsOf", Map.of("id", page.key())));
        assertThat(items).extracting(item -> item.get("id")).containsExactly("do", "open");
        assertThat(items.get(0).get("schema").toString()).contains("often");
        assertThat(items.get(1).get("link")).isEqualTo("http://10.1.2.3:8080/");
        assertThat(items(call("listActionsOf", Map.of("id", misfit.key())))).isEmpty();
    }

    @Test
    void aLinkThatABrowserWouldRunIsNone() throws Exception {
        for (String link :
                List.of("javascript:alert(1)", "http://a@b/", "file:///etc/passwd", "/relative", "http:///x")) {
            var lying = new FakeAction("lying") {
                @Override
                public Optional<URI> link(Announcement announcement) {
                    return Optional.of(URI.create(link));
                }
            };
            actions.addAction(lying);
            assertThat(items(call("listActionsOf", Map.of("id", page.key())))
                            .get(0)
                            .get("link"))
                    .isNull();
            actions.removeAction(lying);
        }
    }

    @Test
    void runsAsAJobAndIsUndone() throws Exception {
        actions.addAction(fake);

        Answer answer = run("do", Map.of("often", 3L));

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.headers()).containsEntry("Location", List.of("/api/v1/jobs/0-1"));
        assertThat(jobs.started()).containsExactly("action.run.do | Do: A page <img src=x> | shell");
        assertThat(jobs.said()).isEmpty();
        assertThat(jobs.results()).isEqualTo(Map.of("joined", "k1"));
        assertThat(fake.done).containsExactly(Map.of("often", 3L));
        assertThat(items(call("listJoined", Map.of("limit", 10L))))
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.get("action")).isEqualTo("do");
                    assertThat(one.get("what")).isEqualTo("Thing <b>");
                    assertThat(one.get("state")).isEqualTo(Health.Status.UP);
                });

        assertThat(items(call("listActionsOf", Map.of("id", page.key()))))
                .singleElement()
                .satisfies(one -> assertThat((Map<?, ?>) one.get("joined"))
                        .isEqualTo(
                                Map.of("key", "k1", "state", Health.Status.UP, "reason", "", "since", Instant.EPOCH)));

        assertThat(call("undoAction", Map.of("action", "do", "key", "k1")).status())
                .isEqualTo(202);
        assertThat(fake.done).endsWith("undo k1");
        refuses(404, () -> call("undoAction", Map.of("action", "do", "key", "k1")));
    }

    @Test
    void checksTheValuesByName() {
        actions.addAction(fake);

        assertThatThrownBy(() -> run("do", Map.of("often", "x")))
                .isInstanceOfSatisfying(
                        InvalidFieldException.class, e -> assertThat(e.field()).isEqualTo("often"));
        assertThatThrownBy(() -> run("do", Map.of("rm", "-rf"))).hasMessage("rm: is not known here");
        assertThat(fake.done).isEmpty();
    }

    @Test
    void holdsTheRoleOfTheAction() {
        var strict = new FakeAction("strict") {
            @Override
            public Role role() {
                return Role.ADMIN;
            }
        };
        strict.joined.add(new Joined("k", "x", Health.up(), Instant.EPOCH));
        actions.addAction(strict);
        var operator = new Caller("me", Role.OPERATOR, Caller.Proof.TOKEN, Set.of());

        refuses(403, () -> operations
                .operations()
                .get("runAction")
                .answer(Call.of(operator, Map.of("id", page.key(), "action", "strict"))));
        refuses(403, () -> operations
                .operations()
                .get("undoAction")
                .answer(Call.of(operator, Map.of("action", "strict", "key", "k"))));
        assertThat(strict.done).isEmpty();
    }

    @Test
    void refusesWhatIsNotThereOrDoesNotFit() {
        actions.addAction(fake);
        actions.addAction(new OpenAction());

        refuses(404, () -> run("other", Map.of()));
        refuses(404, () -> call("runAction", Map.of("id", "0000000000000000", "action", "do")));
        refuses(404, () -> call("listActionsOf", Map.of("id", "0000000000000000")));
        refuses(404, () -> call("undoAction", Map.of("action", "other", "key", "x")));
        refuses(409, () -> call("runAction", Map.of("id", misfit.key(), "action", "do")));
        refuses(409, () -> run("open", Map.of()));
        jobs.full(true);
        refuses(503, () -> run("do", Map.of()));
    }

    @Test
    void brokenActionsCostOnlyThemselves() throws Exception {
        actions.addAction(new FakeAction("throws") {
            @Override
            public boolean fits(Announcement announcement) {
                throw new IllegalStateException("broken");
            }

            @Override
            public List<Joined> joined() {
                throw new NoClassDefFoundError("gone");
            }
        });
        actions.addAction(new FakeAction("nulls") {
            @Override
            public Form form(Announcement announcement) {
                return null;
            }

            @Override
            public Texts title() {
                return null;
            }

            @Override
            public List<Joined> joined() {
                return null;
            }
        });
        actions.addAction(new FakeAction("BAD ID\n"));
        actions.addAction(new FakeAction(null));
        actions.addAction(fake);
        var twin = new FakeAction("do");
        actions.addAction(twin);

        assertThat(items(call("listActions", Map.of())))
                .extracting(item -> item.get("id"))
                .containsExactly("do", "throws");
        assertThat(items(call("listActionsOf", Map.of("id", page.key()))))
                .extracting(item -> item.get("id"))
                .containsExactly("do");
        assertThat(items(call("listJoined", Map.of("limit", 10L)))).isEmpty();
        refuses(500, () -> run("nulls", Map.of()));
        run("do", Map.of());
        assertThat(fake.done).hasSize(1);

        actions.removeAction(fake);
        run("do", Map.of());
        assertThat(twin.done).as("the second takes the place of the first").hasSize(1);
    }

    @Test
    void aFailureIsTheJobs() throws Exception {
        actions.addAction(new FakeAction("fails") {
            @Override
            public Optional<String> run(
                    Announcement announcement, Map<String, Object> values, cloudy.api.job.Jobs.Progress progress) {
                throw new UnsupportedOperationException("It does not answer.");
            }
        });

        assertThat(run("fails", Map.of()).status()).isEqualTo(202);
        assertThat(jobs.reason()).isEqualTo("It does not answer.");
    }

    private interface Attempt {
        Answer make() throws Exception;
    }

    private static void refuses(int status, Attempt attempt) {
        assertThatThrownBy(attempt::make).isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.status())
                .isEqualTo(status));
    }

    private Answer run(String action, Map<String, Object> body) throws Exception {
        var parameters = new HashMap<String, Object>(Map.of("id", page.key(), "action", action));
        return operations
                .operations()
                .get("runAction")
                .answer(Call.of(Caller.shell(), parameters).with(body));
    }

    private Answer call(String operation, Map<String, Object> parameters) throws Exception {
        return operations.operations().get(operation).answer(Call.of(Caller.shell(), parameters));
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> items(Answer answer) {
        Object json = ((Answer.Json) answer.content()).value().get();
        return (List<Map<String, Object>>) ((Map<?, ?>) json).get("items");
    }

    private static Announcement heard(String type) {
        try {
            InetAddress address = InetAddress.getByName("10.1.2.3");
            return Announcement.heardBy("mdns", Audience.LAN, type, address, Instant.parse("2026-11-22T01:02:03Z"))
                    .type(type)
                    .description("A page <img src=x>")
                    .port(8080)
                    .build();
        } catch (java.net.UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }
}
