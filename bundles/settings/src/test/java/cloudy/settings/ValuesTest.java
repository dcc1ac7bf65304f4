// SPDX-License-Identifier: Apache-2.0
package cloudy.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ValuesTest {

    @Test
    void takesWhiteSpaceAwayUnlessABackslashIsBeforeIt() {
        assertThat(Values.split(" a , b c ,\\ d\\ ,,e,")).containsExactly("a", "b c", " d ", "", "e");
        assertThat(Values.split("")).isEmpty();
        assertThat(Values.split(",")).containsExactly("");
    }

    @Test
    void whatIsJoinedIsSplitIntoTheSame() {
        var random = new Random(1);
        String letters = "a,\\ \u00a0\t,é";
        for (int i = 0; i < 5_000; i++) {
            var values = new ArrayList<String>();
            for (int n = random.nextInt(4); n > 0; n--) {
                var value = new StringBuilder();
                random.ints(random.nextInt(5), 0, letters.length()).forEach(at -> value.append(letters.charAt(at)));
                values.add(value.toString());
            }
            assertThat(Values.split(Values.join(values))).isEqualTo(List.copyOf(values));
        }
    }
}
