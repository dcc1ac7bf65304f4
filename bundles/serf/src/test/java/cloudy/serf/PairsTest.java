// SPDX-License-Identifier: Apache-2.0
package cloudy.serf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class PairsTest {

    @Test
    void theRatioIsThatOfTheMediansAndOneOutlierDoesNotMoveIt() {
        var pairs = new Pairs();
        pairs.add(100, 50);
        pairs.add(120, 60);
        pairs.add(110, 9_000);
        pairs.add(9_000, 55);

        assertThat(pairs.median(0)).isEqualTo(115);
        assertThat(pairs.median(1)).isEqualTo(57.5);
        assertThat(pairs.ratio()).isEqualTo(2);
        assertThat(pairs.range(0)).containsExactly(100, 9_000);
        assertThat(pairs.size()).isEqualTo(4);
    }

    @Test
    void whatNeverVariesIsCertain() {
        var pairs = new Pairs();
        for (int i = 0; i < 20; i++) {
            pairs.add(30, 20);
        }

        assertThat(pairs.interval()).containsExactly(1.5, 1.5);
    }

    @Test
    void theIntervalHoldsTheTruthMostOfTheTimeAndNarrowsWithMorePairs() {
        int right = 0;
        double few = 0;
        double many = 0;
        for (int seed = 0; seed < 15; seed++) {
            double[] interval = noisy(40, seed).interval();
            right += interval[0] <= 1.2 && 1.2 <= interval[1] ? 1 : 0;
            many += interval[1] - interval[0];
            double[] wide = noisy(10, seed).interval();
            few += wide[1] - wide[0];
        }

        assertThat(right).isGreaterThanOrEqualTo(12);
        assertThat(many).isLessThan(few);
    }

    @Test
    void theSameMeasurementsGiveTheSameInterval() {
        assertThat(noisy(30, 7).interval()).containsExactly(noisy(30, 7).interval(), within(0.0));
    }

    /** Ours takes 1.2 times what theirs does, give or take a third. */
    private static Pairs noisy(int count, int seed) {
        var random = new Random(seed);
        var pairs = new Pairs();
        for (int i = 0; i < count; i++) {
            pairs.add(240 * (1 + (random.nextDouble() - 0.5) * 0.66), 200 * (1 + (random.nextDouble() - 0.5) * 0.66));
        }
        return pairs;
    }
}
