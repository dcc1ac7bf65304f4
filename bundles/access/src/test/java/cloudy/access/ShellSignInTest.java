// SPDX-License-Identifier: Apache-2.0
package cloudy.access;

import static org.assertj.core.api.Assertions.assertThat;

import cloudy.api.access.Audit;
import cloudy.api.access.Caller;
import cloudy.api.access.Role;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Signing in where there is no browser, and so no session that could be looked at again. */
class ShellSignInTest {

    private static final InetAddress HERE = InetAddress.getLoopbackAddress();

    @TempDir
    private Path data;

    private final TestClock clock = new TestClock();
    private People people;

    /** Done between the moment when a password was found right and the moment when somebody is let in. */
    private Runnable meanwhile = () -> {};

    @BeforeEach
    void open() {
        Audit audit = (caller, from, action, target, outcome) -> meanwhile.run();
        people =
                new People(data, audit, clock, clock::steadyMs, TestRoom.CHEAP, () -> Limits.USUAL, (user, what) -> {});
        add("root", Role.ADMIN);
        add("ada", Role.ADMIN);
    }

    @AfterEach
    void close() {
        people.close();
    }

    @Test
    void whoKnowsThePasswordIsLetInWithTheRoleOfTheAccount() {
        assertThat(signIn("ada", TestRoom.PASSWORD)).map(Caller::role).contains(Role.ADMIN);
        assertThat(signIn("ada", "wrong horse battery")).isEmpty();
        assertThat(signIn("nobody", TestRoom.PASSWORD)).isEmpty();
    }

    @Test
    void whoIsRemovedWhileThePasswordIsCheckedIsNotLetIn() {
        meanwhile = () ->
                people.users().find("ada").ifPresent(user -> people.users().remove("ada"));

        assertThat(signIn("ada", TestRoom.PASSWORD)).isEmpty();
    }

    @Test
    void whoIsDemotedWhileThePasswordIsCheckedIsNotLetIn() {
        meanwhile = () -> people.users()
                .find("ada")
                .filter(user -> user.role() == Role.ADMIN)
                .ifPresent(user -> people.users().change(user.id(), "changed", latest -> latest.withRole(Role.VIEWER)));

        assertThat(signIn("ada", TestRoom.PASSWORD)).isEmpty();
    }

    @Test
    void somebodyElseOfTheSameNameIsSomebodyElse() {
        meanwhile = () -> {
            meanwhile = () -> {};
            people.users().remove("ada");
            add("ada", Role.ADMIN);
        };

        assertThat(signIn("ada", TestRoom.PASSWORD)).isEmpty();
        assertThat(signIn("ada", TestRoom.PASSWORD)).isPresent();
    }

    private void add(String name, Role role) {
        people.users().add(User.make(name, role, people.hash(TestRoom.PASSWORD), clock.instant()));
    }

    private Optional<Caller> signIn(String name, String password) {
        return people.password(name, password.toCharArray(), "", HERE);
    }
}
