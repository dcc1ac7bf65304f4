// SPDX-License-Identifier: Apache-2.0
package cloudy.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloudy.api.Audience;
import cloudy.api.Health;
import cloudy.api.access.Caller;
import cloudy.api.form.Form;
import cloudy.api.form.Texts;
import cloudy.api.registry.LocalService.Run;
import cloudy.api.rest.Answer;
import cloudy.api.rest.Call;
import cloudy.api.rest.Problem;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceOperationsTest {

    private static final String PADS = "org.example:pads";

    @TempDir
    Path folder;

    private final Bench bench = new Bench();
    private ServiceOperations operations;

    @BeforeEach
    void start() {
        operations = new ServiceOperations(bench.board, bench.settings, new ServiceLog(folder.resolve("cloudy.log")));
        bench.publisher(new FakePublisher("mdns", Audience.LAN).willing());
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void showsAService() throws Exception {
        bench.add(new FakeService("pads").with("cloudy.txt", "path=/pads&raw"));
        bench.until("pads", Run.UP);
        bench.await(() -> bench.outcomes("pads").size() == 1);

        var pads = (ServiceView) json(answer("getService", Map.of("id", PADS)));

        assertThat(pads.id()).isEqualTo(PADS);
        assertThat(pads.settings()).isEmpty();
        assertThat(pads.log()).isEqualTo("/api/v1/services/org.example:pads/log");
        assertThat(pads.shared()).isFalse();
        ServiceView.OfferView offer = pads.offers().get(0);
        assertThat(offer.txt()).extracting(ServiceView.PairView::key).containsExactly("path", "raw");
        assertThat(offer.carriers())
                .extracting(ServiceView.CarrierView::carrier)
                .containsExactly("mdns");
    }

    @Test
    void pointsAtTheSettingsOfOurs() throws Exception {
        bench.add(
                new FakeService("x").with("service.pid", "cloudy.external~pads").inBundle("cloudy.external"));
        bench.until("cloudy.external~pads", Run.UP);

        var pads = (ServiceView) json(answer("getService", Map.of("id", "cloudy.external~pads")));

        assertThat(pads.settings()).contains("/api/v1/settings/cloudy.external~pads");
        assertThat(pads.shared()).isTrue();
    }

    @Test
    void isCalledWhatItsSettingsAre() throws Exception {
        Texts title = Texts.of("Servidor de noms", "Servidor de nombres", "Name server");
        bench.settings.forms().put("cloudy.dns", new Form(title, Texts.none(), List.of()));
        bench.settings.forms().put("cloudy.external", new Form(Texts.of("Things"), Texts.none(), List.of()));
        bench.add(new FakeService("x").with("service.pid", "cloudy.dns").inBundle("cloudy.dns"));
        bench.add(
                new FakeService("y").with("service.pid", "cloudy.external~pads").inBundle("cloudy.external"));
        bench.until("cloudy.dns", Run.UP);
        bench.until("cloudy.external~pads", Run.UP);

        assertThat(((ServiceView) json(answer("getService", Map.of("id", "cloudy.dns")))).title())
                .contains("Name server");
        assertThat(((ServiceView) json(answer("getService", Map.of("id", "cloudy.external~pads")))).title())
                .isEmpty();
    }

    @Test
    void listsPageByPage() throws Exception {
        for (String name : List.of("a", "b", "c")) {
            bench.add(new FakeService(name));
            bench.until(name, Run.UP);
        }

        Map<?, ?> first = (Map<?, ?>) json(answer("listServices", Map.of("limit", 2L)));
        Map<?, ?> second = (Map<?, ?>) json(answer("listServices", Map.of("limit", 2L, "cursor", first.get("next"))));

        assertThat(ids(first)).containsExactly("org.example:a", "org.example:b");
        assertThat(ids(second)).containsExactly("org.example:c");
        assertThat(second.containsKey("next")).isFalse();
        assertThatThrownBy(() -> answer("listServices", Map.of("limit", 2L, "cursor", "ä")))
                .hasMessageStartingWith("cursor: ");
    }

    @Test
    void reasonsAreInTheLanguageOfWhoAsksAndSoIsTheVersion() throws Exception {
        Texts why = Texts.of("no hi ha disc", "no hay disco", "no disk");
        bench.add(new FakeService("pads").checking(() -> Health.down(why)));
        bench.until("pads", Run.DOWN);

        var versions = new HashSet<String>();
        for (String language : List.of("ca", "es", "en")) {
            Answer answer = answer("getService", Map.of("id", PADS), Locale.forLanguageTag(language));
            var pads = (ServiceView) json(answer);
            assertThat(pads.reason()).isEqualTo(why.byLanguage().get(language));
            assertThat(pads.offers().get(0).carriers().get(0).reason())
                    .isEqualTo(Map.of("ca", "no funciona", "es", "no funciona", "en", "it is not up")
                            .get(language));
            versions.add(answer.headers().get("ETag").get(0));
        }
        assertThat(versions).hasSize(3);
    }

    @Test
    void picksByStateAndType() throws Exception {
        bench.add(new FakeService("a"));
        bench.add(new FakeService("b").checking(() -> Health.of(Health.Status.CRASH_LOOPING, "x")));
        bench.until("a", Run.UP);
        bench.until("b", Run.CRASH_LOOPING);

        assertThat(ids((Map<?, ?>) json(answer("listServices", Map.of("limit", 9L, "run", "crash-looping")))))
                .containsExactly("org.example:b");
        assertThat(ids((Map<?, ?>) json(answer("listServices", Map.of("limit", 9L, "type", "A")))))
                .containsExactly("org.example:a");
    }

    @Test
    void theVersionChangesWithTheList() throws Exception {
        List<String> before =
                answer("listServices", Map.of("limit", 9L)).headers().get("ETag");
        assertThat(answer("listServices", Map.of("limit", 9L)).headers().get("ETag"))
                .isEqualTo(before);

        bench.add(new FakeService("a"));
        bench.until("a", Run.UP);

        assertThat(answer("listServices", Map.of("limit", 9L)).headers().get("ETag"))
                .isNotEqualTo(before);
    }

    @Test
    void switchesAndPublishes() throws Exception {
        bench.add(new FakeService("pads"));
        bench.until("pads", Run.UP);

        assertThat(((ServiceView) json(answer("stopService", Map.of("id", PADS)))).enabled())
                .isFalse();
        bench.until("pads", Run.OFF);
        assertThat(((ServiceView) json(answer("startService", Map.of("id", PADS)))).enabled())
                .isTrue();
        bench.pass(1);
        bench.until("pads", Run.UP);
        assertThat(((ServiceView) json(answer("withdrawService", Map.of("id", PADS)))).publish())
                .isFalse();
        assertThat(((ServiceView) json(answer("publishService", Map.of("id", PADS)))).publish())
                .isTrue();
        assertThat(bench.settings.files()).isEmpty();
    }

    @Test
    void changesOnlyWhatIsNamed() throws Exception {
        bench.add(new FakeService("pads"));
        bench.until("pads", Run.UP);
        answer("withdrawService", Map.of("id", PADS));
        var body = new HashMap<String, Object>(Map.of("audience", "lan", "enabled", true));

        var pads = (ServiceView) json(operations
                .operations()
                .get("changeService")
                .answer(Call.of(Caller.shell(), Map.of("id", PADS)).with(body)));

        assertThat(pads.audience()).isEqualTo(Audience.LAN);
        assertThat(bench.settings.files().values())
                .containsExactly(Map.of("service", "org.example/pads", "publish", "false", "audience", "lan"));
    }

    @Test
    void checksNow() throws Exception {
        var pads = new FakeService("pads");
        bench.add(pads);
        bench.until("pads", Run.UP);
        bench.pass(1);

        assertThat(answer("checkService", Map.of("id", PADS)).status()).isEqualTo(200);

        bench.untilRounds(pads, 2);
    }

    @Test
    void whatIsNotThereIsNotFound() {
        for (String operation :
                List.of("getService", "startService", "checkService", "getServiceLog", "changeService")) {
            assertThatThrownBy(() -> answer(operation, Map.of("id", "org.example/pads", "lines", 1L)))
                    .isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.status())
                            .isEqualTo(404));
        }
    }

    private Answer answer(String operation, Map<String, Object> parameters) throws Exception {
        return answer(operation, parameters, Locale.ENGLISH);
    }

    private Answer answer(String operation, Map<String, Object> parameters, Locale language) throws Exception {
        Call call = Call.of(Caller.shell(), parameters);
        return operations
                .operations()
                .get(operation)
                .answer(new Call(
                        call.caller(), call.from(), parameters, call.body(), call.headers(), List.of(language)));
    }

    private static Object json(Answer answer) {
        return ((Answer.Json) answer.content()).value().get();
    }

    private static List<String> ids(Map<?, ?> page) {
        return ((List<?>) page.get("items"))
                .stream().map(each -> ((ServiceView) each).id()).toList();
    }
}
