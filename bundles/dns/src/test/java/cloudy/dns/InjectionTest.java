// SPDX-License-Identifier: Apache-2.0
package cloudy.dns;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import cloudy.api.guifi.Domains;
import cloudy.dns.Served.Kind;
import cloudy.dns.Served.Side;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Master;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** What is read back from the generated files is what was meant, whatever the values are. */
class InjectionTest {

    private static final int FEW = 10_000;
    private static final int MANY = 1_000_000;
    private static final Set<Integer> TYPES = Set.of(Type.A, Type.AAAA, Type.NS, Type.MX, Type.CNAME);
    private static final Path FOLDER = Path.of("/var/lib/a \"folder\"\\dns");

    @Test
    void zonesAreReadBackAsTheyWereMeant() throws IOException {
        zones(FEW, 1);
    }

    @Test
    void configurationsAreReadBackAsTheyWereMeant() {
        configurations(FEW / 5, 2);
    }

    @Test
    @Tag("slow")
    void aMillionZonesAreReadBackAsTheyWereMeant() throws IOException {
        zones(MANY, 3);
    }

    @Test
    @Tag("slow")
    void aHundredThousandConfigurationsAreReadBackAsTheyWereMeant() {
        configurations(MANY / 10, 4);
    }

    private static void zones(int count, long seed) throws IOException {
        var hostile = new Hostile(seed);
        int made = 0;
        for (int i = 0; i < count; i++) {
            Name zone = Given.name("z" + i % 100 + ".example.");
            Optional<ZoneText> text = MasterZone.of(hostile.master(zone.toString(true)), zone, new LeftOut());
            if (text.isPresent()) {
                holds(text.get(), zone);
                made++;
            }
        }
        assertThat(made).isGreaterThan(count / 10);
    }

    private static void holds(ZoneText text, Name zone) throws IOException {
        String file = text.file(2026112200L);
        List<String> back = new ArrayList<>();
        // The reader knows $INCLUDE and all the rest: were one of them in the file it would fail or read more.
        var reader = new Master(new ByteArrayInputStream(file.getBytes(US_ASCII)), Name.root);
        reader.disableIncludes();
        Record soa = reader.nextRecord();
        assertThat(soa.getType()).isEqualTo(Type.SOA);
        assertThat(soa.getName()).isEqualTo(zone);
        for (Record record = reader.nextRecord(); record != null; record = reader.nextRecord()) {
            if (!TYPES.contains(record.getType()) || !record.getName().subdomain(zone)) {
                throw new AssertionError("never meant: " + record + "\n" + file);
            }
            back.add(record.getName() + " IN " + Type.string(record.getType()) + ' ' + record.rdataToString());
        }
        assertThat(back).isEqualTo(text.lines());
        if (file.chars().anyMatch(c -> c > '~' || (c < ' ' && c != '\n'))) {
            throw new AssertionError(file);
        }
    }

    private static void configurations(int count, long seed) {
        var hostile = new Hostile(seed);
        for (int i = 0; i < count; i++) {
            Domains domains = hostile.domains(4);
            List<Served> zones = new ArrayList<>();
            add(zones, Side.INTERNAL, Kind.PRIMARY, domains.internal().masters(), Domains.Master::zone);
            add(zones, Side.INTERNAL, Kind.FORWARD, domains.internal().forwards(), Domains.Forward::zone);
            add(zones, Side.EXTERNAL, Kind.SECONDARY, domains.external().slaves(), Domains.Slave::zone);
            HandedZone.Zone own = new HandedZone.Zone(
                    hostile.name(), new InetSocketAddress(Given.address("127.0.0.1"), 8600), HandedZone.Way.TRANSFER);
            var conf = new NamedConf(
                    DnsWishes.of(Map.of("_keys", "k:hmac-sha256:c2VjcmV0@10.1.1.1")),
                    FOLDER,
                    zones,
                    Handing.zones(List.of(() -> own), zones),
                    Includes.NONE);
            List<ConfReader.Statement> read = ConfReader.read(conf.toString());
            assertThat(read)
                    .extracting(statement -> statement.words().get(0))
                    .containsExactly("options", "controls", "statistics-channels", "logging", "key", "view", "view");
            assertThat(read.get(0).in("directory").words()).containsExactly("directory", "{home}");
            assertThat(names(read.get(5), "handed~")).isEqualTo(names(zones, Side.INTERNAL));
            assertThat(names(read.get(6), "handed~")).isEqualTo(names(zones, Side.EXTERNAL));
        }
    }

    private static <T> void add(List<Served> to, Side side, Kind kind, List<T> all, Function<T, String> name) {
        for (T one : all) {
            Names.absolute(name.apply(one))
                    .ifPresent(zone -> to.add(new Served(side, kind, zone, List.of(Given.ip("10.1.1.1")))));
        }
    }

    /** Each zone with what it says, but for those that were handed on. */
    private static List<String> names(ConfReader.Statement view, String without) {
        return view.all("zone").stream()
                .filter(zone -> !zone.words().get(1).equals("localhost"))
                .filter(zone -> zone.all("file").stream()
                        .noneMatch(file -> file.words().get(1).contains('/' + without)))
                .map(zone -> zone.words().get(1) + ' ' + zone.in("type").words().get(1))
                .toList();
    }

    private static List<String> names(List<Served> zones, Side side) {
        return zones.stream()
                .filter(zone -> zone.side() == side)
                .map(zone ->
                        zone.zone().toString(true) + ' ' + zone.kind().name().toLowerCase(java.util.Locale.ROOT))
                .toList();
    }
}
