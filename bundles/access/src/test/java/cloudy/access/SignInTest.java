// SPDX-License-Identifier: Apache-2.0
package cloudy.access;

import static cloudy.access.TestRoom.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import cloudy.api.access.Role;
import cloudy.api.rest.Answer;
import cloudy.api.rest.Problem;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignInTest {

    private static final String HOME = "10.1.2.3";

    @TempDir
    private Path data;

    private TestRoom room;

    @BeforeEach
    void open() {
        room = new TestRoom(data);
        room.add("anna", Role.ADMIN);
    }

    @AfterEach
    void close() {
        room.close();
    }

    private int guess(String from, String name) throws Exception {
        try {
            return room.signIn(from, "", name, "wrong guess", "").status();
        } catch (Problem problem) {
            return problem.status();
        }
    }

    @Test
    void theOperatorSignsInFromHisAddressWhileOneOtherGuesses() throws Exception {
        room.signIn(HOME, "", "anna", PASSWORD, "");

        int listenedTo = 0;
        for (int i = 0; i < 500; i++) {
            listenedTo += guess("192.0.2.66", "anna") == 401 ? 1 : 0;
            room.advance(Duration.ofSeconds(1));
            if (i % 50 == 0) {
                assertThat(room.signIn(HOME, "", "anna", PASSWORD, "").status()).isEqualTo(201);
            }
        }

        assertThat(listenedTo).isLessThan(25);
    }

    @Test
    void theOperatorSignsInWhileAThousandAddressesGuess() throws Exception {
        String cookies = TestRoom.cookies(room.signIn(HOME, "", "anna", PASSWORD, ""));

        int listenedTo = 0;
        for (int i = 0; i < 1_000; i++) {
            listenedTo += guess("192.0." + (i / 250) + '.' + (i % 250), "anna") == 401 ? 1 : 0;
            room.advance(Duration.ofMillis(100));
            if (i % 100 == 0) {
                // From his address; from elsewhere in the browser that he knows; and on the node itself.
                assertThat(room.signIn(HOME, "", "anna", PASSWORD, "").status()).isEqualTo(201);
                assertThat(room.signIn("198.51.100.7", cookies, "anna", PASSWORD, "")
                                .status())
                        .isEqualTo(201);
                assertThat(room.signIn("127.0.0.1", "", "anna", PASSWORD, "").status())
                        .isEqualTo(201);
            }
        }

        assertThat(listenedTo).isLessThan(20);
    }

    @Test
    void hisBrowserIsKnownAfterARestartAndFromTheGuessersOwnAddress() throws Exception {
        String cookies = TestRoom.cookies(room.signIn(HOME, "", "anna", PASSWORD, ""));
        room.close();
        room = new TestRoom(data, room.clock);
        for (int i = 0; i < 100; i++) {
            guess(HOME, "anna");
        }

        assertThatThrownBy(() -> room.signIn(HOME, "", "anna", PASSWORD, "")).hasMessageContaining("too many");
        assertThat(room.signIn(HOME, cookies, "anna", PASSWORD, "").status()).isEqualTo(201);
    }

    @Test
    void aStolenOrMadeUpMarkDoesNotHelpToGuess() throws Exception {
        room.add("eve", Role.VIEWER);
        String hers = TestRoom.cookies(room.signIn("192.0.2.66", "", "eve", PASSWORD, ""));
        String made = Cookies.DEVICE + "=0123456789abcdef." + "0".repeat(64);

        for (String cookies : new String[] {hers, made}) {
            int listenedTo = 0;
            for (int i = 0; i < 100; i++) {
                try {
                    room.signIn("192.0.2." + i, cookies, "anna", "wrong guess", "");
                } catch (Problem problem) {
                    listenedTo += problem.status() == 401 ? 1 : 0;
                }
            }
            assertThat(listenedTo).isLessThanOrEqualTo(11);
        }
    }

    @Test
    void oneAddressWithManyNamesIsSlowedDown() throws Exception {
        int listenedTo = 0;
        for (int i = 0; i < 1_000; i++) {
            listenedTo += guess("192.0.2.66", "user" + i) == 401 ? 1 : 0;
        }

        assertThat(listenedTo).isEqualTo(11);
        assertThat(guess("192.0.2.67", "anna")).isEqualTo(401);
    }

    @Test
    void theDelayGrowsIsToldAndEnds() throws Exception {
        for (int i = 0; i < 11; i++) {
            assertThat(guess("192.0.2.66", "anna")).isEqualTo(401);
        }
        Problem first = catchThrowableOfType(Problem.class, () -> room.signIn("192.0.2.66", "", "anna", PASSWORD, ""));
        assertThat(first.status()).isEqualTo(429);
        assertThat(first.retryAfterS()).hasValue(1);
        room.advance(Duration.ofSeconds(1));
        guess("192.0.2.66", "anna");
        Problem second = catchThrowableOfType(Problem.class, () -> room.signIn("192.0.2.66", "", "anna", PASSWORD, ""));
        assertThat(second.retryAfterS()).hasValue(2);

        room.advance(Duration.ofSeconds(2));
        assertThat(room.signIn("192.0.2.66", "", "anna", PASSWORD, "").status()).isEqualTo(201);
    }

    @Test
    void noUserAndWrongPasswordAreAnsweredAlike() {
        List<String> wrong = answers("anna");
        room.close();
        room = new TestRoom(data);

        assertThat(answers("nobody")).isEqualTo(wrong).hasSize(30);
    }

    private List<String> answers(String name) {
        var answers = new ArrayList<String>();
        for (int i = 0; i < 30; i++) {
            String from = "192.0.2." + i;
            Problem problem = catchThrowableOfType(Problem.class, () -> room.signIn(from, "", name, "wrong guess", ""));
            answers.add(problem.status() + problem.getMessage() + problem.field() + problem.retryAfterS());
        }
        return answers;
    }

    @Test
    void noUserAndWrongPasswordTakeTheSameTime() {
        var passwords = new Passwords(new PasswordHash.Cost(4 * 1024, 2, 1));
        var kept = Optional.of(PasswordHash.parse(passwords.hash(PASSWORD.toCharArray())));
        long user = 0;
        long nobody = 0;
        for (int i = 0; i < 20; i++) {
            long start = cpuNanos();
            passwords.matches(kept, "wrong guess".toCharArray(), true);
            long between = cpuNanos();
            passwords.matches(Optional.empty(), "wrong guess".toCharArray(), true);
            user += between - start;
            nobody += cpuNanos() - between;
        }

        assertThat((double) nobody / user).isBetween(0.5, 2.0);
    }

    /** The work of this thread alone, whatever the machine does beside it. */
    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    @Test
    void failuresAreInTheAuditLogOnceAMinuteAndWithoutNames() throws Exception {
        for (int i = 0; i < 50; i++) {
            guess("192.0.2." + i, "my-secret-typed-as-name" + i);
        }
        room.advance(Duration.ofMinutes(1));
        guess("192.0.2.99", "anna");

        assertThat(room.audited)
                .containsExactly(
                        "node 192.0.2.0 signIn browser refused",
                        "node 192.0.2.99 signIn browser refused, 50 tries since the last entry, this the latest");
    }

    @Test
    void anOutdatedHashIsMadeAnewWithoutEndingSessions() throws Exception {
        String cookies = TestRoom.cookies(room.signIn(HOME, "", "anna", PASSWORD, ""));
        room.close();
        var dearer = new PasswordHash.Cost(16, 2, 1);
        room = new TestRoom(data, room.clock, dearer);

        Answer answer = room.signIn(HOME, "", "anna", PASSWORD, "");

        assertThat(answer.status()).isEqualTo(201);
        assertThat(room.people.users().find("anna").orElseThrow().password().cost())
                .isEqualTo(dearer);
        assertThat(room.people.session(TestRoom.cookie(cookies, "__Host-cloudy")))
                .isPresent();
        assertThat(room.signIn(HOME, "", "anna", PASSWORD, "").status()).isEqualTo(201);
    }
}
