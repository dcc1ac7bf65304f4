// SPDX-License-Identifier: Apache-2.0
package cloudy.api.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

    private static final Json JSON = Json.within(4, 100);

    @Test
    void readsWhatItWrote() throws IOException {
        var object = new LinkedHashMap<String, Object>();
        object.put("text", "\u0000 \"quoted\" \n \uD83D\uDE00 </script>");
        object.put("whole", Long.MIN_VALUE);
        object.put("broken", -0.5);
        object.put("flags", Arrays.asList(true, false, null));
        object.put("empty", Map.of());

        assertThat(JSON.readObject(JSON.write(object))).isEqualTo(object).containsExactlyEntriesOf(object);
    }

    @Test
    void writesOfEverythingElseItsText() throws IOException {
        assertThat(new String(JSON.write(List.of(Duration.ZERO, Thread.State.NEW, 7)), UTF_8))
                .isEqualTo("[\"PT0S\",\"NEW\",7]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "[1,",
                "{\"a\":1,\"a\":2}",
                "1 2",
                "{}x",
                "nul",
                "NaN",
                "'a'",
                "[[[[[]]]]]",
                "99999999999999999999",
                "\"\\uD800",
                "\u0000"
            })
    void refusesWhatIsNoDocument(String text) {
        assertThatThrownBy(() -> JSON.read(text.getBytes(UTF_8)))
                .isInstanceOf(IOException.class)
                .hasMessageNotContaining("Source");
    }

    @Test
    void refusesALongTextNameOrNumber() {
        for (String text :
                List.of('"' + "x".repeat(101) + '"', "{\"" + "x".repeat(257) + "\":1}", "1." + "0".repeat(1_000))) {
            assertThatThrownBy(() -> JSON.read(text.getBytes(UTF_8))).as(text).isInstanceOf(IOException.class);
        }
    }

    @Test
    void takesAnObjectWhereOneIsWanted() {
        assertThatThrownBy(() -> JSON.readObject("[]".getBytes(UTF_8))).hasMessage("it is no object");
    }

    @Test
    void writesNothingThatItCouldNotRead() {
        List<Object> ring = new ArrayList<>();
        ring.add(ring);

        assertThatIllegalArgumentException().isThrownBy(() -> JSON.write(ring));
        assertThatIllegalArgumentException().isThrownBy(() -> JSON.write(Double.NaN));
    }
}
