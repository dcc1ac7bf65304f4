// SPDX-License-Identifier: Apache-2.0
package cloudy.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlanTest {

    private static final ZoneId ZONE = ZoneId.of("Europe/Madrid");
    private static final Plan DAILY = new Plan(Duration.ofDays(1), LocalTime.of(3, 20), ZONE);
    private static final Plan WEEKLY = new Plan(Duration.ofDays(7), LocalTime.of(3, 20), ZONE);
    private static final String LONG_AGO = "2026-01-01T00:00:00Z";

    @Test
    void waitsForTheQuietHourOfTheNodesOwnClock() {
        // In January Madrid is an hour ahead of UTC, in July two.
        assertThat(next(DAILY, "", "", "2026-01-10T12:00:00Z")).isEqualTo("2026-01-11T02:20:00Z");
        assertThat(next(DAILY, "", "", "2026-07-10T12:00:00Z")).isEqualTo("2026-07-11T01:20:00Z");
    }

    @Test
    void beginsWithinTheHourAndNotAfterIt() {
        assertThat(next(DAILY, "", "", "2026-01-10T02:20:00Z")).isEqualTo("2026-01-10T02:20:00Z");
        assertThat(next(DAILY, "", "", "2026-01-10T03:19:00Z")).isEqualTo("2026-01-10T03:19:00Z");
        assertThat(next(DAILY, "", "", "2026-01-10T03:20:00Z")).isEqualTo("2026-01-11T02:20:00Z");
    }

    @Test
    void doesNotTryTwiceInANight() {
        String begun = "2026-01-10T02:20:00Z";
        assertThat(next(DAILY, "2026-01-09T02:20:00Z", begun, "2026-01-10T02:25:00Z"))
                .isEqualTo("2026-01-11T02:20:00Z");
        // Nor by day, when the night's has failed.
        assertThat(next(DAILY, "2026-01-08T02:20:00Z", begun, "2026-01-10T12:00:00Z"))
                .isEqualTo("2026-01-11T02:20:00Z");
    }

    @Test
    void countsFromTheLastOneWhoeverWantedIt() {
        assertThat(next(WEEKLY, "2026-01-08T17:00:00Z", "", "2026-01-10T12:00:00Z"))
                .isEqualTo("2026-01-16T02:20:00Z");
        assertThat(next(WEEKLY, "2026-01-03T02:30:00Z", "2026-01-03T02:20:00Z", "2026-01-09T12:00:00Z"))
                .isEqualTo("2026-01-10T02:20:00Z");
    }

    @Test
    void waitsForAnotherNightUnlessTheLastOneHasBecomeTooOld() {
        assertThat(next(WEEKLY, "2026-01-01T02:20:00Z", "", "2026-01-08T12:00:00Z"))
                .isEqualTo("2026-01-09T02:20:00Z");
        assertThat(next(WEEKLY, "2026-01-01T02:20:00Z", "", "2026-01-11T20:00:00Z"))
                .isEqualTo("2026-01-11T20:00:00Z");
        assertThat(next(DAILY, "2026-01-09T02:20:00Z", "", "2026-01-10T12:00:00Z"))
                .isEqualTo("2026-01-10T14:20:00Z");
    }

    @Test
    void leavesANodeThatHasJustStartedInPeace() {
        Instant now = Instant.parse("2026-01-11T20:00:00Z");
        assertThat(WEEKLY.next(past("2026-01-01T02:20:00Z", ""), now, now)).isEqualTo("2026-01-11T20:15:00Z");
    }

    @Test
    void forgetsWhatAWrongClockHasLeft() {
        assertThat(next(DAILY, "2031-01-01T00:00:00Z", "2031-01-01T00:00:00Z", "2026-01-10T12:00:00Z"))
                .isEqualTo("2026-01-11T02:20:00Z");
    }

    @Test
    void nodesHaveDifferentQuietHours() {
        Plan one = Plan.of(Duration.ofDays(1), "0123456789abcdef", ZONE);
        Plan other = Plan.of(Duration.ofDays(1), "fedcba9876543210", ZONE);

        assertThat(one.hour()).isNotEqualTo(other.hour()).isBetween(LocalTime.of(2, 0), LocalTime.of(4, 59));
    }

    private static String next(Plan plan, String succeeded, String tried, String now) {
        return plan.next(past(succeeded, tried), Instant.parse(LONG_AGO), Instant.parse(now))
                .toString();
    }

    private static History.Past past(String succeeded, String tried) {
        return new History.Past(Optional.empty(), moment(tried), moment(succeeded), false);
    }

    private static Optional<Instant> moment(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(text));
    }
}
