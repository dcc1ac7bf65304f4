// SPDX-License-Identifier: Apache-2.0
package cloudy.dns;

import static org.assertj.core.api.Assertions.assertThat;

import cloudy.api.daemon.Daemon;
import cloudy.dns.Served.Kind;
import cloudy.dns.Served.Side;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Name;

/** BIND's own checkers have the last word over what was generated from hostile values. */
@EnabledIf("cloudy.dns.Bind#isInstalled")
class BindChecksTest {

    private static final int ZONES = 2_000;
    private static final int BATCH = 500;

    @TempDir
    private Path folder;

    @Test
    void twoThousandZonesOfHostileValuesPassAllOfThem() throws Exception {
        var hostile = new Hostile(7);
        List<Served> zones = new ArrayList<>();
        Files.createDirectories(folder.resolve("zones"));
        Files.createDirectories(folder.resolve("keys"));
        Files.writeString(folder.resolve(NamedConf.HEALTH_FILE), NamedConf.HEALTH_ZONE);
        for (int i = 0; zones.size() < ZONES; i++) {
            Name zone = Given.name("z" + i + ".example.");
            Optional<ZoneText> text = MasterZone.of(hostile.master(zone.toString(true)), zone, new LeftOut());
            if (text.isPresent()) {
                var served = new Served(Side.INTERNAL, Kind.PRIMARY, zone, List.of());
                Files.writeString(
                        folder.resolve("zones").resolve(served.file()),
                        text.get().file(2026112200L));
                zones.add(served);
            }
        }
        for (int i = 0; i < ZONES; i += BATCH) {
            assertThat(checked(zones.subList(i, i + BATCH))).isEmpty();
        }
    }

    /** What named-checkconf says against the configuration and each zone in it; cut off, since it might look up names. */
    private String checked(List<Served> zones) throws IOException, InterruptedException {
        Path conf = folder.resolve("named.conf");
        Files.writeString(
                conf,
                new NamedConf(DnsWishes.of(Map.of()), folder, zones, List.of(), Includes.NONE)
                        .toString()
                        .replace(Daemon.HOME, folder.toString()));
        Bind.Said said = Bind.run("unshare", "-rn", "named-checkconf", "-z", conf.toString());
        return said.status() == 0
                ? ""
                : said.text()
                        .lines()
                        .filter(line -> !line.contains(": loaded serial "))
                        .limit(10)
                        .reduce("", (a, b) -> a + b + '\n');
    }

    @Test
    void saysWhatIsWrongWithAZone() throws Exception {
        Path zone = folder.resolve("bad");
        Files.writeString(zone, "$TTL 1\nbad.example. IN SOA a. b. 1 1 1 1 1\nbad.example. IN A 10.0.0.1\n");

        assertThat(new NamedCheckzone(folder).refusal(Given.name("bad.example."), zone))
                .hasValueSatisfying(
                        why -> assertThat(why).contains("has no NS records").doesNotContain(folder.toString()));
    }
}
