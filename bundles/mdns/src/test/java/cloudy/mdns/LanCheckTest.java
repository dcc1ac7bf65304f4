// SPDX-License-Identifier: Apache-2.0
package cloudy.mdns;

import static org.assertj.core.api.Assertions.assertThat;

import cloudy.api.Audience;
import cloudy.api.Offer;
import cloudy.api.access.Caller;
import cloudy.api.doctor.Finding.Grade;
import cloudy.api.network.Announcement;
import cloudy.api.network.Outcome;
import cloudy.api.registry.LocalService;
import cloudy.api.registry.LocalService.Run;
import cloudy.api.registry.LocalServices;
import cloudy.testing.Announced;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LanCheckTest {

    private static LocalServices services(Run run, Outcome outcome) {
        var service = new LocalService(
                "org.example/Pads",
                "org.example",
                run,
                run == Run.UP ? "" : "the program pads",
                Instant.EPOCH,
                new LocalService.Wish(true, true, Audience.COMMUNITY),
                List.of(new LocalService.Announced(Offer.of("pads", "Pads", 9001), Map.of("mdns", outcome))));
        return new LocalServices() {
            @Override
            public List<LocalService> all() {
                return List.of(service);
            }

            @Override
            public long revision() {
                return 0;
            }

            @Override
            public void wish(String id, LocalService.Wish wish, Caller by) {}

            @Override
            public void check(String id) {}
        };
    }

    private static Grade look(Outcome outcome, Announcement... all) {
        return new LanCheck(services(Run.UP, outcome), Announced.of(all)).look().grade();
    }

    @Test
    void findsThatTheLanDoesNotHearTheNode() {
        var neighbour = Announcement.heardBy("mdns", Audience.LAN, "a", InetAddress.getLoopbackAddress(), Instant.EPOCH)
                .build();

        assertThat(look(Outcome.announced(), neighbour)).isEqualTo(Grade.FINE);
        assertThat(look(Outcome.announced())).isEqualTo(Grade.SKIPPED);
        assertThat(look(Outcome.withheld("no interface"), neighbour)).isEqualTo(Grade.WARNING);
    }
}
