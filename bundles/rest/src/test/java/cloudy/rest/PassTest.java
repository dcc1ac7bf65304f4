// SPDX-License-Identifier: Apache-2.0
package cloudy.rest;

import static org.assertj.core.api.Assertions.assertThat;

import cloudy.api.access.Access;
import cloudy.api.access.Caller;
import cloudy.api.access.Role;
import java.net.InetAddress;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who was let in, and would be again. */
class PassTest {

    private static final InetAddress HERE = InetAddress.getLoopbackAddress();
    private static final Caller THEN = caller("ann", Role.OPERATOR, Set.of());

    private Optional<Caller> now = Optional.of(THEN);
    private int used;

    @Test
    void holdsWhileNothingChanges() {
        assertThat(holds(token())).isTrue();
        assertThat(holds(cookie())).isTrue();
        now = Optional.of(caller("ann", Role.ADMIN, Set.of()));
        assertThat(holds(token())).isTrue();
    }

    @Test
    void endsWithTheTokenOrSession() {
        now = Optional.empty();
        assertThat(holds(token())).isFalse();
        assertThat(holds(cookie())).isFalse();
        assertThat(holds(new Pass(Optional.empty(), Optional.empty(), HERE))).isFalse();
    }

    @Test
    void endsWithALesserRoleOtherScopesOrAnotherPerson() {
        now = Optional.of(caller("ann", Role.VIEWER, Set.of()));
        assertThat(holds(token())).isFalse();
        now = Optional.of(caller("ann", Role.OPERATOR, Set.of("node:read")));
        assertThat(holds(token())).isFalse();
        now = Optional.of(caller("bob", Role.OPERATOR, Set.of()));
        assertThat(holds(cookie())).isFalse();
    }

    @Test
    void aGlanceIsNoUseOfTheSession() {
        holds(cookie());
        assertThat(used).isZero();
    }

    private boolean holds(Pass pass) {
        return pass.holds(
                new Access() {
                    @Override
                    public Optional<Caller> token(String token, InetAddress from) {
                        return now;
                    }

                    @Override
                    public Optional<Session> session(String cookie, InetAddress from) {
                        used++;
                        return glance(cookie, from);
                    }

                    @Override
                    public Optional<Session> glance(String cookie, InetAddress from) {
                        return now.map(caller -> new Session(caller, "csrf"));
                    }

                    @Override
                    public Optional<Caller> password(String name, char[] password, String code, InetAddress from) {
                        return Optional.empty();
                    }
                },
                THEN);
    }

    private static Pass token() {
        return new Pass(Optional.of("t"), Optional.empty(), HERE);
    }

    private static Pass cookie() {
        return new Pass(Optional.empty(), Optional.of("c"), HERE);
    }

    private static Caller caller(String name, Role role, Set<String> scopes) {
        return new Caller(name, role, Caller.Proof.TOKEN, scopes);
    }
}
