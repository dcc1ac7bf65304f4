// SPDX-License-Identifier: Apache-2.0
package cloudy.external;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloudy.api.Audience;
import cloudy.api.InvalidFieldException;
import cloudy.api.Offer;
import cloudy.api.Text;
import cloudy.api.access.Caller;
import cloudy.api.registry.LocalService;
import cloudy.api.registry.LocalServices;
import cloudy.api.registry.Share;
import cloudy.api.rest.Answer;
import cloudy.api.rest.Call;
import cloudy.api.rest.Problem;
import cloudy.testing.MemorySettings;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ShareOperationsTest {

    private static final String PADS = "cloudy.external~published-etherpad-9001";

    private final MemorySettings settings = new MemorySettings();
    private final List<LocalService> services = new ArrayList<>();
    private final ShareOperations operations = new ShareOperations(settings, new Services(services));

    @Test
    void sharesWhatRunsAlready() throws Exception {
        Answer answer = share(pads());

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.headers()).containsEntry("Location", List.of("/api/v1/services/" + PADS));
        assertThat(settings.files())
                .containsExactly(
                        Map.entry(PADS, Map.of("type", "etherpad", "description", "Shared pads", "port", "9001")));
    }

    @Test
    void takesEverythingThatAFileMaySay() throws Exception {
        Map<String, Object> body = pads();
        body.put("protocol", "udp");
        body.put("address", "10.139.40.22");
        body.put("check", "https://10.139.40.22/health?full=1");
        body.put("txt", List.of(Map.of("key", "path", "value", "/pads"), Map.of("key", "raw")));
        body.put("audience", "lan");
        body.put("name", "pads");

        assertThat(share(body).status()).isEqualTo(201);

        assertThat(settings.files().get("cloudy.external~pads"))
                .isEqualTo(Map.of(
                        "type", "etherpad",
                        "description", "Shared pads",
                        "port", "9001",
                        "protocol", "udp",
                        "address", "10.139.40.22",
                        "check", "https://10.139.40.22/health?full=1",
                        "txt", "path=/pads&raw",
                        "audience", "lan"));
    }

    @Test
    void theSameAgainChangesNothing() throws Exception {
        share(pads());
        settings.change(PADS, Map.of("cloudy.enabled", Optional.of("false")), Caller.shell());
        settings.full(true);

        assertThat(share(pads()).status()).isEqualTo(200);
    }

    @Test
    void aNameThatIsTakenBySomethingElseIsRefused() throws Exception {
        share(pads());
        Map<String, Object> other = pads();
        other.put("description", "Other pads");

        assertThatThrownBy(() -> share(other)).isInstanceOfSatisfying(Problem.class, problem -> {
            assertThat(problem.status()).isEqualTo(409);
            assertThat(problem.field()).contains("name");
        });
        assertThat(settings.files().get(PADS)).containsEntry("description", "Shared pads");

        other.put("name", "other");
        assertThat(share(other).status()).isEqualTo(201);
    }

    @Test
    void asksForACheckWhereThereIsNoTcpPortToProbe() throws Exception {
        Map<String, Object> body = pads();
        body.put("port", 0L);

        assertThatThrownBy(() -> share(body)).hasMessageStartingWith("check: is needed");
        body.put("check", "none");
        assertThat(share(body).status()).isEqualTo(201);
    }

    @Test
    void refusesNumbersAndTypesThatAreNone() {
        for (Object port : new Object[] {-1L, 65536L, Long.MAX_VALUE, 80.5, "80", true}) {
            Map<String, Object> body = pads();
            body.put("port", port);
            assertThatThrownBy(() -> share(body)).hasMessageStartingWith("port: must be between 0 and 65535");
        }
        for (String field : List.of("type", "description", "address", "check", "name", "protocol", "audience", "txt")) {
            Map<String, Object> body = pads();
            body.put(field, 7L);
            assertThatThrownBy(() -> share(body)).hasMessageStartingWith(field + ": ");
        }
        assertThat(settings.files()).isEmpty();
    }

    @Test
    void aFullDiskIsSaid() {
        settings.full(true);

        assertThatThrownBy(() -> share(pads())).isInstanceOf(IOException.class);
    }

    @Test
    void removesWhatWasSharedAndNothingElse() throws Exception {
        share(pads());
        settings.files().put("cloudy.serf", Map.of());
        services.add(service("cloudy.serf"));
        services.add(service("org.example/pads"));

        assertThat(unshare(PADS).status()).isEqualTo(204);
        assertThat(settings.files()).containsOnlyKeys("cloudy.serf");

        for (String id : List.of("cloudy.serf", "org.example:pads")) {
            assertThatThrownBy(() -> unshare(id))
                    .isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.status())
                            .isEqualTo(409));
        }
        for (String id : List.of(PADS, "cloudy.external~../../x", "cloudy.external", "nothing", "cloudy.node")) {
            assertThatThrownBy(() -> unshare(id))
                    .isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.status())
                            .isEqualTo(404));
        }
        assertThat(settings.files()).containsOnlyKeys("cloudy.serf");
    }

    @Test
    void fiveThousandBadStringsInEachFieldAreRefusedByNameOrArriveAsTheyAre() throws Exception {
        var bad = new BadStrings();
        for (String field : List.of("type", "description", "protocol", "address", "check", "audience", "name")) {
            bad.reset();
            for (int i = 0; i < 5_000; i++) {
                String text = bad.next();
                Map<String, Object> body = pads();
                body.put("check", Share.NONE);
                body.put(field, text);
                Map<String, String> arrived = arrived(field, body);
                if (arrived.isEmpty() || field.equals("name")) {
                    continue;
                }
                if (field.equals("address")) {
                    require(Declaration.address(arrived.get(field)).equals(Declaration.address(text)), text);
                } else {
                    boolean usual = Map.of("protocol", "tcp", "audience", "community")
                            .getOrDefault(field, "")
                            .equals(text);
                    require(
                            arrived.equals(expected("check", Share.NONE, field, usual ? null : text)),
                            arrived.toString());
                }
            }
        }
    }

    @Test
    void fiveThousandBadStringsInTxtAreRefusedOrArriveAsTheyAre() throws Exception {
        var bad = new BadStrings();
        for (int i = 0; i < 5_000; i++) {
            String text = bad.next();
            for (Map<String, String> pair : List.of(
                    Map.of("key", text), Map.of("key", text, "value", "v"), Map.of("key", "k", "value", text))) {
                Map<String, Object> body = pads();
                body.put("txt", List.of(pair));
                Map<String, String> arrived = arrived("txt", body);
                if (!arrived.isEmpty()) {
                    String value = pair.containsKey("value") ? '=' + pair.get("value") : "";
                    require(arrived.equals(expected("txt", pair.get("key") + value, "", null)), arrived.toString());
                }
            }
        }
    }

    /** What is in the settings then; empty when the field was refused by its name, and nothing is. */
    private Map<String, String> arrived(String field, Map<String, Object> body) throws Exception {
        settings.files().clear();
        try {
            share(body);
        } catch (InvalidFieldException e) {
            require(e.field().equals(field), e.getMessage());
            require(settings.files().isEmpty(), e.getMessage());
            return Map.of();
        }
        Map.Entry<String, Map<String, String>> file =
                settings.files().entrySet().iterator().next();
        String name = (String) body.getOrDefault("name", "published-" + body.get("type") + "-9001");
        require(settings.files().size() == 1 && file.getKey().equals("cloudy.external~" + name), name);
        require(file.getKey().matches("cloudy\\.external~[A-Za-z0-9_-]{1,64}"), name);
        for (String value : file.getValue().values()) {
            require(value.codePoints().noneMatch(Text::isControl), value);
        }
        // It is a service that says what was asked for, and not one of another kind.
        Offer offer = Declaration.of(Map.copyOf(file.getValue())).offer();
        require(offer.port() == 9001 && offer.type().equals(body.get("type")), offer.toString());
        require(offer.description().equals(body.get("description")), offer.toString());
        return file.getValue();
    }

    /** Quicker than an assertion, 200,000 times. */
    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }

    private static Map<String, String> expected(String first, String one, String second, String other) {
        Map<String, String> expected =
                new HashMap<>(Map.of("type", "etherpad", "description", "Shared pads", "port", "9001"));
        expected.put(first, one);
        if (other != null) {
            expected.put(second, other);
        }
        return expected;
    }

    private Answer share(Map<String, Object> body) throws Exception {
        return operations
                .operations()
                .get("shareService")
                .answer(Call.of(Caller.shell(), Map.of()).with(body));
    }

    private Answer unshare(String id) throws Exception {
        return operations.operations().get("unshareService").answer(Call.of(Caller.shell(), Map.of("id", id)));
    }

    private static Map<String, Object> pads() {
        return new HashMap<>(Map.of("type", "etherpad", "description", "Shared pads", "port", 9001L));
    }

    private static LocalService service(String id) {
        return new LocalService(
                id,
                "x",
                LocalService.Run.UP,
                "",
                Instant.EPOCH,
                new LocalService.Wish(true, true, Audience.LAN),
                List.of());
    }

    private record Services(List<LocalService> all) implements LocalServices {

        @Override
        public long revision() {
            return 0;
        }

        @Override
        public void wish(String id, LocalService.Wish wish, Caller by) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void check(String id) {
            throw new UnsupportedOperationException();
        }
    }
}
