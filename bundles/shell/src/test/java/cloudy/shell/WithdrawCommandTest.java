// SPDX-License-Identifier: Apache-2.0
package cloudy.shell;

import static cloudy.shell.FakeServices.offered;
import static cloudy.shell.FakeServices.service;
import static org.assertj.core.api.Assertions.assertThat;

import cloudy.api.Offer;
import cloudy.api.registry.LocalService.Run;
import cloudy.testing.MemorySettings;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WithdrawCommandTest {

    private final MemorySettings settings = new MemorySettings();
    private final FakeServices services = new FakeServices();
    private final KarafShell shell = new KarafShell(settings, services);

    @BeforeEach
    void publish() {
        published("etherpad", "9001");
        published("etherpad", "9002");
        published("my-type", "80");
        settings.files().put("cloudy.external~pads", Map.of("type", "etherpad", "port", "9003"));
        settings.files().put("cloudy.node", Map.of("name", "node-a"));
    }

    @AfterEach
    void close() {
        shell.close();
    }

    @Test
    void withdrawsTheOneOnAPort() throws Exception {
        assertThat(shell.run("cloudy:withdraw etherpad 9001"))
                .isEqualTo("Withdrawn: etherpad 9001,"
                        + " and etc/cloudy.external-published-etherpad-9001.cfg removed.\n");
        assertThat(settings.files())
                .doesNotContainKey("cloudy.external~published-etherpad-9001")
                .hasSize(4);
    }

    @Test
    void withdrawsAllOfAType() throws Exception {
        assertThat(shell.run("cloudy:withdraw etherpad").lines()).hasSize(2);
        assertThat(settings.files().keySet())
                .containsExactly("cloudy.external~pads", "cloudy.external~published-my-type-80", "cloudy.node");
    }

    @Test
    void withdrawsEverythingPublishedByHandAndNothingElse() throws Exception {
        assertThat(shell.run("cloudy:withdraw").lines()).hasSize(3);
        assertThat(settings.files().keySet()).containsExactly("cloudy.external~pads", "cloudy.node");

        assertThat(shell.run("cloudy:withdraw")).isEqualTo("Nothing was published by hand.\n");
    }

    @Test
    void goesByWhatAFileSaysNowAndElseByItsName() throws Exception {
        settings.files().put("cloudy.external~published-etherpad-9001", Map.of("type", "etherpad", "port", "9999"));
        settings.files().put("cloudy.external~published-my-type-80", Map.of());

        assertThat(shell.run("cloudy:withdraw etherpad 9999")).contains("published-etherpad-9001.cfg removed");
        assertThat(shell.run("cloudy:withdraw my-type 80")).contains("published-my-type-80.cfg removed");
    }

    @Test
    void saysHowToWithdrawWhatIsDeclaredInAFile() throws Exception {
        services.all.add(
                service("cloudy.external~pads", Run.UP, "", offered(Offer.of("etherpad", "Pads", 9003), Map.of())));

        assertThat(shell.refuse("cloudy:withdraw etherpad 9003"))
                .isEqualTo("etherpad 9003 was not published by hand. It is declared in etc/cloudy.external-pads.cfg:"
                        + " cloudy:disable switches it off, or remove the file.");
    }

    @Test
    void saysHowToWithdrawWhatABundleOffers() throws Exception {
        services.all.add(
                service("cloudy.dns", Run.UP, "", offered(Offer.of("dnsservice", "DNSService_System", 53), Map.of())));
        services.all.add(
                service("hello/org.example.Hello", Run.UP, "", offered(Offer.of("hello", "Hello", 80), Map.of())));

        assertThat(shell.refuse("cloudy:withdraw dnsservice"))
                .isEqualTo("dnsservice was not published by hand. The bundle cloudy.dns offers it:"
                        + " cloudy:disable cloudy.dns switches it off, or remove the bundle.");
        assertThat(shell.refuse("cloudy:withdraw hello 80"))
                .contains("cloudy:disable hello/org.example.Hello switches it off");
    }

    @Test
    void saysWhenNobodyOffersIt() throws Exception {
        assertThat(shell.refuse("cloudy:withdraw ipfs 5001"))
                .isEqualTo("ipfs 5001 was not published by hand, and no service of this node offers it.");
    }

    @Test
    void completesTypesAndTheirPorts() {
        assertThat(shell.complete("cloudy:withdraw ")).containsExactly("etherpad", "my-type");
        assertThat(shell.complete("cloudy:withdraw etherpad ")).containsExactly("9001", "9002");
        assertThat(shell.complete("cloudy:withdraw my-type 8")).containsExactly("80");
    }

    private void published(String type, String port) {
        settings.files().put("cloudy.external~published-" + type + '-' + port, Map.of("type", type, "port", port));
    }
}
