// SPDX-License-Identifier: Apache-2.0
package cloudy.mdns;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FreshTest {

    @Test
    void isAskedForAtOnceAndThreeTimesMoreBeforeItIsGivenUp() {
        var fresh = new Fresh(0);

        assertThat(asks(fresh, 30_000)).containsExactly(0L, 1_000L, 4_000L, 13_000L);
        assertThat(fresh.holds(5)).isFalse();
        assertThat(fresh.isOver(19_999)).isFalse();
        assertThat(fresh.isOver(20_000)).isTrue();
    }

    @Test
    void isAskedForFourTimesBeforeItExpires() {
        var fresh = new Fresh(0);
        fresh.hear(0, 120_000, 0);

        assertThat(asks(fresh, 200_000)).containsExactly(96_000L, 102_000L, 108_000L, 114_000L);
        assertThat(fresh.holds(119_999)).isTrue();
        assertThat(fresh.holds(120_000)).isFalse();
        assertThat(fresh.isOver(120_000)).isTrue();
    }

    @Test
    void startsAnewWheneverItIsHeard() {
        var fresh = new Fresh(0);
        fresh.hear(0, 120_000, 0);
        assertThat(fresh.asks(97_000)).isTrue();

        fresh.hear(98_000, 120_000, 2);

        assertThat(fresh.asks(98_000 + 96_000)).isFalse();
        assertThat(fresh.asks(98_000 + 98_400)).isTrue();
        assertThat(fresh.holds(98_000 + 119_000)).isTrue();
    }

    @Test
    void canBeForgotten() {
        var fresh = new Fresh(0);
        fresh.hear(0, 120_000, 0);

        fresh.restart(5_000);

        assertThat(fresh.holds(5_000)).isFalse();
        assertThat(fresh.asks(5_000)).isTrue();
    }

    @Test
    void isDueExactlyWhenSomethingIsToBeDone() {
        var fresh = new Fresh(0);
        fresh.hear(0, 100_000, 0);
        List<Long> due = new ArrayList<>();
        while (!fresh.isOver(due.isEmpty() ? 0 : due.get(due.size() - 1))) {
            due.add(fresh.due());
            fresh.asks(fresh.due());
        }

        assertThat(due).containsExactly(80_000L, 85_000L, 90_000L, 95_000L, 100_000L);
    }

    private static List<Long> asks(Fresh fresh, long until) {
        List<Long> times = new ArrayList<>();
        for (long now = 0; now < until; now += 100) {
            if (fresh.asks(now)) {
                times.add(now);
            }
        }
        return times;
    }
}
