// SPDX-License-Identifier: Apache-2.0
package cloudy.proxy3;

import static org.assertj.core.api.Assertions.assertThat;

import cloudy.api.guifi.Federation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class FederationListTest {

    private static Federation list(String... members) throws Exception {
        return new FakeGuifi().say(members).federation(0).value();
    }

    @Test
    void letsOthersPassOnlyWhereBothSidesWantIt() throws Exception {
        assertThat(FederationList.passing(100, list("100-inout", "200-out", "300-in", "400-private", "500-inout")))
                .containsExactly(100L, 200L, 500L);
        assertThat(FederationList.passing(100, list("100-in", "200-inout"))).containsExactly(100L, 200L);
        assertThat(FederationList.passing(100, list("100-out", "200-inout"))).containsExactly(100L);
        assertThat(FederationList.passing(100, list("100-private", "200-inout")))
                .containsExactly(100L);
    }

    @Test
    void letsOnlyItsOwnPassWhereGuifiNetDoesNotKnowIt() throws Exception {
        assertThat(FederationList.passing(100, list("0-private", "200-out"))).containsExactly(100L);
        assertThat(FederationList.passing(100, list("101-inout", "200-out"))).containsExactly(100L);
        assertThat(FederationList.open(100, list("101-inout", "200-in"))).isEmpty();
    }

    @Test
    void sendsItsOwnOnlyToThoseWhoTakeThem() throws Exception {
        assertThat(FederationList.open(100, list("100-inout", "200-out", "300-in", "500-inout")))
                .containsExactly(300L, 500L);
        assertThat(FederationList.open(100, list("100-in", "300-in"))).isEmpty();
    }

    @Test
    void asksTwiceAnHourAndNotWithEverybodyElse() {
        Instant now = Instant.parse("2026-11-22T10:17:00Z");
        List<Instant> moments = LongStream.range(1, 500)
                .mapToObj(id -> FederationList.next(now, id))
                .toList();

        assertThat(moments.stream().distinct().count()).isGreaterThan(300);
        for (Instant moment : moments) {
            assertThat(Duration.between(now, moment)).isPositive().isLessThanOrEqualTo(Duration.ofMinutes(30));
            assertThat(Math.floorMod(moment.getEpochSecond(), 1_800)).isLessThan(600);
        }
        Instant first = FederationList.next(now, 7);
        assertThat(FederationList.next(first, 7)).isEqualTo(first.plusSeconds(1_800));
    }
}
