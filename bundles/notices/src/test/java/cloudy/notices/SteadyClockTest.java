// SPDX-License-Identifier: Apache-2.0
package cloudy.notices;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SteadyClockTest {

    @Test
    void goesOnFromWhereItBegan() {
        Instant begun = Instant.parse("2016-01-01T00:00:00Z");
        // What Java counts from means nothing, and may be below zero.
        var nanos = new AtomicLong(-500);
        var clock = new SteadyClock(begun, nanos::get);

        nanos.addAndGet(Duration.ofMinutes(5).toNanos());

        assertThat(clock.instant()).isEqualTo(begun.plusSeconds(300));
    }
}
