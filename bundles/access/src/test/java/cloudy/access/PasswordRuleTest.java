// SPDX-License-Identifier: Apache-2.0
package cloudy.access;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloudy.api.InvalidFieldException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordRuleTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1234567",
                "password",
                "PassWord1",
                "iloveyou123",
                "qwertyuiop",
                "contraseña",
                "cloudycloudy",
                "Cloudy2026",
                "montserrat9",
                "montserratmontserrat",
                "guifinet1"
            })
    void refusesWhatIsGuessedFirst(String password) {
        assertThatThrownBy(() -> PasswordRule.check("password", "montserrat", password))
                .isInstanceOf(InvalidFieldException.class)
                .hasMessageStartingWith("password: ")
                .hasMessageNotContaining("montserrat9");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tres gats", "aaaa bbbb", "montserrat i el mar", "cloudy with rain", "ñandú-ñandú"})
    void takesAnythingElse(String password) {
        assertThatCode(() -> PasswordRule.check("password", "montserrat", password))
                .doesNotThrowAnyException();
    }

    @Test
    void takes128CharactersAndNoMore() {
        assertThatCode(() -> PasswordRule.check("password", "anna", "😀".repeat(128)))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> PasswordRule.check("password", "anna", "😀".repeat(129)))
                .hasMessageContaining("8 to 128");
    }
}
