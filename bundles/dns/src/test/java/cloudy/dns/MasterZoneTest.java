// SPDX-License-Identifier: Apache-2.0
package cloudy.dns;

import static cloudy.dns.Given.address;
import static cloudy.dns.Given.delegation;
import static cloudy.dns.Given.host;
import static cloudy.dns.Given.ip;
import static cloudy.dns.Given.mailServer;
import static cloudy.dns.Given.master;
import static cloudy.dns.Given.name;
import static cloudy.dns.Given.nameServer;
import static org.assertj.core.api.Assertions.assertThat;

import cloudy.api.guifi.Domains.Host;
import cloudy.api.guifi.Domains.Master;
import cloudy.dns.LeftOut.Reason;
import java.net.Inet6Address;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Name;

class MasterZoneTest {

    private static final Name ZONE = name("vic.example.");

    private final LeftOut left = new LeftOut();

    private ZoneText make(Master master) {
        return MasterZone.of(master, ZONE, left).orElseThrow();
    }

    private List<Reason> reasons() {
        return left.counts().stream().map(LeftOut.Count::reason).toList();
    }

    @Test
    void hasAllThatADomainCanHave() {
        var web = new Host(
                "www",
                Optional.of(ip("10.2.2.2")),
                Optional.of((Inet6Address) address("2001:db8::2")),
                List.of("ftp", "wiki"),
                false,
                Optional.empty());
        var zone = make(new Master(
                "vic.example",
                Optional.of(ip("10.1.1.1")),
                "ns",
                Optional.of(ip("10.9.9.9")),
                Optional.of((Inet6Address) address("2001:db8::9")),
                List.of("mail.elsewhere.example"),
                List.of("ns2.elsewhere.example"),
                List.of(),
                "maria.puig@vic.example",
                List.of(
                        nameServer("ns", "10.1.1.1"),
                        web,
                        mailServer("mail", "10.3.3.3", 5),
                        host("blog", "", "pages.elsewhere.example.")),
                List.of(
                        delegation("osona.vic.example", "ns.osona.vic.example", "10.4.4.4"),
                        delegation("far.vic.example", "ns.elsewhere.example", "10.5.5.5"))));

        assertThat(zone.file(2026112200L).split("\n"))
                .containsExactlyInAnyOrder(
                        "$TTL 7200",
                        "vic.example. IN SOA ns.vic.example. maria\\.puig.vic.example. 2026112200 43200 7200 1209600 7200",
                        "vic.example. IN A 10.9.9.9",
                        "vic.example. IN AAAA 2001:db8:0:0:0:0:0:9",
                        "vic.example. IN NS ns.vic.example.",
                        "vic.example. IN NS ns2.elsewhere.example.",
                        "vic.example. IN MX 5 mail.vic.example.",
                        "vic.example. IN MX 15 mail.elsewhere.example.",
                        "*.vic.example. IN A 10.9.9.9",
                        "*.vic.example. IN AAAA 2001:db8:0:0:0:0:0:9",
                        "ns.vic.example. IN A 10.1.1.1",
                        "www.vic.example. IN A 10.2.2.2",
                        "www.vic.example. IN AAAA 2001:db8:0:0:0:0:0:2",
                        "mail.vic.example. IN A 10.3.3.3",
                        "ftp.vic.example. IN CNAME www.vic.example.",
                        "wiki.vic.example. IN CNAME www.vic.example.",
                        "blog.vic.example. IN CNAME pages.elsewhere.example.",
                        "osona.vic.example. IN NS ns.osona.vic.example.",
                        "ns.osona.vic.example. IN A 10.4.4.4",
                        "far.vic.example. IN NS ns.elsewhere.example.");
        assertThat(left.counts()).isEmpty();
    }

    @Test
    void leavesOutNamesThatAreNone() {
        var zone = make(master(
                "vic.example",
                host("a b", "10.2.2.2"),
                host("x\n$INCLUDE /etc/passwd", "10.2.2.3"),
                host("ok", "10.2.2.4")));

        assertThat(zone.file(1)).contains("ok.vic.example. IN A 10.2.2.4").doesNotContain("INCLUDE", "10.2.2.2");
        assertThat(left.counts())
                .containsExactly(new LeftOut.Count(Reason.NO_NAME, 2, List.of("a b", "x�$INCLUDE /etc/passwd")));
    }

    @Test
    void leavesOutAliasesThatWouldHaveTheWholeZoneRefused() {
        var zone = make(master(
                "vic.example",
                host("www", "10.2.2.2", "mail", "www", "@", "ns"),
                host("mail", "10.3.3.3"),
                host("self", "", "self.vic.example."),
                host("b", "10.4.4.4", "elsewhere.example.")));

        assertThat(zone.file(1)).doesNotContain("CNAME");
        assertThat(reasons()).contains(Reason.ALIAS_IN_THE_WAY);
    }

    @Test
    void leavesOutServersWithoutAnAddress() {
        var zone = make(master(
                "vic.example", nameServer("ns9", ""), mailServer("mx9", "", 10), nameServer("bad", "127.0.0.1")));

        assertThat(zone.file(1)).doesNotContain("ns9", "mx9", "bad.");
        assertThat(left.counts()).singleElement().satisfies(count -> {
            assertThat(count.reason()).isEqualTo(Reason.NO_ADDRESS);
            assertThat(count.count()).isEqualTo(4);
        });
    }

    @Test
    void takesTheServerThatTheDomainNamesWhereNoHostIsOne() {
        var zone = make(new Master(
                "vic.example",
                Optional.of(ip("10.1.1.1")),
                "dns",
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(),
                "nobody; at all",
                List.of(),
                List.of()));

        assertThat(zone.file(1))
                .contains(
                        "vic.example. IN NS dns.vic.example.",
                        "dns.vic.example. IN A 10.1.1.1",
                        " IN SOA dns.vic.example. hostmaster.vic.example. ");
    }

    @Test
    void isNothingWithoutANameServer() {
        var nobody = new Master(
                "vic.example",
                Optional.empty(),
                "dns",
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(),
                "",
                List.of(host("www", "10.2.2.2")),
                List.of());

        assertThat(MasterZone.of(nobody, ZONE, left)).isEmpty();
        assertThat(reasons()).containsExactlyInAnyOrder(Reason.NO_ADDRESS, Reason.NO_NAME_SERVER);
    }

    @Test
    void delegatesNothingBeyondTheZone() {
        var master = master("vic.example");
        var zone = make(new Master(
                master.zone(),
                master.address(),
                master.nameServer(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(),
                "",
                master.hosts(),
                List.of(
                        delegation("vic.example", "ns.evil.example", ""),
                        delegation("sub", "ns.evil.example", "10.6.6.6"),
                        delegation("x.vic.example", "ns.x.vic.example", ""))));

        assertThat(zone.lines())
                .contains("sub.vic.example. IN NS ns.evil.example.")
                .noneMatch(line -> line.contains("ns.x.") || line.startsWith("vic.example. IN NS ns.evil"))
                .noneMatch(line -> line.startsWith("ns.evil.example."));
    }
}
