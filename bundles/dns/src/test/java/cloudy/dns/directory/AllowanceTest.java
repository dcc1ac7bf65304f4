// SPDX-License-Identifier: Apache-2.0
package cloudy.dns.directory;

import static cloudy.dns.directory.Neighbourhood.address;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;

class AllowanceTest {

    private static final long SECOND = 1_000_000_000L;

    private final Allowance allowance = new Allowance(0);

    @Test
    void aPartOfTheNetworkHasSoManyAnswersASecond() {
        assertThat(taken("10.1.2.3", 0)).isEqualTo(400);
        // Those beside it are the same part.
        assertThat(taken("10.1.2.77", 0)).isZero();
        assertThat(taken("10.1.2.77", SECOND)).isEqualTo(Allowance.PER_SECOND);
        assertThat(taken("10.1.2.3", 1_000 * SECOND)).isEqualTo(400);
    }

    @Test
    void othersDoNotSufferFromIt() {
        taken("10.1.2.3", 0);
        assertThat(taken("172.16.9.9", 0) + taken("10.7.0.1", 0) + taken("192.168.1.1", 0))
                .isPositive();
    }

    @Test
    void aNetworkOfIpv6IsOnePart() {
        assertThat(taken("2001:db8:1:2::1", 0)).isEqualTo(400);
        assertThat(taken("2001:db8:1:2:ffff::1", 0)).isZero();
    }

    private int taken(String from, long now) {
        InetAddress source = address(from);
        int taken = 0;
        for (int i = 0; i < 1_000; i++) {
            taken += allowance.take(source, now) ? 1 : 0;
        }
        return taken;
    }
}
