// SPDX-License-Identifier: Apache-2.0
package cloudy.access;

import static cloudy.access.TestRoom.in;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloudy.api.access.Caller;
import cloudy.api.access.Caller.Proof;
import cloudy.api.access.Role;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokensTest {

    private static final Caller LOCAL = new Caller("local", Role.ADMIN, Proof.LOCAL, Set.of());

    @TempDir
    private Path data;

    private TestRoom room;

    @BeforeEach
    void open() {
        room = new TestRoom(data);
        room.add("anna", Role.ADMIN);
        room.add("olga", Role.OPERATOR);
    }

    @AfterEach
    void close() {
        room.close();
    }

    private Map<String, Object> make(Caller caller, Map<String, Object> body) throws Exception {
        return TestRoom.json(room.call("makeToken", Optional.of(caller), Map.of(), body));
    }

    private String olgas(Map<String, Object> body) throws Exception {
        return make(in("olga", Role.OPERATOR), body).get("token").toString();
    }

    private Optional<Caller> use(String token) {
        return room.people.token(token, TestRoom.address("10.1.2.3"));
    }

    @Test
    void aTokenActsForItsUserWithItsScopes() throws Exception {
        String token = olgas(Map.of("name", "Backup", "role", "viewer", "scopes", List.of("services:read")));

        assertThat(token).matches("cloudy_[0-9a-f]{12}_[0-9a-f]{64}");
        assertThat(use(token)).contains(new Caller("olga", Role.VIEWER, Proof.TOKEN, Set.of("services:read")));
        assertThat(Files.readString(data.resolve("access/tokens.json")))
                .doesNotContain(token.substring(token.length() - 64));
        room.close();
        room = new TestRoom(data, room.clock);
        assertThat(use(token)).isPresent();
    }

    @Test
    void aTokenEndsAfterAYearOrWhenItsUserSaid() throws Exception {
        String year = olgas(Map.of("name", "Usual"));
        String day = olgas(Map.of("name", "Short", "days", 1L));

        room.advance(Duration.ofDays(1));
        assertThat(use(day)).isEmpty();
        assertThat(use(year)).isPresent();
        room.advance(Duration.ofDays(364));
        assertThat(use(year)).isEmpty();
        assertThatThrownBy(() -> olgas(Map.of("name", "Long", "days", 1_826L))).hasMessageStartingWith("days: ");
        assertThatThrownBy(() -> olgas(Map.of("name", "Never", "days", 0L))).hasMessageStartingWith("days: ");
    }

    @Test
    void aClockThatIsYearsAheadForAWhileTakesNoToken() throws Exception {
        String token = olgas(Map.of("name", "Usual"));
        room.advance(Duration.ofDays(3_650));
        assertThat(use(token)).isEmpty();
        assertThat(use(olgas(Map.of("name", "Meanwhile")))).isPresent();

        room.advance(Duration.ofDays(-3_650));

        assertThat(use(token)).isPresent();
    }

    @Test
    void forgedTokensOpenNothing() throws Exception {
        String token = olgas(Map.of("name", "Real"));
        String other = olgas(Map.of("name", "Other"));

        for (String forged : List.of(
                "",
                "cloudy_",
                "cloudy_local_" + "0".repeat(64),
                token.substring(0, token.length() - 1),
                token + "0",
                token.toUpperCase(java.util.Locale.ROOT),
                token.substring(0, token.length() - 1) + (token.endsWith("0") ? "1" : "0"),
                token.substring(0, 20) + other.substring(20),
                "cloudy_000000000000_" + "0".repeat(64),
                "cloudy_" + "0".repeat(100_000),
                " " + token,
                token + "\n")) {
            assertThat(use(forged)).isEmpty();
        }
    }

    @Test
    void aTokenIsNoMoreThanItsUser() throws Exception {
        assertThatThrownBy(() -> olgas(Map.of("name", "More", "role", "admin"))).hasMessageContaining("no more than");
        // Whatever the caller claims to be: what counts is what the account is.
        assertThatThrownBy(() -> make(in("olga", Role.ADMIN), Map.of("name", "More", "role", "admin")))
                .hasMessageContaining("no more than");

        String token = olgas(Map.of("name", "Operates"));
        assertThat(use(token).orElseThrow().role()).isEqualTo(Role.OPERATOR);
        var admin = Optional.of(in("anna", Role.ADMIN));
        room.call("changeUser", admin, Map.of("name", "olga"), Map.of("role", "viewer"));
        assertThat(use(token).orElseThrow().role()).isEqualTo(Role.VIEWER);
        room.call("changeUser", admin, Map.of("name", "olga"), Map.of("role", "admin"));
        assertThat(use(token).orElseThrow().role()).isEqualTo(Role.OPERATOR);
    }

    @Test
    void aTokenGoesWithItsUserAlsoWhenTheNameComesBack() throws Exception {
        String token = olgas(Map.of("name", "Hers"));
        room.call("removeUser", Optional.of(in("anna", Role.ADMIN)), Map.of("name", "olga"), Map.of());

        assertThat(use(token)).isEmpty();
        room.add("olga", Role.ADMIN);
        assertThat(use(token)).isEmpty();
        assertThat(room.people.tokens().all()).isEmpty();
    }

    @Test
    void aTokenMakesNoTokensAndNobodyMakesThemForOthers() throws Exception {
        var program = new Caller("olga", Role.OPERATOR, Proof.TOKEN, Set.of());
        assertThatThrownBy(() -> make(program, Map.of("name", "Next"))).hasMessageContaining("makes no tokens");
        assertThatThrownBy(() -> make(in("olga", Role.OPERATOR), Map.of("name", "Hers", "user", "anna")))
                .hasMessageContaining("yourself only");
        assertThatThrownBy(() -> make(in("anna", Role.ADMIN), Map.of("name", "Hers", "user", "olga")))
                .hasMessageContaining("yourself only");

        Map<String, Object> made = make(LOCAL, Map.of("name", "Ansible", "user", "anna"));
        assertThat(use(made.get("token").toString())).contains(new Caller("anna", Role.ADMIN, Proof.TOKEN, Set.of()));
    }

    /** {@code cloudy token make} on the node: it is clear whose it is as long as there is only one. */
    @Test
    void aTokenThatTheOwnerOfTheNodeMakesIsTheOnlyUsersUnlessThereAreSeveral() throws Exception {
        assertThatThrownBy(() -> make(LOCAL, Map.of("name", "Any"))).hasMessageContaining("anna, olga");
        room.people.users().remove("olga");
        assertThat(make(LOCAL, Map.of("name", "Any"))).containsEntry("user", "anna");
    }

    @Test
    void usersSeeAndRevokeTheirOwnAndAdminsAll() throws Exception {
        String token = olgas(Map.of("name", "Hers"));
        Map<String, Object> annas = make(in("anna", Role.ADMIN), Map.of("name", "Annas"));
        var olga = Optional.of(in("olga", Role.OPERATOR));

        var seen = TestRoom.items(room.call("listTokens", olga, Map.of(), Map.of()));
        assertThat(seen).singleElement().satisfies(shown -> assertThat(shown)
                .containsEntry("name", "Hers")
                .doesNotContainKeys("token", "hash"));
        assertThatThrownBy(() -> room.call("revokeToken", olga, Map.of("id", annas.get("id")), Map.of()))
                .hasMessageContaining("no such token");

        room.call("revokeToken", olga, Map.of("id", seen.get(0).get("id")), Map.of());
        assertThat(use(token)).isEmpty();
        room.close();
        room = new TestRoom(data, room.clock);
        assertThat(use(token)).isEmpty();
    }

    @Test
    void whenItWasUsedLastIsWrittenOnceAnHour() throws Exception {
        String token = olgas(Map.of("name", "Busy"));
        use(token);
        var first = Files.readAttributes(data.resolve("access/tokens.json"), "unix:ino");
        for (int i = 0; i < 59; i++) {
            room.advance(Duration.ofMinutes(1));
            use(token);
        }
        assertThat(Files.readAttributes(data.resolve("access/tokens.json"), "unix:ino"))
                .isEqualTo(first);

        room.advance(Duration.ofMinutes(1));
        use(token);
        assertThat(room.people.tokens().all().get(0).lastUsed()).contains(room.clock.instant());
    }

    @Test
    void refusesScopesThatAreNone() {
        for (String scope : List.of("", "services", "services:delete", "Services:read", "*", "services:read\n")) {
            assertThatThrownBy(() -> olgas(Map.of("name", "Odd", "scopes", List.of(scope))))
                    .hasMessageStartingWith("scopes: ");
        }
    }
}
