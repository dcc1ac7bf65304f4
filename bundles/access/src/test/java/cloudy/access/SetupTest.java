// SPDX-License-Identifier: Apache-2.0
package cloudy.access;

import static cloudy.access.TestRoom.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import cloudy.api.access.Caller;
import cloudy.api.access.Role;
import cloudy.api.rest.Answer;
import cloudy.api.rest.Problem;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SetupTest {

    @TempDir
    private Path data;

    private TestRoom room;

    @BeforeEach
    void open() {
        room = new TestRoom(data);
    }

    @AfterEach
    void close() {
        room.close();
    }

    private Answer setUp(String from, String code, String name) throws Exception {
        return room.call(
                "setUp",
                Optional.empty(),
                from,
                "",
                Map.of(),
                Map.of("code", code, "name", name, "password", PASSWORD));
    }

    private String code() {
        return room.people.setup().code().orElseThrow();
    }

    private Path file() {
        return data.resolve("run/setup-code");
    }

    @Test
    void theCodeMakesTheFirstAdminAndDies() throws Exception {
        assertThat(code()).matches("([a-z2-9]{4}-){3}[a-z2-9]{4}");
        assertThat(Files.readString(file()).strip()).isEqualTo(code());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
        assertThat(TestRoom.json(room.call("getSetup", Optional.empty(), Map.of(), Map.of())))
                .containsEntry("needed", true);
        String code = code();

        Answer answer = setUp("10.1.2.3", code.toUpperCase(Locale.ROOT).replace("-", " "), "anna");

        assertThat(answer.status()).isEqualTo(201);
        assertThat(TestRoom.json(answer)).containsEntry("user", "anna").containsEntry("role", Role.ADMIN);
        assertThat(room.people.session(TestRoom.cookie(TestRoom.cookies(answer), "__Host-cloudy")))
                .isPresent();
        assertThat(file()).doesNotExist();
        assertThatThrownBy(() -> setUp("10.1.2.3", code, "eve")).hasMessageContaining("already");
        assertThat(TestRoom.json(room.call("getSetup", Optional.empty(), Map.of(), Map.of())))
                .containsEntry("needed", false);
        assertThat(room.audited).containsExactly("anna 10.1.2.3 signIn set-up done");
    }

    @Test
    void theCodeOpensTheWayForABackupUntilThereIsAnAdmin() throws Exception {
        InetAddress far = TestRoom.address("10.1.2.3");
        assertThatThrownBy(() -> restore("aaaa-aaaa-aaaa-aaaa")).hasMessageContaining("set-up code is wrong");
        String first = restore(code());
        String token = restore(code());

        assertThat(room.people.token(first, far)).isEmpty();
        Caller owner = room.people.token(token, far).orElseThrow();
        assertThat(owner.scopes()).containsExactlyInAnyOrder("backups:read", "backups:write", "jobs:read");
        assertThat(room.people.users().needsSetup()).isTrue();
        assertThat(room.audited).contains("set-up 10.1.2.3 signIn set-up done");

        setUp("10.1.2.3", code(), "anna");
        assertThat(room.people.token(token, far)).isEmpty();
        assertThatThrownBy(() -> restore("any")).hasMessageContaining("already");
    }

    private String restore(String code) throws Exception {
        Answer answer = room.call("beginRestore", Optional.empty(), "10.1.2.3", "", Map.of(), Map.of("code", code));
        return (String) TestRoom.json(answer).get("token");
    }

    @Test
    void thereIsNoCodeAfterARestartOnceThereIsAnAdmin() throws Exception {
        setUp("10.1.2.3", code(), "anna");
        room.close();
        room = new TestRoom(data);

        assertThat(room.people.setup().code()).isEmpty();
        assertThat(file()).doesNotExist();
    }

    @Test
    void ofManyAtOnceOneWins() throws Exception {
        var threads = Executors.newFixedThreadPool(4);
        String code = code();
        var tries = new ArrayList<Callable<Integer>>();
        for (String name : List.of("anna", "olga", "eve", "joan")) {
            tries.add(() -> {
                try {
                    return setUp("10.1.2.3", code, name).status();
                } catch (Problem problem) {
                    return problem.status();
                }
            });
        }

        var statuses = new ArrayList<Integer>();
        for (var answer : threads.invokeAll(tries)) {
            statuses.add(answer.get());
        }
        threads.shutdown();

        assertThat(statuses).containsExactlyInAnyOrder(201, 409, 409, 409);
        assertThat(room.people.users().all()).hasSize(1);
    }

    @Test
    void guessesAreLimitedAndDoNotKeepTheOwnerOut() throws Exception {
        var statuses = new ArrayList<Integer>();
        for (int i = 0; i < 20; i++) {
            Problem problem =
                    catchThrowableOfType(Problem.class, () -> setUp("192.0.2.66", "aaaa-aaaa-aaaa-aaaa", "eve"));
            statuses.add(problem.status());
        }

        assertThat(statuses.subList(0, 11)).containsOnly(403);
        assertThat(statuses.subList(11, 20)).containsOnly(429);
        assertThat(setUp("10.1.2.3", code(), "anna").status()).isEqualTo(201);
    }

    @Test
    void aBadNameOrPasswordDoesNotUseTheCodeUp() throws Exception {
        String code = code();
        assertThatThrownBy(() -> setUp("10.1.2.3", code, "Anna")).hasMessageStartingWith("name: ");
        assertThatThrownBy(() -> room.call(
                        "setUp",
                        Optional.empty(),
                        Map.of(),
                        Map.of("code", code, "name", "anna", "password", "password")))
                .hasMessageStartingWith("password: ");

        assertThat(setUp("10.1.2.3", code, "anna").status()).isEqualTo(201);
    }

    @Test
    void theTokenOfTheRunFolderIsTheOwnersOnTheNodeOnly() throws Exception {
        Path file = data.resolve("run/token");
        String token = Files.readString(file).strip();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");

        assertThat(room.people.token(token, TestRoom.address("127.0.0.1"))).hasValueSatisfying(caller -> {
            assertThat(caller.name()).isEqualTo("local");
            assertThat(caller.role()).isEqualTo(Role.ADMIN);
        });
        assertThat(room.people.token(token, TestRoom.address("::1"))).isPresent();
        assertThat(room.people.token(token, TestRoom.address("10.1.2.3"))).isEmpty();

        room.close();
        assertThat(file).doesNotExist();
        room = new TestRoom(data);
        assertThat(room.people.token(token, TestRoom.address("127.0.0.1"))).isEmpty();
    }
}
