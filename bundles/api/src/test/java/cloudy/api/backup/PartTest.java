// SPDX-License-Identifier: Apache-2.0
package cloudy.api.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloudy.api.InvalidFieldException;
import cloudy.api.form.Texts;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartTest {

    private static final Texts KEYS = Texts.of("Claus", "Claves", "Keys");

    @Test
    void saysWhatIsNotUsualWithoutForgettingTheRest() {
        Path place = Path.of("/srv/keys");

        assertThat(Part.of("keys", KEYS, place).without("cache").whileStopped().asSecret())
                .isEqualTo(new Part("keys", KEYS, place, List.of("cache"), Part.When.STOPPED, true));
        assertThat(Part.of("keys", KEYS, place).asSecret().without("cache").when())
                .isEqualTo(Part.When.RUNNING);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "..", ".hidden", "a/b", "a b", "<script>"})
    void isNamedByWhatCanBeAFile(String name) {
        assertThatThrownBy(() -> Part.of(name, KEYS, Path.of("/srv")))
                .isInstanceOf(InvalidFieldException.class)
                .hasMessageStartingWith("name: ");
    }

    @Test
    void isSomewhereForEveryone() {
        assertThatThrownBy(() -> Part.of("keys", KEYS, Path.of("keys"))).hasMessageStartingWith("path: ");
    }
}
