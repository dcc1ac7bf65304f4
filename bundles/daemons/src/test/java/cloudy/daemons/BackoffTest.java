// SPDX-License-Identifier: Apache-2.0
package cloudy.daemons;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BackoffTest {

    private final Backoff backoff = new Backoff(new SplittableRandom(1));

    @Test
    void growsFromATenthOfASecondToAMinuteAndStaysThere() {
        assertThat(backoff.after(1).toMillis()).isBetween(80L, 120L);
        assertThat(backoff.after(4).toMillis()).isBetween(640L, 960L);
        assertThat(backoff.after(10).toMillis()).isBetween(40_960L, 61_440L);
        for (int ends : new int[] {11, 12, 64, 1_000, Integer.MAX_VALUE}) {
            assertThat(backoff.after(ends).toMillis()).isBetween(48_000L, 72_000L);
        }
    }
}
