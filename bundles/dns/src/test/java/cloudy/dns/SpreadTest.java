// SPDX-License-Identifier: Apache-2.0
package cloudy.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class SpreadTest {

    @Test
    void asksTwiceAnHourEachSomeSecondsLater() {
        Instant ten = Instant.parse("2026-11-22T10:00:00Z");

        assertThat(Spread.untilNext(ten, 100)).hasMinutes(30);
        assertThat(Spread.untilNext(ten, 12_345)).hasSeconds(45);
        assertThat(Spread.untilNext(ten.plusSeconds(45), 12_345)).hasMinutes(30);
        assertThat(Spread.untilNext(ten.plusSeconds(46), 12_345)).hasSeconds(30 * 60 - 1);
        assertThat(Spread.untilNext(Instant.EPOCH.minusSeconds(1), 0)).hasSeconds(1);
    }
}
