// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A host that knows nothing of Cloudy but the name server that it was given, a node's, finds what another node announces
 * where no multicast goes.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DirectoryDnsIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final DropIn PADS = DropIn.of("etherpad", "Pissarres del barri", 9001);

    @RegisterExtension
    static final Rig rig = new Rig();

    private static CloudyNode anna;
    private static CloudyNode bert;
    private static Host phone;
    private static String annasAddress;

    @BeforeAll
    static void boot() throws IOException {
        Subnets net = rig.subnets();
        anna = rig.node(net.join("anna"));
        bert = rig.node(net.join("bert"));
        phone = net.join("phone");
        annasAddress = anna.host().address();
        anna.write("etc/cloudy.serf.cfg", "profile = lan\ncloudy.enabled = true\n");
        bert.write("etc/cloudy.serf.cfg", "profile = lan\njoin = " + annasAddress + ":5000\n");
        // What the capability of the installed package's unit is for: phones ask port 53 only.
        bert.host()
                .run("sysctl", "-qw", "net.ipv4.ip_unprivileged_port_start=53")
                .succeeded();
        anna.start();
        bert.start().awaitBoot();
        anna.awaitBoot();
        Listener.on(anna.host(), 9001);
        bert.shell("feature:install cloudy-dns");
        bert.write("etc/cloudy.dns.cfg", "cloudy.enabled = true\n");
        Path resolver = Files.writeString(
                rig.folder().resolve("resolv.conf"),
                "nameserver " + bert.host().address() + "\nsearch cloudy.internal\noptions timeout:1\n");
        phone.run("mount", "--bind", resolver.toString(), "/etc/resolv.conf").succeeded();
    }

    @Test
    @Order(1)
    void aServiceIsFoundByItsType() throws IOException {
        until("anna", () -> atBert("anna.node.cloudy.internal", "A").equals(annasAddress));
        until("the name server", () -> dig("anna.node.cloudy.internal", "A").equals(annasAddress));
        anna.drop(PADS);
        long dropped = System.nanoTime();
        // Not through the name server, which remembers for a while what it did not find.
        until("the pads", () -> atBert("etherpad.service.cloudy.internal", "SRV")
                .contains("9001 anna.node"));
        System.out.printf(
                "measured: jar dropped -> in the other node's DNS %.1f s%n", (System.nanoTime() - dropped) / 1e9);

        assertThat(dig("etherpad.service.cloudy.internal", "SRV")).endsWith("9001 anna.node.cloudy.internal.");
        assertThat(phone.run("getent", "ahostsv4", "etherpad.service")
                        .succeeded()
                        .text())
                .startsWith(annasAddress);
    }

    @Test
    @Order(2)
    void aPhoneFindsItByDnsSdOverUnicast() throws IOException {
        try (var avahi = new Avahi(phone, rig.folder())) {
            until("browsed", () -> !avahi.browse("_etherpad._tcp", "cloudy.internal")
                    .isEmpty());

            String[] found = avahi.browse("_etherpad._tcp", "cloudy.internal").get(0);
            // As Serf carries blanks, for the nodes of old.
            assertThat(Avahi.unescape(found[3])).isEqualTo("Pissarres_del_barri @anna");
            assertThat(found[6]).isEqualTo("anna.node.cloudy.internal");
            assertThat(found[7]).isEqualTo(annasAddress);
            assertThat(found[8]).isEqualTo("9001");
        }
    }

    @Test
    @Order(3)
    void theOperatorSeesTheNames() throws IOException {
        assertThat(bert.launch("dns", "names").succeeded().text())
                .contains("_etherpad._tcp.cloudy.internal", "anna.node.cloudy.internal", annasAddress);
        // One part of the contract, taken as a whole.
        assertThat(bert.logged()).doesNotContain("is not taken");
        assertThat(bert.launch("dns", "directory").succeeded().text()).contains("cloudy.internal", "8600");
    }

    @Test
    @Order(4)
    void nobodyElseReachesTheDirectorysOwnServer() {
        String at = '@' + bert.host().address();

        assertThat(phone.run("dig", at, "-p", "8600", "+time=1", "+tries=1", "cloudy.internal", "SOA")
                        .exit())
                .isNotZero();
        assertThat(phone.run("dig", at, "cloudy.internal", "AXFR").text()).doesNotContain("etherpad");
    }

    @Test
    @Order(5)
    void whatIsWithdrawnIsSoonForgotten() throws IOException {
        anna.remove("deploy/org.example.etherpad.jar");
        until("gone", () -> atBert("etherpad.service.cloudy.internal", "SRV").isEmpty());
    }

    /** What the directory's own server says to its own host. */
    private static String atBert(String name, String type) {
        return bert.host()
                .run("dig", "@127.0.0.1", "-p", "8600", "+short", "+time=1", "+tries=1", name, type)
                .text()
                .strip();
    }

    private static String dig(String name, String type) {
        return phone.run("dig", "+short", "+time=1", "+tries=1", name, type)
                .text()
                .strip();
    }

    private static void until(String what, Callable<Boolean> condition) {
        Awaitility.await(what)
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(200))
                .until(condition);
    }
}
