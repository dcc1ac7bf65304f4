// SPDX-License-Identifier: Apache-2.0
package cloudy.proxy3;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class RankingTest {

    private final ProxyAddress one = ProxyAddress.parse("10.0.0.1:3128").orElseThrow();
    private final ProxyAddress two = ProxyAddress.parse("10.0.0.2:3128").orElseThrow();
    private final Ranking ranking = new Ranking();

    private List<ProxyAddress> round(double first, double second) {
        ranking.found(one, first < 0 ? OptionalDouble.empty() : OptionalDouble.of(first));
        ranking.found(two, second < 0 ? OptionalDouble.empty() : OptionalDouble.of(second));
        ranking.settle(List.of(one, two));
        return ranking.order(List.of(one, two));
    }

    @Test
    void beginsWithTheNearest() {
        assertThat(round(20, 10)).containsExactly(two, one);
    }

    @Test
    void staysWhereALittleIsToBeGained() {
        assertThat(round(10, 11)).containsExactly(one, two);
        for (int i = 0; i < 10; i++) {
            assertThat(round(10, 9)).containsExactly(one, two);
        }
    }

    @Test
    void changesWhenAnotherIsMuchNearerForAWhile() {
        round(50, 60);
        assertThat(round(50, 5)).containsExactly(one, two);
        for (int i = 0; i < 8; i++) {
            round(50, 5);
        }
        assertThat(round(50, 5)).containsExactly(two, one);
    }

    @Test
    void bearsOneFailureAndNoSecond() {
        round(10, 20);
        assertThat(round(-1, 20)).containsExactly(one, two);
        assertThat(round(-1, 20)).containsExactly(two);
        assertThat(round(10, 20)).containsExactly(two, one);
    }

    @Test
    void countsNoneThatNeverAnswered() {
        assertThat(round(-1, -1)).isEmpty();
        assertThat(ranking.isKnown(one)).isTrue();
    }
}
