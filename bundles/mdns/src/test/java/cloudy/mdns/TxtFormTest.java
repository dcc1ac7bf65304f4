// SPDX-License-Identifier: Apache-2.0
package cloudy.mdns;

import static org.assertj.core.api.Assertions.assertThat;

import cloudy.api.Txt;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TxtFormTest {

    @Test
    void putsAllPairsIntoOneStringAsTheOriginalDid() {
        assertThat(TxtForm.strings(Txt.parse("a=1&b=2&c="))).containsExactly("a=1 b=2 c=");
    }

    @Test
    void writesPairByPairWhereOneHoldsABlank() {
        assertThat(TxtForm.strings(Txt.parse("a=1&b=two words"))).containsExactly("a=1", "b=two words");
    }

    @Test
    void writesPairByPairWhereOneHasNoValue() {
        assertThat(TxtForm.strings(Txt.parse("a=1&bare"))).containsExactly("a=1", "bare");
    }

    @Test
    void writesPairByPairWhatIsTooLongForOneString() {
        Txt txt = new Txt(IntStream.range(0, 30)
                .mapToObj(i -> Txt.Pair.parse("key" + i + "=12345"))
                .toList());

        assertThat(TxtForm.strings(txt)).hasSize(30);
    }

    @Test
    void writesNothingForNoFacts() {
        assertThat(TxtForm.strings(Txt.EMPTY)).isEmpty();
        assertThat(TxtForm.read(List.of())).isEqualTo(Txt.EMPTY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a=1",
                "a=1&b=2",
                "a=1&b=two words",
                "bare",
                "10.1.2.3",
                "a=&b=",
                "a=1&bare text",
                "a=b=c&d=e",
                "a=one two=three",
                "a=x y"
            })
    void readsBackWhatItWrote(String facts) {
        Txt txt = Txt.parse(facts);

        // One pair whose value holds what looks like another is the only thing that cannot be told apart.
        Txt expected = facts.equals("a=one two=three") ? Txt.parse("a=one&two=three") : txt;
        assertThat(TxtForm.read(TxtForm.strings(txt))).isEqualTo(expected);
    }

    @Test
    void readsWhatOldNodesSend() {
        assertThat(TxtForm.read(List.of("Federated=Yes")).get("Federated")).contains("Yes");
        assertThat(TxtForm.read(List.of("192.168.1.141")).pairs())
                .containsExactly(new Txt.Pair("192.168.1.141", Optional.empty()));
        assertThat(TxtForm.read(List.of("a=1 b=2")).get("b")).contains("2");
    }

    @Test
    void takesApartOnlyWhatIsAllPairs() {
        assertThat(TxtForm.read(List.of("title=two words")).get("title")).contains("two words");
        assertThat(TxtForm.read(List.of("a=1 b=2", "c=3 d=4")).get("a")).contains("1 b=2");
        assertThat(TxtForm.read(List.of("a=1 =2")).get("a")).contains("1 =2");
        assertThat(TxtForm.read(List.of("  a=1   b=2 ")).get("b")).contains("2");
    }
}
