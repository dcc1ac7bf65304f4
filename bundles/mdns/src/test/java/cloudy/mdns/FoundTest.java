// SPDX-License-Identifier: Apache-2.0
package cloudy.mdns;

import static org.assertj.core.api.Assertions.assertThat;

import cloudy.mdns.wire.Name;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class FoundTest {

    private static final Name INSTANCE = Say.type("web").child("Web");

    private final Found found = new Found(INSTANCE, Say.address("10.0.0.2"), Instant.EPOCH, 0);
    private final Host host = new Host(Say.host("beta"), 0);

    @Test
    void isToldAtOnceAndAfterwardsOnlyWhenThereIsNews() {
        assertThat(found.tells(sighting(80, 0), 1_000)).isTrue();
        assertThat(found.tells(sighting(80, 0), 500_000)).isFalse();
        assertThat(found.tells(sighting(80, 1), 500_000)).isTrue();
        assertThat(found.tells(sighting(80, 2), 510_000)).isFalse();
        assertThat(found.tells(sighting(80, 3), 530_000)).isTrue();
        assertThat(found.tells(sighting(81, 3), 531_000)).isTrue();
        assertThat(found.untoldUntil()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void keepsAChangeThatComesTooSoonForALittleLater() {
        found.tells(sighting(80, 0), 1_000);

        assertThat(found.tells(sighting(81, 0), 1_100)).isFalse();
        assertThat(found.untoldUntil()).isEqualTo(1_500);
        assertThat(found.tells(sighting(81, 0), 1_500)).isTrue();
        assertThat(found.untoldUntil()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void doesNotComeAndGoAllTheTime() {
        found.tells(sighting(80, 0), 1_000);
        found.untell();

        assertThat(found.tells(sighting(80, 1), 1_001)).isFalse();
        assertThat(found.tells(sighting(80, 1), 1_500)).isTrue();
    }

    @Test
    void knowsHowLongItsPointerHoldsThatIsWorthSaying() {
        found.point(0, 4_500);

        assertThat(found.pointerLeft(1_000_000)).isEqualTo(3_500);
        assertThat(found.pointerLeft(2_300_000)).isZero();
    }

    @Test
    void planOfOneReviewReplacesTheOther() {
        int[] cancelled = {0};
        found.reviewBy(() -> cancelled[0]++);
        found.reviewBy(() -> cancelled[0]++);

        assertThat(cancelled[0]).isEqualTo(1);
    }

    @Test
    void hostHasTheAddressesOfItsLastMessage() {
        host.hear(Say.address("10.0.0.2"), old -> true, 0, 120_000, 0);
        assertThat(host.hear(Say.address("10.0.0.3"), old -> true, 500, 120_000, 0))
                .isTrue();
        assertThat(host.addresses(600)).hasSize(2);

        assertThat(host.hear(Say.address("10.0.0.4"), old -> true, 5_000, 120_000, 0))
                .isTrue();
        assertThat(host.addresses(5_001)).containsExactly(Say.address("10.0.0.4"));
        assertThat(host.hear(Say.address("10.0.0.4"), old -> true, 6_000, 120_000, 0))
                .isFalse();
        assertThat(host.addresses(126_001)).isEmpty();
    }

    @Test
    void hostKeepsNoMoreThanEightAddresses() {
        for (int i = 0; i < 200; i++) {
            host.hear(Say.address("10.0.0." + i), old -> false, 0, 120_000, 0);
        }

        assertThat(host.addresses(1)).hasSize(8);
        assertThat(host.lose(Say.address("10.0.0.1"))).isTrue();
        assertThat(host.lose(Say.address("10.0.0.1"))).isFalse();
        assertThat(host.addresses(1)).hasSize(7);
    }

    @Test
    void hostIsStirredNoMoreThanTwiceInASecond() {
        assertThat(host.stir(10_000)).isEqualTo(OptionalLong.of(0));
        assertThat(host.stir(10_001)).isEqualTo(OptionalLong.of(499));
        assertThat(host.stir(10_002)).isEmpty();
        assertThat(host.stir(10_499)).isEmpty();
        assertThat(host.stir(10_500)).isEqualTo(OptionalLong.of(500));
        assertThat(host.stir(20_000)).isEqualTo(OptionalLong.of(0));
    }

    private static Sighting sighting(int port, int lastHeard) {
        return new Sighting(
                INSTANCE,
                Say.host("beta"),
                Say.address("10.0.0.2"),
                port,
                List.of(),
                Optional.empty(),
                Instant.EPOCH,
                Instant.EPOCH.plusSeconds(lastHeard));
    }
}
