// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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
 * and goes on being told while guifi.net and another name server are away and the node starts anew. One story, in order.
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

    /** Two zones that another name server looks after; one of them it hands out whole to those who have a key. */
    private static final String OTHERS =
            """
            <internal><slave zone="copied.example" master="%1$s"/><forward zone="asked.example" forwarder="%1$s"/></internal>
            """;

    private static final String KEY = "c3dhcHBlZCBpbiBhIHRlc3QgYWxvbmUsIG5vIHNlY3JldA==";

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
    private static Host far;
    private static Process named;
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
        far = lan.join("far");
        named = other(far, Files.createDirectory(rig.folder().resolve("far")));
        guifi.put(
                "guifi/cnml/12/domains",
                DOMAINS.formatted(
                        DOMAIN.formatted("internal") + OTHERS.formatted(far.address()) + DOMAIN.formatted("external")));
        guifi.put("dump/ips", ADDRESSES);
        anna = rig.node(host);
        anna.write("etc/cloudy.guifi.cfg", "baseUrl = " + guifi.base() + "\n");
        anna.start().awaitBoot();
        web = Web.setUp(anna);
        anna.shell("feature:install cloudy-dns");
        until("installed", () -> web.tried("GET", SERVICE, "").contains("\"run\":\"off\""));
    }

    /** Somebody else's BIND, set up by hand. */
    private static Process other(Host host, Path folder) throws IOException {
        for (String zone : List.of("copied", "asked")) {
            Files.writeString(
                    folder.resolve(zone),
                    """
                    $TTL 60
                    @ IN SOA ns nobody 1 3600 600 86400 60
                    @ IN NS ns
                    ns IN A %s
                    pad IN A 10.9.9.9
                    """
                            .formatted(host.address()));
        }
        Path conf = folder.resolve("named.conf");
        Files.writeString(
                conf,
                """
                options { directory "%s"; pid-file none; session-keyfile none; recursion no; allow-transfer { none; }; };
                controls { };
                key swap { algorithm hmac-sha256; secret "%s"; };
                zone "copied.example" { type primary; file "copied"; allow-transfer { key swap; }; };
                zone "asked.example" { type primary; file "asked"; };
                """
                        .formatted(folder, KEY));
        Process named = host.start(folder.resolve("named.log").toFile(), "named", "-f", "-c", conf.toString());
        until("the other name server answers", () -> asks(host, host.address(), "+short", "pad.asked.example", "A")
                .contains("10.9.9.9"));
        return named;
    }

    private static String asks(Host host, String server, String... question) {
        var line = new java.util.ArrayList<>(List.of("dig", "@" + server, "+time=2", "+tries=1"));
        line.addAll(List.of(question));
        return host.run(line.toArray(String[]::new)).text();
    }

    private static String answer(Host host, String name, String type) {
        return asks(host, "10.77.0.1", "+short", name, type).strip();
    }

    @Test
    @Order(1)
    void listensOnlyOnceItIsSwitchedOn() throws IOException {
        assertThat(anna.host().run("ss", "-lnuH").text()).doesNotContain(":53 ");
        // A root of the operator's own: nothing out there can be asked in this network. What it does not hand on is
        // not.
        anna.write(
                "etc/root.zone",
                """
                $TTL 60
                . IN SOA ns.root. nobody.root. 1 60 60 60 60
                . IN NS ns.root.
                ns.root. IN A 127.0.0.1
                elsewhere.example. IN A 192.0.2.7
                asked.example. IN NS ns.root.
                """);
        anna.write(
                "etc/named.conf.int.private",
                "zone \".\" { type primary; file \"" + anna.home().resolve("etc/root.zone") + "\"; };\n");
        anna.write(
                "etc/cloudy.dns.cfg",
                """
                cloudy.enabled = true
                service = 12
                domains = guifi.net, example
                .keys = swap:hmac-sha256:%s@%s
                """
                        .formatted(KEY, far.address()));

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
        assertThat(web.get(STATE)).contains("\"reason\":\"no-name\"", "\"zoneCount\":6", "\"queries\":");
        until("announced", () -> !anna.lists("dnsservice", "DNSService_System", "53")
                .isEmpty());
    }

    @Test
    @Order(3)
    void copiesTheZonesOfOthersWithAKeyAndAsksThemForTheRest() {
        until("copied", () -> answer(bert, "pad.copied.example", "A").equals("10.9.9.9"));
        assertThat(answer(bert, "pad.asked.example", "A")).isEqualTo("10.9.9.9");
        assertThat(asks(bert, far.address(), "copied.example", "AXFR")).contains("Transfer failed");
        for (String name : new String[] {"pad.copied.example", "pad.asked.example"}) {
            assertThat(asks(stranger, "203.0.113.1", "-b", "203.0.113.5", name, "A"))
                    .contains("status: REFUSED");
        }
    }

    @Test
    @Order(4)
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
    @Order(5)
    void goesOnWhileGuifiIsAwayAndTheNodeStartsAnew() throws IOException {
        guifi.away();
        far.running("named").forEach(ProcessHandle::destroy);
        named.onExit().join();
        assertThat(answer(bert, "www.vic.example", "A")).isEqualTo("10.2.2.2");

        anna.kill();
        anna.start().awaitBoot();

        until("up", () -> answer(bert, "www.vic.example", "A").equals("10.2.2.2"));
        assertThat(answer(bert, "VicRoof--42.ip.guifi.net", "A")).isEqualTo("10.1.2.3");
        assertThat(answer(bert, "pad.copied.example", "A")).isEqualTo("10.9.9.9");
        assertThat(anna.host().running("named")).hasSize(1);
        Web again = Web.signIn(anna);
        until("asked in vain", () -> !again.get(STATE).contains("\"stale\":\"\""));
        until("the other one missed", () -> again.get(STATE).contains("\"reason\":\"unreachable\""));
        assertThat(again.get(STATE)).contains("copied.example");
        assertThat(answer(bert, "pad.copied.example", "A")).isEqualTo("10.9.9.9");
    }

    @Test
    @Order(6)
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
