// SPDX-License-Identifier: Apache-2.0
package cloudy.access;

import static cloudy.access.TestRoom.PASSWORD;
import static cloudy.access.TestRoom.in;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import cloudy.api.access.Access.Session;
import cloudy.api.access.Caller;
import cloudy.api.access.Caller.Proof;
import cloudy.api.access.Role;
import cloudy.api.rest.Answer;
import cloudy.api.rest.Problem;
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

class AccountTest {

    private static final String OTHER = "battery staple, twice";

    @TempDir
    private Path data;

    private TestRoom room;
    private final Optional<Caller> admin = Optional.of(in("anna", Role.ADMIN));
    private final Optional<Caller> olga = Optional.of(in("olga", Role.OPERATOR));

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

    private Answer signIn(String code) throws Exception {
        return room.signIn("10.1.2.3", "", "olga", PASSWORD, code);
    }

    private String secret() throws Exception {
        Answer begun = room.call("beginSecondFactor", olga, Map.of(), Map.of("password", PASSWORD));
        return TestRoom.json(begun).get("secret").toString();
    }

    private String code(String secret) {
        return Totp.code(secret, room.clock.instant().getEpochSecond() / 30);
    }

    private List<?> confirm(String secret) throws Exception {
        Answer confirmed = room.call("confirmSecondFactor", olga, Map.of(), Map.of("code", code(secret)));
        return (List<?>) TestRoom.json(confirmed).get("recoveryCodes");
    }

    @Test
    void whoIsNoAdminDoesNothingWithUsers() {
        for (Caller caller : List.of(
                in("olga", Role.OPERATOR),
                in("olga", Role.VIEWER),
                new Caller("anna", Role.OPERATOR, Proof.TOKEN, Set.of()))) {
            var who = Optional.of(caller);
            for (String operation :
                    List.of("listUsers", "addUser", "changeUser", "removeUser", "listAudit", "verifyAudit")) {
                Problem problem = catchThrowableOfType(
                        Problem.class,
                        () -> room.call(operation, who, Map.of("name", "olga"), Map.of("role", "admin")));
                assertThat(problem).as(operation).isNotNull();
                assertThat(problem.status()).isEqualTo(403);
            }
        }
        assertThat(room.people.users().find("olga").orElseThrow().role()).isEqualTo(Role.OPERATOR);
    }

    @Test
    void aNewPasswordNeedsTheOldOneAndEndsAllOtherSessions() throws Exception {
        String here = TestRoom.cookies(signIn(""));
        String elsewhere = TestRoom.cookies(signIn(""));
        assertThatThrownBy(() -> room.call(
                        "changePassword", olga, Map.of(), Map.of("current", "wrong guess", "password", OTHER)))
                .hasMessageContaining("wrong");

        Answer answer = room.call(
                "changePassword", olga, "10.1.2.3", here, Map.of(), Map.of("current", PASSWORD, "password", OTHER));

        assertThat(room.people.session(TestRoom.cookie(here, Session.COOKIE))).isEmpty();
        assertThat(room.people.session(TestRoom.cookie(elsewhere, Session.COOKIE)))
                .isEmpty();
        assertThat(room.people.session(TestRoom.cookie(TestRoom.cookies(answer), Session.COOKIE)))
                .isPresent();
        assertThatThrownBy(() -> signIn("")).isInstanceOf(Problem.class);
        assertThat(room.signIn("10.1.2.3", "", "olga", OTHER, "").status()).isEqualTo(201);
    }

    @Test
    void aStolenSessionDoesNotHelpToGuessThePassword() {
        int listenedTo = 0;
        for (int i = 0; i < 100; i++) {
            Problem problem = catchThrowableOfType(
                    Problem.class,
                    () -> room.call("removeSecondFactor", olga, Map.of(), Map.of("password", "wrong guess")));
            listenedTo += problem.status() == 403 ? 1 : 0;
        }

        assertThat(listenedTo).isEqualTo(11);
    }

    @Test
    void aTokenDoesNothingWithTheAccountOfItsUser() {
        var program = Optional.of(new Caller("olga", Role.OPERATOR, Proof.TOKEN, Set.of()));
        for (String operation :
                List.of("changePassword", "beginSecondFactor", "confirmSecondFactor", "removeSecondFactor")) {
            assertThatThrownBy(() -> room.call(
                            operation,
                            program,
                            Map.of(),
                            Map.of("current", PASSWORD, "password", PASSWORD, "code", "000000")))
                    .hasMessageContaining("signed in");
        }
    }

    @Test
    void theSecondFactorCountsOnceItIsConfirmed() throws Exception {
        String secret = secret();
        assertThat(signIn("").status()).isEqualTo(201);
        assertThatThrownBy(() -> room.call("confirmSecondFactor", olga, Map.of(), Map.of("code", "000000")))
                .isInstanceOf(Problem.class);

        assertThat(confirm(secret)).hasSize(10);

        assertThatThrownBy(() -> signIn("")).hasMessageContaining("second factor");
        assertThatThrownBy(() -> signIn(code(secret)))
                .as("the code that confirmed it")
                .isInstanceOf(Problem.class);
        room.advance(Duration.ofSeconds(30));
        assertThat(signIn(code(secret)).status()).isEqualTo(201);
        assertThatThrownBy(() -> signIn(code(secret))).as("the same once more").isInstanceOf(Problem.class);
        assertThatThrownBy(this::secret).hasMessageContaining("already");
    }

    @Test
    void aRecoveryCodeCountsOnceAlsoAfterARestart() throws Exception {
        String paper = confirm(secret()).get(3).toString();

        assertThat(signIn(paper).status()).isEqualTo(201);
        assertThatThrownBy(() -> signIn(paper)).isInstanceOf(Problem.class);
        room.close();
        room = new TestRoom(data, room.clock);
        assertThatThrownBy(() -> signIn(paper)).isInstanceOf(Problem.class);
    }

    @Test
    void whetherACodeIsAskedForIsToldOnlyToWhoHasThePassword() throws Exception {
        confirm(secret());

        assertThatThrownBy(() -> room.signIn("10.1.2.3", "", "olga", "wrong guess", ""))
                .hasMessage("The name or the password is wrong.");
    }

    @Test
    void itsRemovalAsksForThePasswordAndAnAdminTakesItAway() throws Exception {
        confirm(secret());
        room.call("removeSecondFactor", olga, Map.of(), Map.of("password", PASSWORD));
        assertThat(signIn("").status()).isEqualTo(201);

        confirm(secret());
        room.call("changeUser", admin, Map.of("name", "olga"), Map.of("secondFactor", false));
        assertThat(signIn("").status()).isEqualTo(201);
    }

    @Test
    void inTheShellTheCodeIsBehindThePassword() throws Exception {
        var loopback = TestRoom.address("127.0.0.1");
        assertThat(room.people.password("olga", PASSWORD.toCharArray(), "", loopback))
                .contains(new Caller("olga", Role.OPERATOR, Proof.SHELL, Set.of()));
        String secret = secret();
        confirm(secret);
        room.advance(Duration.ofSeconds(60));

        assertThat(room.people.password("olga", PASSWORD.toCharArray(), "", loopback))
                .isEmpty();
        assertThat(room.people.password("olga", (PASSWORD + " 000000").toCharArray(), "", loopback))
                .isEmpty();
        assertThat(room.people.password("olga", (PASSWORD + ' ' + code(secret)).toCharArray(), "", loopback))
                .isPresent();
        assertThat(room.people.password("nobody", "".toCharArray(), "", loopback))
                .isEmpty();
    }

    @Test
    void theAuditLogIsListedInPagesAndChecked() throws Exception {
        for (int i = 0; i < 5; i++) {
            signIn("");
        }
        var first = TestRoom.json(room.call("listAudit", admin, Map.of("limit", 3L), Map.of()));
        assertThat((List<?>) first.get("items")).hasSize(3);
        var second = TestRoom.items(
                room.call("listAudit", admin, Map.of("limit", 3L, "cursor", first.get("next")), Map.of()));
        assertThat(second).extracting(entry -> entry.get("seq")).containsExactly(2L, 1L);
        assertThatThrownBy(() -> room.call("listAudit", admin, Map.of("cursor", "eA"), Map.of()))
                .hasMessageStartingWith("cursor: ");

        Answer later = room.call("verifyAudit", admin, Map.of(), Map.of());
        Answer report =
                ((Answer.Later) later.content()).answer().toCompletableFuture().join();
        assertThat(((AuditReport) ((Answer.Json) report.content()).value().get()).intact())
                .isTrue();
    }
}
