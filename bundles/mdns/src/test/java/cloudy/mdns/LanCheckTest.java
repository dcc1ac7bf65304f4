// SPDX-License-Identifier: Apache-2.0
package cloudy.mdns;

import static org.assertj.core.api.Assertions.assertThat;

import cloudy.api.Audience;
import cloudy.api.Offer;
import cloudy.api.access.Caller;
import cloudy.api.doctor.Finding;
import cloudy.api.doctor.Finding.Grade;
import cloudy.api.network.Announcement;
import cloudy.api.network.Outcome;
import cloudy.api.network.Wanted;
import cloudy.api.registry.LocalService;
import cloudy.api.registry.LocalService.Run;
import cloudy.api.registry.LocalServices;
import cloudy.testing.Announced;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LanCheckTest {

    private static final Announcement NEIGHBOUR = Announcement.heardBy(
                    "mdns", Audience.LAN, "a", InetAddress.getLoopbackAddress(), Instant.EPOCH)
            .build();

    private final Segment segment = new Segment();
    private final Mdns mdns = segment.node("alpha");

    @AfterEach
    void close() throws Exception {
        segment.close();
    }

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

    private Grade look(Outcome outcome, Announcement... all) throws Exception {
        return look(mdns, Duration.ofSeconds(30), outcome, all).grade();
    }

    private static Finding look(Mdns mdns, Duration busy, Outcome outcome, Announcement... all) throws Exception {
        return new LanCheck(services(Run.UP, outcome), Announced.of(all), mdns, busy).look();
    }

    @Test
    void findsThatTheLanDoesNotHearTheNode() throws Exception {
        assertThat(look(Outcome.announced(), NEIGHBOUR)).isEqualTo(Grade.FINE);
        assertThat(look(Outcome.announced())).isEqualTo(Grade.SKIPPED);
        assertThat(look(Outcome.withheld("no interface"), NEIGHBOUR)).isEqualTo(Grade.WARNING);
    }

    @Test
    void findsALinkThatIsOfNoUseThoughAnotherIs() throws Exception {
        var gone = new Attachment.Network((Inet4Address) Say.address("10.0.0.1"), 24);
        var interfaces = new Interfaces("gone0") {
            @Override
            Set<Attachment> usable() {
                return Set.of(new Attachment("gone0", 99_999, List.of(gone)));
            }
        };
        Mdns broken = segment.join(
                new Mdns(new TestNode("beta", "b2b2b2b2b2b2b2b2"), interfaces, new Sockets(), segment.port(), 10_000));

        Finding found = look(broken, Duration.ofSeconds(30), Outcome.announced(), NEIGHBOUR);

        assertThat(found.grade()).isEqualTo(Grade.WARNING);
        assertThat(found.text().english()).contains("mDNS cannot be spoken on gone0 (10.0.0.1)");
    }

    @Test
    void findsThatTheThreadIsStuck() throws Exception {
        var stuck = new CountDownLatch(1);
        var freed = new CountDownLatch(1);
        mdns.publish(List.of(new Wanted("w", Offer.of("web", "Web", 80))), outcome -> {
            stuck.countDown();
            try {
                freed.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        assertThat(stuck.await(30, TimeUnit.SECONDS)).isTrue();

        Finding found = look(mdns, Duration.ofMillis(200), Outcome.announced(), NEIGHBOUR);

        freed.countDown();
        assertThat(found.grade()).isEqualTo(Grade.WARNING);
        assertThat(found.text().english()).contains("has not answered for seconds");
    }
}
