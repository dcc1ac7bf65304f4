// SPDX-License-Identifier: Apache-2.0
package cloudy.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SerialsTest {

    private static final Instant DAY = Instant.parse("2026-11-22T10:00:00Z");

    @Test
    void readsAsTheDayAndACount() {
        assertThat(Serials.first(DAY)).isEqualTo(2026112200L);
        assertThat(Serials.next(2026112200L, DAY)).isEqualTo(2026112201L);
        assertThat(Serials.next(2026112141L, DAY)).isEqualTo(2026112200L);
    }

    @Test
    void growsPastAHundredChangesADay() {
        long serial = Serials.first(DAY);
        for (int i = 0; i < 250; i++) {
            long next = Serials.next(serial, DAY);
            assertThat(Serials.isAfter(next, serial)).isTrue();
            serial = next;
        }
        assertThat(serial).isEqualTo(2026112450L);
        assertThat(Serials.next(serial, DAY.plusSeconds(86_400))).isEqualTo(2026112451L);
    }

    @Test
    void growsWhileTheClockJumpsAnywhere() {
        var random = new Random(8);
        long serial = Serials.first(DAY);
        for (int i = 0; i < 10_000; i++) {
            Instant any = Instant.ofEpochSecond(random.nextLong(-100_000_000_000L, 100_000_000_000L));
            long next = Serials.next(serial, any);
            assertThat(Serials.isAfter(next, serial))
                    .as("%s after %s at %s", next, serial, any)
                    .isTrue();
            assertThat(next).isBetween(0L, 0xFFFF_FFFFL);
            serial = next;
        }
    }

    @Test
    void goesOnOverTheEnd() {
        assertThat(Serials.next(0xFFFF_FFFFL, DAY)).isEqualTo(2026112200L);
        assertThat(Serials.isAfter(0, 0xFFFF_FFFFL)).isTrue();
        assertThat(Serials.isAfter(5, 5)).isFalse();
        assertThat(Serials.first(Instant.parse("+9999-01-01T00:00:00Z".substring(1))))
                .isBetween(0L, 0xFFFF_FFFFL);
    }
}
