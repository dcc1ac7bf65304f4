// SPDX-License-Identifier: Apache-2.0
package cloudy.dns.directory;

import static cloudy.dns.directory.Neighbourhood.heard;
import static cloudy.dns.directory.Neighbourhood.onLan;
import static cloudy.dns.directory.Neighbourhood.own;
import static org.assertj.core.api.Assertions.assertThat;

import cloudy.api.Protocol;
import cloudy.api.Txt;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** What a client gets over real sockets. */
class ZoneTest {

    private final Neighbourhood directory = new Neighbourhood();
    private Asked asked;

    @BeforeEach
    void start() throws IOException {
        asked = new Asked(directory);
    }

    @AfterEach
    void stop() {
        asked.close();
    }

    @Test
    void aTypeLeadsToTheNearestFirst() throws IOException {
        directory.add(
                heard("far", "10.1.0.3").distance(Optional.of(Duration.ofMillis(80))),
                heard("unknown", "10.1.0.4"),
                heard("near", "10.1.0.2").distance(Optional.of(Duration.ofMillis(2))),
                own("me", "10.1.0.1"));

        assertThat(asked.answers("proxy3.service", Type.SRV))
                .containsExactly(
                        "0 0 3128 me.node.cloudy.internal.",
                        "26 0 3128 near.node.cloudy.internal.",
                        "45 0 3128 far.node.cloudy.internal.",
                        "100 0 3128 unknown.node.cloudy.internal.");
        assertThat(asked.answers("PROXY3.Service", Type.A))
                .containsExactly("10.1.0.1", "10.1.0.2", "10.1.0.3", "10.1.0.4");
        assertThat(asked.answers("proxy3.service", Type.AAAA)).isEmpty();
        assertThat(Asked.data(asked.ask("proxy3.service", Type.SRV), Section.ADDITIONAL))
                .containsExactly("10.1.0.1", "10.1.0.2", "10.1.0.3", "10.1.0.4");
    }

    @Test
    void whoWantsOneIsNotToldOfAHundred() throws IOException {
        for (int i = 1; i <= 100; i++) {
            directory.add(heard("node-" + i, "10.1.0." + i).distance(Optional.of(Duration.ofMillis((long) i * i))));
        }

        assertThat(asked.answers("proxy3.service", Type.A))
                .hasSize(Zone.NEAREST)
                .startsWith("10.1.0.1", "10.1.0.2", "10.1.0.3");
        assertThat(asked.instances("proxy3")).hasSize(100);
    }

    @Test
    void aDeviceHasItsAddressesAndItsId() throws IOException {
        directory.add(heard("alpha", "10.1.0.1"), heard("alpha", "fd00::17", "web", 80));

        assertThat(asked.answers("alpha.node", Type.A)).containsExactly("10.1.0.1");
        assertThat(asked.answers("alpha.node", Type.AAAA)).containsExactly("fd00:0:0:0:0:0:0:17");
        assertThat(asked.answers("alpha.node", Type.TXT)).containsExactly("\"id=idalpha\"");
        assertThat(asked.ask("beta.node", Type.A).getRcode()).isEqualTo(Rcode.NXDOMAIN);
    }

    @Test
    void aPhoneFindsByTheWayOfDnsSd() throws IOException {
        directory.add(
                heard("alpha", "10.1.0.1").description("Càmera del campanar. 2").txt(Txt.parse("path=/cam&shared")),
                heard("beta", "10.1.0.2", "etherpad", 9001).protocol(Protocol.UDP));

        for (String way : new String[] {"b", "db", "lb"}) {
            assertThat(asked.answers(way + "._dns-sd._udp", Type.PTR)).containsExactly("cloudy.internal.");
        }
        assertThat(asked.answers("_services._dns-sd._udp", Type.PTR))
                .containsExactlyInAnyOrder("_proxy3._tcp.cloudy.internal.", "_etherpad._udp.cloudy.internal.");
        Message found = asked.ask("_proxy3._tcp", Type.PTR);
        Name instance = ((PTRRecord) found.getSection(Section.ANSWER).get(0)).getTarget();
        assertThat(Asked.first(instance)).isEqualTo("Càmera del campanar. 2 @alpha");
        // All that follows comes along, as RFC 6763, 12.1 wants it.
        assertThat(Asked.data(found, Section.ADDITIONAL))
                .containsExactlyInAnyOrder(
                        "0 0 3128 alpha.node.cloudy.internal.", "\"path=/cam\" \"shared\"", "10.1.0.1");
        assertThat(Asked.data(asked.ask(instance, Type.SRV, false), Section.ANSWER))
                .containsExactly("0 0 3128 alpha.node.cloudy.internal.");
        assertThat(Asked.data(asked.ask(instance, Type.TXT, false), Section.ANSWER))
                .containsExactly("\"path=/cam\" \"shared\"");
    }

    @Test
    void aServiceOnAnotherHostIsFoundThere() throws IOException {
        directory.add(
                heard("alpha", "10.1.0.1"),
                heard("alpha", "10.1.0.1", "serf", 5000),
                heard("alpha", "10.9.0.7", "printer", 631));

        assertThat(asked.answers("alpha.node", Type.A)).containsExactly("10.1.0.1");
        assertThat(asked.answers("printer.service", Type.SRV))
                .containsExactly("100 0 631 0a090007.addr.cloudy.internal.");
        assertThat(asked.answers("0A090007.addr", Type.A)).containsExactly("10.9.0.7");
        assertThat(asked.ask("0a090008.addr", Type.A).getRcode()).isEqualTo(Rcode.NXDOMAIN);
        assertThat(asked.answers("_printer._tcp", Type.SRV))
                .containsExactly("100 0 631 0a090007.addr.cloudy.internal.");
    }

    @Test
    void aNameWithoutThatTypeIsNoDataAndOnesAboveANameAreNoErrors() throws IOException {
        assertThat(asked.ask("service", Type.A).getRcode()).isEqualTo(Rcode.NXDOMAIN);
        directory.add(heard("alpha", "10.1.0.1"));

        for (String above : new String[] {"service", "node", "addr", "_tcp", "_udp", "_dns-sd._udp"}) {
            Message answer = asked.ask(above, Type.A);
            assertThat(answer.getRcode()).as(above).isEqualTo(Rcode.NOERROR);
            assertThat(answer.getSection(Section.ANSWER)).isEmpty();
            assertThat(answer.getSection(Section.AUTHORITY)).hasOnlyElementsOfType(SOARecord.class);
        }
        for (String none :
                new String[] {"x", "x.proxy3.service", "nothing.service", "_nothing._tcp", "x.ns", "a.b.node"}) {
            Message answer = asked.ask(none, Type.A);
            assertThat(answer.getRcode()).as(none).isEqualTo(Rcode.NXDOMAIN);
            assertThat(answer.getSection(Section.AUTHORITY))
                    .singleElement()
                    .satisfies(soa -> assertThat(((SOARecord) soa).getMinimum()).isEqualTo(10));
        }
    }

    @Test
    void theZoneSaysWhoAnswersForIt() throws IOException {
        Message soa = asked.ask("@", Type.SOA);

        assertThat(soa.getHeader().getFlag(Flags.AA)).isTrue();
        assertThat(soa.getHeader().getFlag(Flags.RA)).isFalse();
        assertThat(asked.answers("@", Type.NS)).containsExactly("ns.cloudy.internal.");
        assertThat(asked.answers("ns", Type.A)).containsExactly("10.0.0.1");
        assertThat(asked.answers("@", Type.ANY)).containsExactly("\"RFC8482\" \"\"");
        assertThat(asked.ask(Name.fromString("example.org."), Type.A, false).getRcode())
                .isEqualTo(Rcode.REFUSED);
    }

    @Test
    void whatIsForTheLanIsToldOnlyWhereTheOperatorWantsIt() throws IOException {
        directory.add(onLan("printer", "192.168.1.9"), heard("alpha", "10.1.0.1"));

        assertThat(asked.answers("proxy3.service", Type.A)).containsExactly("10.1.0.1");
        try (var all = new Asked(directory, true)) {
            assertThat(all.answers("proxy3.service", Type.A)).containsExactly("192.168.1.9", "10.1.0.1");
        }
    }

    @Test
    void followsTheDirectory() throws IOException {
        long first = serial();
        directory.add(heard("alpha", "10.1.0.1"));
        assertThat(asked.answers("alpha.node", Type.A)).containsExactly("10.1.0.1");
        long second = serial();
        assertThat(second).isGreaterThan(first);

        directory.add(heard("beta", "10.1.0.2"));
        directory.remove(heard("alpha", "10.1.0.1"));
        org.awaitility.Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> asked.ask("alpha.node", Type.A).getRcode() == Rcode.NXDOMAIN);
        assertThat(serial()).isGreaterThan(second);
        directory.lose();
        assertThat(asked.answers("beta.node", Type.A)).containsExactly("10.1.0.2");
    }

    private long serial() throws IOException {
        return ((SOARecord) asked.ask("@", Type.SOA).getSection(Section.ANSWER).get(0)).getSerial();
    }
}
