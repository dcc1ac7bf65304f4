// SPDX-License-Identifier: Apache-2.0
package cloudy.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloudy.api.InvalidFieldException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WishTest {

    private static final Source SOURCE = Source.of("https://pads.example/features.xml", "ab".repeat(32));
    private static final Source NEWER = Source.of("https://pads.example/features.xml", "cd".repeat(32));

    @Test
    void isReadFromSettingsAndChangesOnlyWhatChanged() {
        Wish wish = Wish.of(Map.of("features", " b,a ,, ", "repositories", SOURCE.toString(), "more", "x"));

        assertThat(wish).isEqualTo(new Wish(Set.of("a", "b"), List.of(SOURCE)));
        assertThat(wish.with(Set.of("c")).changes(wish)).containsExactly(Map.entry("features", Optional.of("a, b, c")));
        assertThat(wish.without(Set.of("a", "b")).changes(wish))
                .containsExactly(Map.entry("features", Optional.empty()));
        assertThat(wish.with(NEWER).changes(wish))
                .containsExactly(Map.entry("repositories", Optional.of(NEWER.toString())));
        assertThat(wish.without(NEWER).repositories()).isEmpty();
        assertThat(wish.with(Set.of("a")).changes(wish)).isEmpty();
        assertThat(Wish.of(Map.of())).isEqualTo(new Wish(Set.of(), List.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://pads.example/x#sha256=",
                "https://#sha256=",
                "ftp://x/#sha256=",
                "https://user:pw@pads.example/x#sha256=",
                "https://pads.example/a b#sha256=",
                "https://pads.example/x?a=,b#sha256=",
                "https://pads.example/x#md5="
            })
    void takesNoAddressThatCouldBeAnythingElse(String begin) {
        assertThatThrownBy(() -> Source.parse(begin + "ab".repeat(32))).isInstanceOf(InvalidFieldException.class);
    }

    @Test
    void aPinIsAHashOrAKeyAndNothingElse() {
        for (String pin : List.of("key=", "key=abc", "key=" + "A".repeat(60), "key", "sha512=" + "ab".repeat(64))) {
            assertThatThrownBy(() -> Source.parse("https://pads.example/x#" + pin))
                    .isInstanceOf(InvalidFieldException.class);
        }
    }

    @Test
    void aHashIsSixtyFourHexadecimalDigits() {
        for (String hash : List.of("", "ab", "AB".repeat(32), "ab".repeat(33), "zz".repeat(32))) {
            assertThatThrownBy(() -> Source.of("https://pads.example/", hash))
                    .isInstanceOf(InvalidFieldException.class);
        }
        assertThat(Source.parse(SOURCE.toString())).isEqualTo(SOURCE);
    }

    @Test
    void whatEveryNodeBootsWithIsReadWithVersionsAndStages() {
        assertThat(KarafProvisioner.boot("a/1.0.0, (b , c),d")).containsExactlyInAnyOrder("a", "b", "c", "d");
        assertThat(KarafProvisioner.boot("")).isEmpty();
    }

    @Test
    void saysWhatLacksInOneSentence() {
        assertThat(Unresolved.sentence(new IllegalStateException("Unable to resolve root: missing requirement [root]"
                        + " osgi.identity; osgi.identity=pads; type=karaf.feature; version=1.0.0 [caused by: Unable to"
                        + " resolve pads/1.0.0: missing requirement [pads/1.0.0] osgi.identity;"
                        + " osgi.identity=org.example.pads; [caused by: Unable to resolve org.example.pads/1.0.0:"
                        + " missing requirement [org.example.pads/1.0.0] osgi.wiring.package;"
                        + " filter:=\"(osgi.wiring.package=org.lacking)\"]]")))
                .isEqualTo("org.example.pads/1.0.0 needs a package (osgi.wiring.package=org.lacking), which nothing"
                        + " here offers");
        assertThat(Unresolved.sentence(new IllegalStateException("x\ny".repeat(500))))
                .hasSizeLessThanOrEqualTo(400);
        assertThat(Unresolved.sentence(new IllegalStateException())).isEqualTo("java.lang.IllegalStateException");
    }
}
