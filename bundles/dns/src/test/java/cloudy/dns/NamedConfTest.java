// SPDX-License-Identifier: Apache-2.0
package cloudy.dns;

import static cloudy.dns.Given.ip;
import static cloudy.dns.Given.name;
import static org.assertj.core.api.Assertions.assertThat;

import cloudy.api.daemon.Daemon;
import cloudy.api.form.Texts;
import cloudy.dns.ConfReader.Statement;
import cloudy.dns.Served.Kind;
import cloudy.dns.Served.Side;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

class NamedConfTest {

    private static final Path FOLDER = Path.of("/var/lib/cloudy/dns");

    private static String conf(Map<String, Object> said, Served... zones) {
        return new NamedConf(DnsWishes.of(said), FOLDER, List.of(zones), List.of(), Includes.NONE).toString();
    }

    private static Served zone(Side side, Kind kind, String zone, InetAddress... addresses) {
        return new Served(side, kind, name(zone), List.of(addresses));
    }

    private static Statement view(String conf, String view) {
        return ConfReader.read(conf).stream()
                .filter(statement -> statement.words().equals(List.of("view", view)))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void letsTheNamedNetworksAskForEverythingAndNobodyElse() {
        String conf = conf(Map.of("networks", new String[] {"10.0.0.0/8"}));

        assertThat(view(conf, "internal").in("match-clients").blocks().get(0))
                .containsExactly(new Statement(List.of("10.0.0.0/8"), List.of()));
        assertThat(view(conf, "internal").in("recursion").words()).containsExactly("recursion", "yes");
        assertThat(view(conf, "external").in("recursion").words()).containsExactly("recursion", "no");
        assertThat(view(conf, "external").in("rate-limit")).isNotNull();
        assertThat(conf(Map.of("networks", new String[0]))).contains("match-clients { none; };");
    }

    @Test
    void asksForNoSignaturesOfTheCommunitysOwnZones() {
        String conf = conf(
                Map.of("unsigned", new String[] {"guifi.net"}),
                zone(Side.INTERNAL, Kind.PRIMARY, "vic.example."),
                zone(Side.EXTERNAL, Kind.PRIMARY, "out.example."));

        assertThat(conf).contains("dnssec-validation auto;", "validate-except { \"guifi.net\"; \"vic.example\"; };");
        assertThat(conf(Map.of("validate", false))).doesNotContain("dnssec-validation auto");
    }

    @Test
    void signsTransfersWhereThereIsAKey() {
        String conf = conf(
                Map.of("_keys", "all:hmac-sha256:c2VjcmV0 one:hmac-sha512:c2VjcmV0Mg==@10.5.5.5"),
                zone(Side.INTERNAL, Kind.PRIMARY, "vic.example.", ip("10.6.6.6")),
                zone(Side.INTERNAL, Kind.PRIMARY, "own.example."),
                zone(Side.EXTERNAL, Kind.PRIMARY, "any.example.", ip("0.0.0.0")),
                zone(Side.INTERNAL, Kind.SECONDARY, "far.example.", ip("10.5.5.5"), ip("10.5.5.6")));

        assertThat(conf)
                .contains(
                        "key \"one.\" { algorithm hmac-sha512; secret \"c2VjcmV0Mg==\"; };",
                        "allow-transfer { 10.6.6.6; key \"all.\"; key \"one.\"; };",
                        "allow-transfer { key \"all.\"; key \"one.\"; };",
                        "allow-transfer { any; key \"all.\"; key \"one.\"; };",
                        "primaries { 10.5.5.5 key \"one.\"; 10.5.5.6; };",
                        "file \"/var/lib/cloudy/dns/zones/internet~any.example\"");
        assertThat(conf(Map.of(), zone(Side.INTERNAL, Kind.PRIMARY, "own.example.")))
                .contains("allow-transfer { none; };");
    }

    @Test
    void takesTheOperatorsOwnFilesInTheirPlaces(@TempDir Path etc) throws Exception {
        Files.writeString(etc.resolve(Includes.OPTIONS), "acl friends { 10.1.1.1; };");
        Files.writeString(etc.resolve(Includes.INTERNAL), "zone \"a\" { type primary; file \"a\"; };");
        Files.writeString(etc.resolve(Includes.EXTERNAL), "zone \"b\" { type primary; file \"b\"; };");
        Includes includes = Includes.read(etc);
        String conf = new NamedConf(DnsWishes.of(Map.of()), FOLDER, List.of(), List.of(), includes).toString();

        assertThat(ConfReader.read(conf)).anyMatch(one -> one.words().equals(List.of("acl", "friends")));
        assertThat(view(conf, "internal").all("zone"))
                .anyMatch(one -> one.words().contains("a"));
        assertThat(view(conf, "external").all("zone"))
                .anyMatch(one -> one.words().contains("b"));
        Files.write(etc.resolve(Includes.INTERNAL), new byte[] {(byte) 0xFF});
        assertThat(Includes.read(etc).fault().english()).isEqualTo(Includes.INTERNAL + " is not in UTF-8");
        Files.write(etc.resolve(Includes.INTERNAL), new byte[300_000]);
        assertThat(Includes.read(etc).fault()).isNotEqualTo(Texts.none());
    }

    @Test
    void handsOnWhatOthersOnThisNodeAnswerFor() {
        var server = new InetSocketAddress(Given.address("127.0.0.1"), 8600);
        List<NamedConf.Handed> handed = Handing.zones(
                List.of(
                        () -> new HandedZone.Zone("mesh.example", server, HandedZone.Way.TRANSFER),
                        () -> new HandedZone.Zone("fwd.example.", server, HandedZone.Way.FORWARD),
                        () -> new HandedZone.Zone("vic.example", server, HandedZone.Way.FORWARD),
                        () -> new HandedZone.Zone("localhost", server, HandedZone.Way.FORWARD),
                        () -> new HandedZone.Zone("a b; };", server, HandedZone.Way.FORWARD)),
                List.of(zone(Side.INTERNAL, Kind.PRIMARY, "vic.example.")));
        String conf = new NamedConf(DnsWishes.of(Map.of()), FOLDER, List.of(), handed, Includes.NONE).toString();

        assertThat(handed).hasSize(2);
        assertThat(conf)
                .contains(
                        "zone \"mesh.example\" { type secondary; file \"/var/lib/cloudy/dns/slaves/handed~mesh.example\";",
                        "primaries { 127.0.0.1 port 8600; };",
                        "zone \"fwd.example\" { type forward; forward only; forwarders { 127.0.0.1 port 8600; }; };",
                        "validate-except { \"mesh.example\"; \"fwd.example\"; };");
        assertThat(view(conf, "external").all("zone")).hasSize(1);
    }

    @Test
    @EnabledIf("cloudy.dns.Bind#isInstalled")
    void isTakenByBindWithAllThereIsInIt(@TempDir Path folder) throws Exception {
        Files.createDirectories(folder.resolve("keys"));
        var settings = DnsWishes.of(Map.of(
                "listen", new String[] {"127.0.0.1", "::1"},
                "forwarders", new String[] {"10.1.1.1", "2001:db8::1"},
                "unsigned", new String[] {"guifi.net"},
                "_keys",
                        "all:hmac-sha256:c2VjcmV0 one:hmac-sha512:c2VjcmV0Mg==@10.5.5.5"
                                + " one:hmac-sha512:c2VjcmV0Mg==@10.5.5.6"));
        Path conf = folder.resolve("named.conf");
        var server = new InetSocketAddress(Given.address("127.0.0.1"), 8600);
        Files.writeString(
                conf,
                new NamedConf(
                                settings,
                                folder,
                                List.of(
                                        zone(Side.INTERNAL, Kind.PRIMARY, "vic.example.", ip("10.6.6.6")),
                                        zone(Side.EXTERNAL, Kind.PRIMARY, "vic.example.", ip("0.0.0.0")),
                                        zone(Side.INTERNAL, Kind.SECONDARY, "far.example.", ip("10.5.5.5")),
                                        zone(Side.INTERNAL, Kind.FORWARD, "fwd.example.", ip("10.5.5.5"))),
                                List.of(
                                        new NamedConf.Handed(name("mesh.example."), server, HandedZone.Way.TRANSFER),
                                        new NamedConf.Handed(name("m2.example."), server, HandedZone.Way.FORWARD)),
                                Includes.NONE)
                        .toString()
                        .replace(Daemon.HOME, folder.toString()));

        assertThat(Bind.run("named-checkconf", conf.toString())).isEqualTo(new Bind.Said(0, ""));
    }
}
