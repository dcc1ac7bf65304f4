// SPDX-License-Identifier: Apache-2.0
package cloudy.dns.directory;

import static cloudy.dns.directory.Neighbourhood.heard;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SerialTest {

    private final AtomicLong seconds = new AtomicLong(1_000);
    private final AtomicLong nanos = new AtomicLong();
    private final Names names = new Names(false, () -> 1);
    private final Neighbourhood directory = new Neighbourhood();
    private final Serial serial = new Serial(names, seconds::get, nanos::get);

    SerialTest() {
        directory.watch(cloudy.api.network.Query.all(), names::follow);
    }

    @Test
    void growsWithAChangeAndOnlyThen() {
        long first = serial.now();
        tick(5);
        assertThat(serial.now()).isEqualTo(first);

        directory.add(heard("alpha", "10.1.0.1"));
        assertThat(serial.now()).isEqualTo(1_005);
    }

    @Test
    void growsOnceASecondSoThatItNeverOvertakesTheClock() {
        for (int i = 1; i <= 100; i++) {
            directory.add(heard("alpha", "10.1.0." + i));
            serial.now();
        }
        assertThat(serial.now()).isEqualTo(1_001);
        tick(1);
        assertThat(serial.now()).isEqualTo(1_002);
        assertThat(serial.now()).isEqualTo(1_002);
    }

    @Test
    void doesNotFollowAClockThatIsSetBack() {
        directory.add(heard("alpha", "10.1.0.1"));
        long before = serial.now();
        seconds.set(10);
        nanos.addAndGet(2_000_000_000L);
        directory.add(heard("beta", "10.1.0.2"));
        assertThat(serial.now()).isEqualTo(before + 1);
    }

    @Test
    void hearingTheSameAgainIsNoChange() {
        directory.add(heard("alpha", "10.1.0.1").distance(java.util.Optional.of(java.time.Duration.ofMillis(50))));
        long before = names.changes();
        directory.add(heard("alpha", "10.1.0.1").distance(java.util.Optional.of(java.time.Duration.ofMillis(51))));
        assertThat(names.changes()).isEqualTo(before);
        directory.add(heard("alpha", "10.1.0.1").distance(java.util.Optional.of(java.time.Duration.ofMillis(90))));
        assertThat(names.changes()).isGreaterThan(before);
    }

    private void tick(int by) {
        seconds.addAndGet(by);
        nanos.addAndGet(by * 1_000_000_000L);
    }
}
