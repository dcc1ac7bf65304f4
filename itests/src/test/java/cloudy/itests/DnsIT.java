// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
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
 * A host resolves guifi.net's names through a node, is told no more than that from a network that is not the node's own,
 * and goes on being told while guifi.net is away and the node starts anew. One story, in order.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DnsIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String SERVICE = "/api/v1/services/cloudy.dns";
    private static final String STATE = "/api/v1/x/cloudy.dns/state";

    private static final String DOMAINS =
            """
            <?xml version="1.0"?>
            <cnml version="0.1"><domains network_domains="domains">%s</domains></cnml>
            """;

    /** One host is a stranger's word that would be a directive. */
    private static final String DOMAIN =
            """
            <%1$s><master zone="vic.example" IPv4="10.77.0.1" nameserver="ns" domain_ip="" allow-transfer="none"
              contact="maria@vic.example"><host name="ns" IPv4="10.77.0.1" NS="y"/><host name="www" IPv4="10.2.2.2"/>
              <host name="a&quot;; };" IPv4="10.2.2.3"/></master></%1$s>
            """;

    private static final String ADDRESSES =
            """
            <?xml version="1.0"?>
            <cnml version="0.1"><subnet range="10"><IP address="10.1.2.3" device_id="42" nick="VicRoof"/></subnet></cnml>
            """;

    @RegisterExtension
    static final Rig rig = new Rig();

    private static CloudyNode anna;
    private static Host bert;
    private static Host stranger;
    private static GuifiNet guifi;
    private static Web web;

    @BeforeAll
    static void boot() throws IOException {
        Lan lan = rig.lan();
        Host host = lan.join("anna");
        bert = lan.join("bert");
        stranger = lan.join("stranger");
        // The node's user may open port 53 here, as the doctor tells the operator to let him.
        host.run("sysctl", "-w", "net.ipv4.ip_unprivileged_port_start=53").succeeded();
        stranger.run("ip", "addr", "add", "203.0.113.5/24", "dev", "eth0").succeeded();
        host.run("ip", "addr", "add", "203.0.113.1/24", "dev", "eth0").succeeded();
        guifi = rig.closing(GuifiNet.on(lan.join("guifi"), rig.folder().resolve("guifi")));
        guifi.put(
                "guifi/cnml/12/domains",
                DOMAINS.formatted(DOMAIN.formatted("internal") + DOMAIN.formatted("external")));
        guifi.put("dump/ips", ADDRESSES);
        anna = rig.node(host);
        anna.write("etc/cloudy.guifi.cfg", "baseUrl = " + guifi.base() + "\n");
        anna.start().awaitBoot();
        web = Web.setUp(anna);
        anna.shell("feature:install cloudy-dns");
        until("installed", () -> web.tried("GET", SERVICE, "").contains("\"run\":\"off\""));
    }

    private static String asks(Host host, String server, String... question) {
        var line = new java.util.ArrayList<>(java.util.List.of("dig", "@" + server, "+time=2", "+tries=1"));
        line.addAll(java.util.List.of(question));
        return host.run(line.toArray(String[]::new)).text();
    }

    private static String answer(Host host, String name, String type) {
        return asks(host, "10.77.0.1", "+short", name, type).strip();
    }

    @Test
    @Order(1)
    void listensOnlyOnceItIsSwitchedOn() throws IOException {
        assertThat(anna.host().run("ss", "-lnuH").text()).doesNotContain(":53 ");
        // A root of the operator's own: nothing out there can be asked in this network.
        anna.write(
                "etc/root.zone",
                """
                $TTL 60
                . IN SOA ns.root. nobody.root. 1 60 60 60 60
                . IN NS ns.root.
                ns.root. IN A 127.0.0.1
                elsewhere.example. IN A 192.0.2.7
                """);
        anna.write(
                "etc/named.conf.int.private",
                "zone \".\" { type primary; file \"" + anna.home().resolve("etc/root.zone") + "\"; };\n");
        anna.write("etc/cloudy.dns.cfg", "cloudy.enabled = true\nservice = 12\ndomains = guifi.net, example\n");

        until("up", () -> web.get(SERVICE).contains("\"run\":\"up\""));
        until("answers", () -> answer(bert, "elsewhere.example", "A").equals("192.0.2.7"));
        assertThat(anna.host().running("named"))
                .singleElement()
                .satisfies(named -> assertThat(named.info().user()).contains(CloudyNode.USER));
        assertThat(web.get(STATE)).contains("cloudy-guifi");
    }

    @Test
    @Order(2)
    void servesGuifisNamesAsSoonAsTheyAreKnown() throws IOException {
        anna.shell("feature:install cloudy-guifi");

        until("served", () -> answer(bert, "www.vic.example", "A").equals("10.2.2.2"));
        assertThat(answer(bert, "VicRoof--42.ip.guifi.net", "A")).isEqualTo("10.1.2.3");
        assertThat(asks(bert, "10.77.0.1", "+short", "-x", "10.1.2.3").strip()).isEqualTo("VicRoof--42.ip.guifi.net.");
        assertThat(web.get(STATE)).contains("\"reason\":\"no-name\"", "\"zoneCount\":4", "\"queries\":");
        until("announced", () -> !anna.lists("dnsservice", "DNSService_System", "53")
                .isEmpty());
    }

    @Test
    @Order(3)
    void tellsAStrangerAboutItsDomainsAlone() {
        assertThat(asks(stranger, "203.0.113.1", "+short", "-b", "203.0.113.5", "www.vic.example", "A")
                        .strip())
                .isEqualTo("10.2.2.2");
        for (String name : new String[] {"elsewhere.example", "VicRoof--42.ip.guifi.net", "."}) {
            assertThat(asks(stranger, "203.0.113.1", "-b", "203.0.113.5", name, "A"))
                    .contains("status: REFUSED");
        }
        assertThat(asks(stranger, "203.0.113.1", "-b", "203.0.113.5", "vic.example", "AXFR"))
                .contains("Transfer failed");
        assertThat(asks(stranger, "203.0.113.1", "-b", "203.0.113.5", "+short", "CH", "TXT", "version.bind")
                        .strip())
                .isEmpty();
    }

    @Test
    @Order(4)
    void goesOnWhileGuifiIsAwayAndTheNodeStartsAnew() throws IOException {
        guifi.away();
        assertThat(answer(bert, "www.vic.example", "A")).isEqualTo("10.2.2.2");

        anna.kill();
        anna.start().awaitBoot();

        until("up", () -> answer(bert, "www.vic.example", "A").equals("10.2.2.2"));
        assertThat(answer(bert, "VicRoof--42.ip.guifi.net", "A")).isEqualTo("10.1.2.3");
        assertThat(anna.host().running("named")).hasSize(1);
        Web again = Web.signIn(anna);
        until("asked in vain", () -> !again.get(STATE).contains("\"stale\":\"\""));
    }

    @Test
    @Order(5)
    void everythingEndsWithIt() throws IOException {
        Web again = Web.signIn(anna);
        until("known", () -> again.get(SERVICE).contains("\"run\":\"up\""));
        again.post(SERVICE + "/stop", "");

        until("ended", () -> anna.host().running("named").isEmpty());
        assertThat(anna.host().run("ss", "-lnuH").text()).doesNotContain(":53 ");
    }

    private static void until(String what, Callable<Boolean> condition) {
        Awaitility.await(what)
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(200))
                .until(condition);
    }
}
