// SPDX-License-Identifier: Apache-2.0
package cloudy.guifi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloudy.api.access.Caller;
import cloudy.api.rest.Answer;
import cloudy.api.rest.Call;
import cloudy.api.rest.Problem;
import cloudy.testing.JobsAtOnce;
import cloudy.testing.MemorySettings;
import cloudy.testing.SetClock;
import cloudy.testing.SomeNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way from a sign-in to declared services, and back, with a guifi.net that answers. */
class GuifiOperationsTest {

    private static final String MAC = "02:00:5e:00:00:01";

    @TempDir
    private Path folder;

    private final MemorySettings settings = new MemorySettings();
    private final JobsAtOnce jobs = new JobsAtOnce();
    private final FakeService proxy = new FakeService("Proxy", "prx");
    private final FakeService dns = new FakeService("DNS", "dns");
    private GuifiServer server;
    private GuifiOperations operations;

    @BeforeEach
    void open() throws Exception {
        server = GuifiServer.of(GuifiServer.filled(folder.resolve("site")));
        Guifi guifi = Setup.guifi(server, folder.resolve("data"), new SetClock());
        operations = new GuifiOperations(guifi, settings, jobs, SomeNode.named("roof"));
        operations.services = List.of(proxy, dns);
    }

    @AfterEach
    void close() {
        operations.stop();
        server.close();
    }

    @Test
    void answersWhatTheContractHas() throws Exception {
        try (var contract = GuifiOperations.class.getResourceAsStream("/OSGI-INF/openapi.yaml")) {
            var ids = Pattern.compile("operationId: (\\w+)")
                    .matcher(new String(contract.readAllBytes(), StandardCharsets.UTF_8));

            assertThat(ids.results().map(found -> found.group(1)))
                    .containsExactlyInAnyOrderElementsOf(operations.operations().keySet());
        }
    }

    @Test
    void goesTheWholeWayAndBack() throws Exception {
        signIn();
        assertThat(kept()).containsEntry("user", FakeApi.USER).containsKey(".token");
        assertThat(kept().toString()).doesNotContain(FakeApi.PASSWORD);
        assertThat(state()).containsEntry("signedIn", true);
        assertThat((Instant) state().get("signedInUntil")).isAfter(Instant.now().plus(Duration.ofHours(11)));

        ask("setGuifiNode", Map.of(), Map.of("node", 100L));
        Map<?, ?> node = json(ask("getGuifiNode", Map.of("node", 100L), Map.of()));
        assertThat(node.get("nick")).isEqualTo("BcnRoof-Cloudy");
        assertThat(node.get("devices").toString()).contains("BcnRoof-ST1", "10.138.0.1");

        ask("addGuifiDevice", Map.of(), Map.of("nick", "BcnRoof-Cloudy", "mac", MAC, "mail", "anna@example.net"));
        long device = (Long) state().get("device");
        assertThat(device).isPositive();

        ask("linkGuifiDevice", Map.of(), Map.of("device", 201L));
        assertThat(json(ask("getGuifiNode", Map.of("node", 100L), Map.of()))
                        .get("devices")
                        .toString())
                .contains("type=cloudy", "addresses=[10.138.0.");

        ask("declareGuifiServices", Map.of(), Map.of());
        assertThat(jobs.reason()).isEmpty();
        assertThat(proxy.id).isPresent();
        assertThat(dns.id).isPresent();
        assertThat(jobs.results())
                .containsEntry("Proxy", Long.toString(proxy.id.getAsLong()))
                .containsEntry("DNS", Long.toString(dns.id.getAsLong()));
        assertThat(server.api().services()).containsExactly("prx" + device + " Proxy", "dns" + device + " DNS");
        assertThat(state().get("services").toString()).contains("id=" + proxy.id.getAsLong());

        ask("withdrawGuifiService", Map.of("kind", "Proxy"), Map.of());
        assertThat(proxy.id).isEmpty();
        assertThat(server.api().services()).containsExactly("dns" + device + " DNS");

        ask("unlinkGuifiDevice", Map.of(), Map.of());
        ask("signOutOfGuifi", Map.of(), Map.of());
        assertThat(state()).containsEntry("signedIn", false).containsEntry("user", FakeApi.USER);
    }

    @Test
    void declaresNothingTwiceWhateverWasForgotten() throws Exception {
        ready();
        ask("declareGuifiServices", Map.of(), Map.of("kinds", List.of("Proxy")));
        OptionalLong first = proxy.id;

        ask("declareGuifiServices", Map.of(), Map.of("kinds", List.of("Proxy")));
        assertThat(proxy.id).isEqualTo(first);

        proxy.id = OptionalLong.empty();
        ask("declareGuifiServices", Map.of(), Map.of("kinds", List.of("Proxy")));
        assertThat(proxy.id).isEqualTo(first);
        assertThat(server.api().services()).hasSize(1);
    }

    @Test
    void takesAServiceAlongToAnotherDevice() throws Exception {
        ready();
        ask("declareGuifiServices", Map.of(), Map.of("kinds", List.of("DNS")));
        OptionalLong first = dns.id;
        ask("addGuifiDevice", Map.of(), Map.of("nick", "Second", "mac", MAC));

        assertThatThrownBy(() -> ask("withdrawGuifiService", Map.of("kind", "DNS"), Map.of()))
                .hasMessageContaining("is on another device at guifi.net");
        ask("declareGuifiServices", Map.of(), Map.of("kinds", List.of("DNS")));

        assertThat(dns.id).isEqualTo(first);
        ask("withdrawGuifiService", Map.of("kind", "DNS"), Map.of());
        assertThat(server.api().services()).isEmpty();
    }

    @Test
    void forgetsAnIdThatGuifiNetDoesNotHave() throws Exception {
        ready();
        proxy.id = OptionalLong.of(4711);
        ask("withdrawGuifiService", Map.of("kind", "Proxy"), Map.of());
        assertThat(proxy.id).isEmpty();

        proxy.id = OptionalLong.of(4711);
        ask("declareGuifiServices", Map.of(), Map.of("kinds", List.of("Proxy")));
        assertThat(proxy.id.getAsLong()).isNotEqualTo(4711);
    }

    @Test
    void asksForThePasswordAgainWhenTheTokenIsNotGoodAnyMore() throws Exception {
        ready();
        server.api().expire();

        assertThatThrownBy(() -> ask("linkGuifiDevice", Map.of(), Map.of("device", 201L)))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.status()).isEqualTo(409))
                .hasMessage(
                        "It could not be done: guifi.net does not know the sign-in any more: sign in with the password"
                                + " again.");
        assertThat(state()).containsEntry("signedIn", false);
        assertThat(kept()).doesNotContainKey(".token");
    }

    @Test
    void saysInWordsWhatGuifiNetRefuses() throws Exception {
        assertThatThrownBy(() -> ask("signInToGuifi", Map.of(), Map.of("user", "anna", "password", "wrong")))
                .hasMessage("It could not be done: the user name or the password is not correct.");
        assertThatThrownBy(() -> ask("linkGuifiDevice", Map.of(), Map.of("device", 201L)))
                .hasMessage("It could not be done: first choose or add this device at guifi.net.");
        signIn();
        assertThatThrownBy(() -> ask("addGuifiDevice", Map.of(), Map.of("nick", "x", "mac", MAC)))
                .hasMessageContaining("first choose the node of guifi.net");
        assertThatThrownBy(() -> ask("setGuifiNode", Map.of(), Map.of("node", 999L)))
                .isInstanceOf(Problem.class);
        ask("setGuifiNode", Map.of(), Map.of("node", 100L));
        ask("addGuifiDevice", Map.of(), Map.of("nick", "Roof", "mac", MAC));
        assertThatThrownBy(() -> ask("addGuifiDevice", Map.of(), Map.of("nick", "roof", "mac", MAC)))
                .hasMessageContaining("guifi.net has something of that name already");
        ask("declareGuifiServices", Map.of(), Map.of());
        assertThat(jobs.reason()).isEqualTo("the device has no address at guifi.net yet");
        assertThatThrownBy(() -> ask("setGuifiDevice", Map.of(), Map.of("device", 201L)))
                .hasMessage("Device 201 is no Cloudy of this node of guifi.net.");
    }

    @Test
    void isNotTakenInByWhatIsNotTheApi() {
        for (String said : List.of(
                "", "<html>", "{\"code\":{\"code\":200},\"responses\":{\"authToken\":\"a\\nb c d e f\"}}", "[[[")) {
            server.answer(
                    "api/auth", exchange -> GuifiServer.send(exchange, 200, said.getBytes(StandardCharsets.UTF_8)));

            assertThatThrownBy(this::signIn)
                    .hasMessage("It could not be done: the answer is not one of guifi.net's API.");
        }
        assertThat(kept()).isEmpty();
    }

    @Test
    void findsNodesByAPartOfTheirName() throws Exception {
        Map<String, Object> question = Map.of("text", "gràcia-cam", "limit", 10L);
        assertThatThrownBy(() -> ask("findGuifiNodes", question, Map.of())).hasMessageContaining("fetch it first");

        ask("fetchGuifiNodes", Map.of(), Map.of());

        assertThat(jobs.results()).containsEntry("nodes", "4");
        assertThat(json(ask("findGuifiNodes", question, Map.of())).get("items"))
                .isEqualTo(List.of(
                        Map.of("id", 102L, "title", "Gràcia-Camió42", "zone", "Barcelona", "status", "Working")));
        assertThat(json(ask("findGuifiNodes", Map.of("text", "roof", "limit", 1L), Map.of()))
                        .get("items")
                        .toString())
                .contains("BcnRoof");
        assertThat(json(ask("findGuifiNodes", Map.of("text", "103", "limit", 9L), Map.of()))
                        .get("items")
                        .toString())
                .contains("VicSquare");
    }

    @Test
    void choosesOnlyADeviceThatIsThere() throws Exception {
        ready();
        long device = (Long) state().get("device");
        ask("setGuifiDevice", Map.of(), Map.of("device", 0L));
        assertThat(state()).containsEntry("device", 0L);
        ask("setGuifiDevice", Map.of(), Map.of("device", device));
        assertThat(state()).containsEntry("device", device);
        ask("setGuifiNode", Map.of(), Map.of("node", 0L));
        assertThat(state()).containsEntry("node", 0L).containsEntry("device", 0L);
    }

    private void signIn() throws Exception {
        ask("signInToGuifi", Map.of(), Map.of("user", FakeApi.USER, "password", FakeApi.PASSWORD));
    }

    private void ready() throws Exception {
        signIn();
        ask("setGuifiNode", Map.of(), Map.of("node", 100L));
        ask("addGuifiDevice", Map.of(), Map.of("nick", "BcnRoof-Cloudy", "mac", MAC));
        ask("linkGuifiDevice", Map.of(), Map.of("device", 201L));
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> state() throws Exception {
        return (Map<String, Object>) json(ask("getGuifi", Map.of(), Map.of()));
    }

    private static Map<?, ?> json(Answer answer) {
        return (Map<?, ?>) ((Answer.Json) answer.content()).value().get();
    }

    private Answer ask(String id, Map<String, Object> parameters, Map<String, Object> body) throws Exception {
        Answer answer = operations
                .operations()
                .get(id)
                .answer(Call.of(Caller.node(), parameters).with(body));
        if (answer.content() instanceof Answer.Later later) {
            try {
                return later.answer().toCompletableFuture().get();
            } catch (ExecutionException e) {
                throw (Exception) e.getCause();
            }
        }
        return answer;
    }

    /** The file as it is on the disk, with its secrets. */
    private Map<String, String> kept() {
        return settings.files().getOrDefault(Guifi.PID, Map.of());
    }
}
