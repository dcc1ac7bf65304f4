// SPDX-License-Identifier: Apache-2.0
package cloudy.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordHashTest {

    /** From the tests of Argon2's reference implementation. */
    private static final String REFERENCE =
            "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";

    @Test
    void agreesWithTheReference() {
        var hash = PasswordHash.parse(REFERENCE);

        assertThat(hash.matches("password".toCharArray())).isTrue();
        assertThat(hash.matches("Password".toCharArray())).isFalse();
        assertThat(hash).hasToString(REFERENCE);
    }

    @Test
    void knowsItsPasswordAgainAfterWritingAndReading() {
        var made = PasswordHash.make("contrasenya llarga".toCharArray(), TestRoom.CHEAP);

        assertThat(PasswordHash.parse(made.toString())).isEqualTo(made);
        assertThat(made.matches("contrasenya llarga".toCharArray())).isTrue();
        assertThat(PasswordHash.make("contrasenya llarga".toCharArray(), TestRoom.CHEAP))
                .isNotEqualTo(made);
    }

    @Test
    void anAccentIsTheSameHoweverItIsTyped() {
        var composed = PasswordHash.make("contrase\u00f1a".toCharArray(), TestRoom.CHEAP);

        assertThat(composed.matches("contrasen\u0303a".toCharArray())).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "password",
                "$argon2i$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
                "$argon2id$v=19$m=999999,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
                "$argon2id$v=19$m=256,t=99,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
                "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$"
            })
    void refusesWhatIsNoHashOrWouldStopTheNode(String text) {
        assertThatThrownBy(() -> PasswordHash.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
