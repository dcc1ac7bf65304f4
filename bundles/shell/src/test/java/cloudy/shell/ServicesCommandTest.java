// SPDX-License-Identifier: Apache-2.0
package cloudy.shell;

import static cloudy.shell.FakeServices.offered;
import static cloudy.shell.FakeServices.service;
import static org.assertj.core.api.Assertions.assertThat;

import cloudy.api.Offer;
import cloudy.api.Protocol;
import cloudy.api.network.Outcome;
import cloudy.api.registry.LocalService.Run;
import java.util.Map;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ServicesCommandTest {

    private final TimeZone zone = TimeZone.getDefault();
    private final FakeServices services = new FakeServices();
    private final KarafShell shell = new KarafShell(services);

    @BeforeEach
    void liveInUtc() {
        TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
    }

    @AfterEach
    void close() {
        shell.close();
        TimeZone.setDefault(zone);
    }

    @Test
    void listsHowEachServiceIsAndWhatBecameOfItsOffers() throws Exception {
        services.all.add(service(
                "cloudy.external~etherpad",
                Run.UP,
                "",
                offered(
                        Offer.of("etherpad", "Shared pads", 9001),
                        Map.of("serf", Outcome.noRoom("its 512 bytes are used up"), "mdns", Outcome.announced())),
                offered(
                        Offer.of("camera", "Càmera", 554)
                                .over(Protocol.UDP)
                                .at(FakeDirectory.address("fd00::2"))
                                .withKey("camera"),
                        Map.of("mdns", Outcome.withheld("another host")))));
        services.all.add(service("cloudy.syncthing", Run.CRASH_LOOPING, "syncthing ended 5 times"));
        services.all.add(
                service("cloudy.tinc", Run.STARTING, "", offered(Offer.of("tincvpn", "TincVPN_System", 0), Map.of())));

        assertThat(shell.run("cloudy:services"))
                .isEqualTo(
                        """
                ID                        RUN            SINCE                REASON
                cloudy.external~etherpad  up             2026-11-22 03:10:12
                    etherpad 9001/tcp "Shared pads" - mdns announced, serf no room (its 512 bytes are used up)
                    camera 554/udp at [fd00:0:0:0:0:0:0:2] "Càmera" - mdns withheld (another host)
                cloudy.syncthing          crash-looping  2026-11-22 03:10:12  syncthing ended 5 times
                cloudy.tinc               starting       2026-11-22 03:10:12
                    tincvpn/tcp "TincVPN_System" - announced by no carrier
                """);
    }

    @Test
    void showsOneServiceThatIsAskedFor() throws Exception {
        services.all.add(service("cloudy.external~etherpad", Run.UP, ""));
        services.all.add(service("cloudy.tinc", Run.OFF, "switched off"));

        assertThat(shell.run("cloudy:services cloudy.external~etherpad"))
                .contains("cloudy.external~etherpad")
                .doesNotContain("tinc");
        assertThat(shell.refuse("cloudy:services nonsense"))
                .isEqualTo("No service of this node has the id \"nonsense\".");
    }

    @Test
    void saysWhatToDoWhereThereIsNoService() throws Exception {
        assertThat(shell.run("cloudy:services")).startsWith("There is no service on this node yet: drop a bundle");
    }

    @Test
    void showsAReasonThatCameFromElsewhereAsText() throws Exception {
        services.all.add(service("cloudy.tinc", Run.DOWN, "answered \u001b[2J\u202e"));

        assertThat(shell.run("cloudy:services")).contains("answered �[2J�");
    }

    @Test
    void completesIds() {
        services.all.add(service("cloudy.external~etherpad", Run.UP, ""));
        services.all.add(service("cloudy.tinc", Run.OFF, ""));

        assertThat(shell.complete("cloudy:services ")).containsExactly("cloudy.external~etherpad", "cloudy.tinc");
        assertThat(shell.complete("cloudy:services cloudy.t")).containsExactly("cloudy.tinc");
    }
}
