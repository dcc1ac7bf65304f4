// SPDX-License-Identifier: Apache-2.0
package cloudy.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloudy.api.Audience;
import cloudy.api.Health;
import cloudy.api.Protocol;
import cloudy.api.Txt;
import cloudy.api.form.Explained;
import cloudy.api.network.Announcement;
import cloudy.api.network.Trust;
import cloudy.testing.FreePort;
import cloudy.testing.Told;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

class UseDnsActionTest {

    @TempDir
    private Path folder;

    private static Announcement announced(String type, InetAddress address, int port, Trust trust) {
        return new Announcement(
                "1",
                type,
                "DNSService_System",
                Optional.empty(),
                "bert<b>",
                address,
                port,
                Protocol.TCP,
                Txt.EMPTY,
                "serf",
                Set.of("serf"),
                Audience.COMMUNITY,
                Instant.now(),
                Instant.now(),
                Optional.empty(),
                trust);
    }

    private UseDnsAction action() {
        return new UseDnsAction(folder, Addresses::isPossible, Clock.systemUTC());
    }

    @Test
    void fitsNameServersOfNeighboursAlone() {
        InetAddress far = Given.address("10.1.2.3");

        assertThat(action().fits(announced("dnsservice", far, 53, Trust.UNSIGNED)))
                .isTrue();
        assertThat(action().fits(announced("DNSservice", far, 53, Trust.UNSIGNED)))
                .isTrue();
        assertThat(action().fits(announced("proxy3", far, 53, Trust.UNSIGNED))).isFalse();
        assertThat(action().fits(announced("dnsservice", far, 0, Trust.UNSIGNED)))
                .isFalse();
        assertThat(action().fits(announced("dnsservice", far, 53, Trust.OWN))).isFalse();
        assertThat(action().fits(announced("dnsservice", Given.address("127.0.0.1"), 53, Trust.UNSIGNED)))
                .isFalse();
        assertThat(action().fits(announced("dnsservice", Given.address("224.0.0.1"), 53, Trust.UNSIGNED)))
                .isFalse();
    }

    @Test
    void doesNotUseOneThatIsNone() {
        assertThatThrownBy(() -> action().run(
                                announced("dnsservice", Given.address("127.0.0.1"), 53, Trust.UNSIGNED),
                                Map.of(),
                                new Told()))
                .hasMessageContaining("announcement");
    }

    @Test
    void remembersWhatIsUsedAndForgetsIt() throws Exception {
        var used = new Used(folder);
        var server = new InetSocketAddress(Given.address("10.1.2.3"), 53);
        used.add(server, "bert\n<b>", Instant.EPOCH);
        used.add(server, "again", Instant.EPOCH);
        UseDnsAction action = action();

        assertThat(action.joined()).singleElement().satisfies(joined -> {
            assertThat(joined.key()).isEqualTo("10.1.2.3#53");
            assertThat(joined.what()).isEqualTo("DNS: bert�<b>");
        });
        assertThat(action.joined(announced("dnsservice", Given.address("10.1.2.3"), 53, Trust.UNSIGNED)))
                .isPresent();
        assertThatThrownBy(() -> action.undo("10.9.9.9#53", new Told())).isInstanceOf(IOException.class);
        action.undo("10.1.2.3#53", new Told());
        assertThat(action().joined()).isEmpty();
    }

    @Test
    void takesTenAndNoMore() throws Exception {
        var used = new Used(folder);
        for (int i = 0; i < Used.MOST; i++) {
            used.add(new InetSocketAddress(Given.address("10.1.2." + i), 53), "", Instant.EPOCH);
        }

        assertThatThrownBy(() -> used.add(new InetSocketAddress(Given.address("10.1.3.1"), 53), "", Instant.EPOCH))
                .hasMessageContaining("10");
        Files.writeString(folder.resolve("used.json"), "{\"servers\":[{\"address\":\"evil host\",\"port\":1}]}");
        assertThat(new Used(folder).all()).isEmpty();
    }

    @Test
    @EnabledIf("cloudy.dns.Bind#isInstalled")
    void usesOneOnlyAfterItHasAnswered() throws Exception {
        var guifi = new FakeGuifi();
        guifi.say(Given.domains(), List.of(Given.device("10.1.2.3", 1, "a")));
        InetAddress bert = Given.address("127.0.0.1");
        try (var named = new RealNamed(folder.resolve("bert"), guifi, Map.of())) {
            named.awaitUp();
            var action = new UseDnsAction(folder, any -> true, Clock.systemUTC());
            var told = new Told();
            Announcement announcement = announced("dnsservice", bert, named.port, Trust.UNSIGNED);

            assertThat(action.run(announcement, Map.of(), told)).contains("127.0.0.1#" + named.port);
            assertThat(told.results()).containsEntry("next", "/ui/services/cloudy.dns");
            assertThat(action.joined(announcement).orElseThrow().health().status())
                    .isEqualTo(Health.Status.UP);
            assertThatThrownBy(() ->
                            action.run(announced("dnsservice", bert, FreePort.any(), Trust.UNSIGNED), Map.of(), told))
                    .hasMessageContaining("does not answer")
                    .satisfies(refused -> assertThat(Explained.of(refused).in(List.of(Locale.forLanguageTag("ca"))))
                            .startsWith("No respon"));
        }
    }
}
