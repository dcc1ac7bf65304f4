// SPDX-License-Identifier: Apache-2.0
package cloudy.serf;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BackoffTest {

    private static final Duration FIRST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofSeconds(20);

    @Test
    void pausesDoubleUpToTheLongest() {
        var backoff = new Backoff(FIRST, LONGEST, new Random(1));
        long expected = FIRST.toMillis();
        for (int i = 0; i < 20; i++) {
            assertThat(backoff.next().toMillis()).isBetween(expected * 2 / 3 - 1, expected);
            expected = Math.min(expected * 2, LONGEST.toMillis());
        }
    }

    @Test
    void whatWentWellStartsAnew() {
        var backoff = new Backoff(FIRST, LONGEST, new Random(1));
        for (int i = 0; i < 12; i++) {
            backoff.next();
        }
        backoff.reset();

        assertThat(backoff.next()).isLessThanOrEqualTo(FIRST);
    }

    @Test
    void manyNodesThatBeginTogetherDoNotMarchInStep() {
        var pauses = new HashSet<Long>();
        for (int node = 0; node < 1_000; node++) {
            var backoff = new Backoff(FIRST, LONGEST, new Random(node));
            for (int i = 0; i < 9; i++) {
                backoff.next();
            }
            pauses.add(backoff.next().toMillis());
        }

        assertThat(pauses.size()).isGreaterThan(800);
    }

    @Test
    void noPauseIsNothing() {
        List<Duration> all = new ArrayList<>();
        for (int seed = 0; seed < 100; seed++) {
            all.add(new Backoff(Duration.ofNanos(1), Duration.ofNanos(4), new Random(seed)).next());
        }

        assertThat(all).allMatch(pause -> !pause.isNegative() && pause.toNanos() <= 1);
    }
}
