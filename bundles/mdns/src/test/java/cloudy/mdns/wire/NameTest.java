// SPDX-License-Identifier: Apache-2.0
package cloudy.mdns.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Collections;
import org.junit.jupiter.api.Test;

class NameTest {

    @Test
    void isTheSameInCapitalLettersAndKeepsThem() {
        var capital = Name.of("_Docker", "_tcp", "local");

        assertThat(capital).isEqualTo(Name.of("_docker", "_TCP", "Local")).hasToString("_Docker._tcp.local");
        assertThat(capital.hashCode())
                .isEqualTo(Name.of("_docker", "_tcp", "local").hashCode());
    }

    @Test
    void keepsLettersBeyondAsciiApart() {
        assertThat(Name.of("Càmera")).isNotEqualTo(Name.of("CÀmera"));
    }

    @Test
    void keepsADotWithinALabel() {
        assertThat(Name.of("Pads 1.2", "local")).isNotEqualTo(Name.of("Pads 1", "2", "local"));
        assertThat(Name.of("Pads 1.2", "local").first()).isEqualTo("Pads 1.2");
    }

    @Test
    void hasAParentAndChildren() {
        var type = Name.of("_http", "_tcp", "local");

        assertThat(type.child("Web")).isEqualTo(Name.of("Web", "_http", "_tcp", "local"));
        assertThat(type.child("Web").parent()).isEqualTo(type);
        assertThat(Name.of().parent()).isEqualTo(Name.of());
        assertThat(Name.of().first()).isEmpty();
    }

    @Test
    void knowsWhatItLiesBelow() {
        var node = Name.of("alpha", "guifi", "local");

        assertThat(node.isWithin(Name.of("GUIFI", "local"))).isTrue();
        assertThat(node.isWithin(node)).isTrue();
        assertThat(node.child("x").isWithin(node)).isTrue();
        assertThat(Name.of("guifi", "local").isWithin(node)).isFalse();
        assertThat(Name.of("alpha", "local").isWithin(Name.of("guifi", "local")))
                .isFalse();
    }

    @Test
    void refusesWhatCannotBeSent() {
        assertThatIllegalArgumentException().isThrownBy(() -> Name.of("", "local"));
        assertThatIllegalArgumentException().isThrownBy(() -> Name.of("x".repeat(64), "local"));
        // 32 letters of two bytes each.
        assertThatIllegalArgumentException().isThrownBy(() -> Name.of("à".repeat(32)));
        assertThatIllegalArgumentException().isThrownBy(() -> Name.of(Collections.nCopies(5, "x".repeat(60))));
        assertThat(Name.of("à".repeat(31) + "x").first()).hasSize(32);
    }
}
