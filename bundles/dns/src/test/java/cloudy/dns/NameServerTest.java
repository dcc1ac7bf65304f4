// SPDX-License-Identifier: Apache-2.0
package cloudy.dns;

import static org.assertj.core.api.Assertions.assertThat;

import cloudy.api.guifi.GuifiNetwork;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NameServerTest {

    @Test
    void asksAgainAfterAFaultOfAnyKind(@TempDir Path folder) throws Exception {
        var asked = new AtomicInteger();
        var around = new NameServer.Surroundings() {
            @Override
            public Optional<GuifiNetwork> guifi() {
                asked.incrementAndGet();
                throw new IllegalStateException("a fault of ours");
            }

            @Override
            public List<HandedZone> zones() {
                return List.of();
            }
        };
        // Always a moment before the half hour.
        var clock = Clock.fixed(Instant.parse("2026-11-22T12:29:59.990Z"), ZoneOffset.UTC);
        try (var server = new NameServer(
                DnsWishes.of(Map.of("service", 100)),
                folder.resolve("dns"),
                folder,
                Optional.empty(),
                around,
                servers -> servers,
                clock)) {
            Awaitility.await().until(() -> asked.get() > 2);

            assertThat(server.fault().english()).isEqualTo("a fault of ours");
        }
    }
}
