// SPDX-License-Identifier: Apache-2.0
package cloudy.dns;

import static cloudy.dns.Given.ip;
import static cloudy.dns.Given.master;
import static org.assertj.core.api.Assertions.assertThat;

import cloudy.api.guifi.Domains;
import cloudy.api.guifi.Domains.Forward;
import cloudy.api.guifi.Domains.Slave;
import cloudy.api.guifi.Domains.View;
import cloudy.dns.Composer.Composed;
import cloudy.dns.LeftOut.Reason;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** guifi.net's data say what they like; this node tells who looks up every name with it about the community's alone. */
class WhoseNamesTest {

    @TempDir
    private Path folder;

    private final FakeGuifi guifi = new FakeGuifi();

    private static DnsSettings settings(String... domains) {
        return DnsWishes.of(Map.of("service", 12, "domains", domains));
    }

    private Composed compose(DnsSettings settings, View internal, View external) throws Exception {
        guifi.say(new Domains(internal, external), List.of());
        var store = new ZoneStore(folder.resolve("zones"), (zone, file) -> Optional.empty(), Clock.systemUTC());
        return new Composer(settings, store, asked -> asked, folder).compose(guifi, Plan.empty(12));
    }

    private Composed compose(DnsSettings settings, String zone) throws Exception {
        var view = new View(List.of(master(zone)), List.of(), List.of());
        return compose(settings, view, view);
    }

    private static List<String> zones(Plan plan) {
        return plan.zones().stream()
                .map(served -> served.side() + " " + served.zone())
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bank.cat",
                "www.bank.cat",
                "notguifi.net",
                "mesh",
                "8.8.8.in-addr.arpa",
                "1.100.in-addr.arpa",
                "8.b.d.0.1.0.0.2.ip6.arpa"
            })
    void whatIsNotTheCommunitysIsForThoseAloneWhoAreSentHere(String zone) throws Exception {
        Composed composed = compose(DnsWishes.of(Map.of("service", 12)), zone);

        assertThat(zones(composed.plan())).containsExactly("EXTERNAL " + zone + '.');
        assertThat(composed.leftOut()).containsExactly(new LeftOut.Count(Reason.FOREIGN, 1, List.of(zone)));
    }

    @Test
    void othersServersAreNotAskedForItEither() throws Exception {
        var view = new View(
                List.of(),
                List.of(new Slave("bank.cat", List.of(ip("10.5.5.5")))),
                List.of(new Forward("shop.cat", List.of(ip("10.5.5.5")))));

        Composed composed = compose(settings("guifi.net"), view, View.EMPTY);

        assertThat(composed.plan().zones()).isEmpty();
        assertThat(composed.leftOut())
                .containsExactly(new LeftOut.Count(Reason.FOREIGN, 2, List.of("bank.cat", "shop.cat")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "guifi.net",
                "VIC.guifi.net.",
                "mesh",
                "coop.cat",
                "a.b.coop.cat",
                "1.168.192.in-addr.arpa",
                "1.2.10.in-addr.arpa",
                "1.16.172.in-addr.arpa",
                "1.d.f.ip6.arpa"
            })
    void theCommunitysNamesAndTheWayBackFromItsAddressesAreForAll(String zone) throws Exception {
        Composed composed = compose(settings("guifi.net", "mesh", "coop.cat"), zone);

        assertThat(composed.plan().zones()).hasSize(2);
        assertThat(composed.leftOut()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"com", "net.", "cat", "es", "uk", "xn--p1ai"})
    void noZoneIsTheEndOfEverybodysNames(String zone) throws Exception {
        Composed composed = compose(settings(), zone);

        assertThat(composed.plan().zones()).isEmpty();
        assertThat(composed.leftOut()).containsExactly(new LeftOut.Count(Reason.RESERVED, 2, List.of(zone, zone)));
    }

    @Test
    void aNodeThatStartsDoesNotServeWhatItsOperatorNoLongerWants() throws Exception {
        Path file = folder.resolve("plan.json");
        compose(settings("coop.cat"), "coop.cat").plan().write(file);

        assertThat(zones(Plan.read(file, settings("coop.cat")))).hasSize(2);
        assertThat(zones(Plan.read(file, settings("guifi.net")))).containsExactly("EXTERNAL coop.cat.");
    }
}
