// SPDX-License-Identifier: Apache-2.0
package cloudy.registry;

import static org.assertj.core.api.Assertions.assertThat;

import cloudy.api.Health;
import cloudy.api.Offer;
import cloudy.api.form.Texts;
import cloudy.api.registry.LocalService.Run;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class StandingTest {

    private static final Instant START = Instant.parse("2026-11-22T00:00:00Z");
    private static final List<Offer> ONE = List.of(Offer.of("a", "a", 1));
    private static final List<Offer> TWO = List.of(Offer.of("b", "b", 2));

    private final Standing standing = new Standing("a", START);
    private Instant now = START;

    @Test
    void startsUnannounced() {
        assertThat(standing.run()).isEqualTo(Run.STARTING);
        assertThat(standing.isAnnounced()).isFalse();
    }

    @Test
    void isAnnouncedWhenUp() {
        judge(Verdict.up(ONE));

        assertThat(standing.run()).isEqualTo(Run.UP);
        assertThat(standing.why().english()).isEmpty();
        assertThat(standing.isAnnounced()).isTrue();
        assertThat(standing.offers()).isEqualTo(ONE);
        assertThat(standing.since()).isEqualTo(now);
    }

    @Test
    void isDownAtOnceWhenItNeverWasUp() {
        judge(Verdict.down(Texts.of("no disk")).offering(TWO));

        assertThat(standing.run()).isEqualTo(Run.DOWN);
        assertThat(standing.why().english()).isEqualTo("no disk");
        assertThat(standing.isAnnounced()).isFalse();
        assertThat(standing.offers()).isEqualTo(TWO);
    }

    @Test
    void threeFailuresInARowWithdrawIt() {
        judge(Verdict.up(ONE));
        judge(Verdict.down(Texts.of("first")).offering(TWO));
        assertThat(standing.run()).isEqualTo(Run.FAILING);
        judge(Verdict.down(Texts.of("second")));
        assertThat(standing.run()).isEqualTo(Run.FAILING);
        assertThat(standing.isAnnounced()).isTrue();
        assertThat(standing.offers()).as("what was good last").isEqualTo(ONE);

        judge(Verdict.down(Texts.of("third")));

        assertThat(standing.run()).isEqualTo(Run.DOWN);
        assertThat(standing.why().english()).isEqualTo("third");
        assertThat(standing.isAnnounced()).isFalse();
    }

    @Test
    void whatSaysThatItIsStartingIsNotTakenForDown() {
        judge(starting());

        assertThat(standing.run()).isEqualTo(Run.STARTING);
        assertThat(standing.why().english()).isEqualTo("opens its database");
        assertThat(standing.isWarmingUp()).as("looked at again soon").isTrue();

        judge(Verdict.up(ONE));
        assertThat(standing.isWarmingUp()).isFalse();
    }

    @Test
    void whatIsStartingForMoreThanAMinuteIsDown() {
        judge(starting());
        now = now.plusSeconds(61);
        judge(starting());

        assertThat(standing.run()).isEqualTo(Run.DOWN);
    }

    @Test
    void aClockThatJumpsMakesTheMinuteNeitherShorterNorLonger() {
        Instant steady = Instant.EPOCH;
        for (int years : new int[] {0, 10, -10, 0}) {
            standing.judge(starting(), START.plus(Duration.ofDays(365L * years)), steady);
            assertThat(standing.run()).isEqualTo(Run.STARTING);
            steady = steady.plusSeconds(15);
        }

        standing.judge(starting(), START.minus(Duration.ofDays(3_650)), steady.plusSeconds(1));

        assertThat(standing.run()).isEqualTo(Run.DOWN);
    }

    @Test
    void aProgramThatIsStartedAgainStaysAnnouncedForAMinute() {
        judge(Verdict.up(ONE));
        for (int i = 0; i < 2; i++) {
            judge(starting());
        }
        assertThat(standing.run()).isEqualTo(Run.FAILING);
        assertThat(standing.isAnnounced()).isTrue();

        now = now.plusSeconds(61);
        for (int i = 0; i < 3; i++) {
            judge(starting());
        }
        assertThat(standing.isAnnounced()).isFalse();
    }

    @Test
    void whatIsNotWantedToRunIsOffAtOnce() {
        judge(Verdict.up(ONE));

        judge(Verdict.of(Health.of(Health.Status.OFF, "no address to join")));

        assertThat(standing.run()).isEqualTo(Run.OFF);
        assertThat(standing.why().english()).isEqualTo("no address to join");
        assertThat(standing.isAnnounced()).isFalse();
    }

    @Test
    void saysWhatAProgramLacks() {
        judge(Verdict.of(Health.of(Health.Status.MISSING, "serf is not installed")));
        assertThat(standing.run()).isEqualTo(Run.MISSING);

        judge(Verdict.of(Health.of(Health.Status.CRASH_LOOPING, "ended with status 1")));
        assertThat(standing.run()).isEqualTo(Run.CRASH_LOOPING);

        judge(Verdict.of(Health.of(Health.Status.MISCONFIGURED, "no key")));
        assertThat(standing.run()).isEqualTo(Run.MISCONFIGURED);
        assertThat(standing.why().english()).isEqualTo("no key");
    }

    @Test
    void aSuccessForgivesWhatWasBefore() {
        judge(Verdict.up(ONE));
        judge(Verdict.down(Texts.of("1")));
        judge(Verdict.down(Texts.of("2")));
        judge(Verdict.up(ONE));
        judge(Verdict.down(Texts.of("1")));
        judge(Verdict.down(Texts.of("2")));

        assertThat(standing.isAnnounced()).isTrue();
    }

    @Test
    void recoveryAnnouncesItAgain() {
        judge(Verdict.up(ONE));
        for (int i = 0; i < 5; i++) {
            judge(Verdict.down(Texts.of("x")));
        }
        judge(Verdict.up(TWO));

        assertThat(standing.run()).isEqualTo(Run.UP);
        assertThat(standing.isAnnounced()).isTrue();
        assertThat(standing.offers()).isEqualTo(TWO);
    }

    @Test
    void remembersSinceWhenItIsSo() {
        judge(Verdict.down(Texts.of("a")));
        Instant began = now;
        judge(Verdict.down(Texts.of("b")));

        assertThat(standing.since()).isEqualTo(began);
        assertThat(standing.why().english()).isEqualTo("b");
    }

    @Test
    void isWithdrawnAtOnceWhenSwitchedOff() {
        judge(Verdict.up(ONE));

        standing.stop(Run.OFF, Texts.of("switched off"), now);

        assertThat(standing.run()).isEqualTo(Run.OFF);
        assertThat(standing.isAnnounced()).isFalse();
    }

    @Test
    void isKeptWhileItIsMadeAnew() {
        judge(Verdict.up(ONE));
        standing.keep(now);
        judge(Verdict.down(Texts.of("not ready")));
        judge(Verdict.down(Texts.of("not ready")));
        judge(Verdict.down(Texts.of("not ready")));
        judge(Verdict.down(Texts.of("not ready")));

        assertThat(standing.run()).isEqualTo(Run.STARTING);
        assertThat(standing.isAnnounced()).isTrue();
        assertThat(standing.offers()).isEqualTo(ONE);

        judge(Verdict.up(TWO));
        assertThat(standing.isKept()).isFalse();
        assertThat(standing.offers()).isEqualTo(TWO);
    }

    @Test
    void isDownWhenItIsNotBackInTime() {
        judge(Verdict.up(ONE));
        standing.keep(now);
        judge(Verdict.misconfigured(Texts.of("port: no")));

        standing.endKeeping(now);

        assertThat(standing.run()).isEqualTo(Run.MISCONFIGURED);
        assertThat(standing.why().english()).isEqualTo("port: no");
        assertThat(standing.isAnnounced()).isFalse();
    }

    @Test
    void theEndOfKeepingComesTooLateForOneThatIsBack() {
        judge(Verdict.up(ONE));
        standing.keep(now);
        judge(Verdict.up(ONE));

        standing.endKeeping(now);

        assertThat(standing.isAnnounced()).isTrue();
    }

    @Test
    void settingsDescribeOnlyWhatIsNotAnnounced() {
        standing.describe(TWO);
        assertThat(standing.offers()).isEqualTo(TWO);
        judge(Verdict.up(ONE));

        standing.describe(TWO);

        assertThat(standing.offers()).isEqualTo(ONE);
    }

    private static Verdict starting() {
        return Verdict.of(Health.of(Health.Status.STARTING, "opens its database"));
    }

    private void judge(Verdict verdict) {
        now = now.plusSeconds(30);
        standing.judge(verdict, now, now);
    }
}
