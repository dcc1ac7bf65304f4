// SPDX-License-Identifier: Apache-2.0
package cloudy.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TxtTest {

    @Test
    void readsAndWritesTheFormOfAvahiPs() {
        assertThat(Txt.parse("node_id=MFZWI3D&path=/a=b&flag&empty=").pairs())
                .containsExactly(
                        new Txt.Pair("node_id", Optional.of("MFZWI3D")),
                        new Txt.Pair("path", Optional.of("/a=b")),
                        new Txt.Pair("flag", Optional.empty()),
                        new Txt.Pair("empty", Optional.of("")));
        assertThat(Txt.parse("b=2&a=1&flag").toString()).isEqualTo("b=2&a=1&flag");
        assertThat(Txt.parse("&&").pairs()).isEmpty();
        assertThat(Txt.parse("")).isEqualTo(Txt.EMPTY);
    }

    @Test
    void findsAKeyWithoutRegardToCase() {
        assertThat(Txt.parse("Federated=Yes").get("federated")).contains("Yes");
        assertThat(Txt.parse("Federated").get("Federated")).isEmpty();
        assertThat(Txt.EMPTY.get("a")).isEmpty();
    }

    @Test
    void changesAFactInItsPlaceAndAddsANewOneAtTheEnd() {
        assertThat(Txt.parse("a=1&b=2").with("A", "3").with("c", "4").toString())
                .isEqualTo("A=3&b=2&c=4");
    }

    @Test
    void takesOverTheFactsOfAnother() {
        assertThat(Txt.parse("a=1&b").with(Txt.parse("b&a=2&c")).toString()).isEqualTo("a=2&b&c");
    }

    @Test
    void countsTheLengthBytes() {
        assertThat(Txt.EMPTY.size()).isZero();
        assertThat(Txt.parse("a=à&flag").size()).isEqualTo(1 + 4 + 1 + 4);
    }

    @Test
    void doesNotChangeWithTheListThatItWasMadeOf() {
        var pairs = new java.util.ArrayList<>(List.of(Txt.Pair.parse("a=1")));
        var txt = new Txt(pairs);
        pairs.clear();

        assertThat(txt.toString()).isEqualTo("a=1");
    }
}
