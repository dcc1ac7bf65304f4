// SPDX-License-Identifier: Apache-2.0
package cloudy.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpanTest {

    @ParameterizedTest
    @CsvSource({
        "-PT5S, 0 s",
        "PT0S, 0 s",
        "PT1M59.9S, 119 s",
        "PT2M, 2 min",
        "PT1H59M59S, 119 min",
        "PT2H, 2 h",
        "PT47H59M, 47 h",
        "P2D, 2 d",
        "P400D, 400 d"
    })
    void saysAnAgeInTheUnitThatPeopleWouldUse(Duration age, String text) {
        assertThat(Span.age(age)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"PT0.00034S, 0.3 ms", "PT0.00324S, 3.2 ms", "PT0.0124S, 12 ms", "PT1.2S, 1200 ms"})
    void saysADistanceInMilliseconds(Duration distance, String text) {
        assertThat(Span.distance(distance)).isEqualTo(text);
    }
}
