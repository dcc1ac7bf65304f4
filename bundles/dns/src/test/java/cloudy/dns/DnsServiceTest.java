// SPDX-License-Identifier: Apache-2.0
package cloudy.dns;

import static cloudy.dns.Given.device;
import static cloudy.dns.Given.domains;
import static cloudy.dns.Given.host;
import static cloudy.dns.Given.master;
import static org.assertj.core.api.Assertions.assertThat;

import cloudy.api.Health;
import cloudy.api.Offer;
import cloudy.api.daemon.DaemonState;
import cloudy.testing.Wishes;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** With BIND itself. */
class DnsServiceTest {

    private static final String INSTALLED = "cloudy.dns.Bind#isInstalled";

    @TempDir
    private Path folder;

    private final FakeGuifi guifi = new FakeGuifi();
    private RealNamed named;

    @AfterEach
    void end() {
        if (named != null) {
            named.close();
        }
    }

    private RealNamed begin(Map<String, Object> said) throws Exception {
        named = new RealNamed(folder, guifi, said);
        return named;
    }

    @Test
    void isOffAndMakesNothingUntilItIsSwitchedOn() throws Exception {
        var off = new DnsService(
                Wishes.of(DnsConfig.class, Map.of()),
                Map.of("cloudy.enabled", "false"),
                Optional.empty(),
                folder.resolve("x"),
                folder,
                asked -> asked,
                Clock.systemUTC());

        assertThat(off.check().status()).isEqualTo(Health.Status.OFF);
        assertThat(folder.resolve("x")).doesNotExist();
    }

    @Test
    void saysWhichSettingIsWrong() throws Exception {
        var wrong = new DnsService(
                Wishes.of(DnsConfig.class, Map.of("port", 0)),
                Map.of(),
                Optional.empty(),
                folder,
                folder,
                asked -> asked,
                Clock.systemUTC());

        assertThat(wrong.check().status()).isEqualTo(Health.Status.MISCONFIGURED);
        assertThat(wrong.check().reason()).startsWith("etc/cloudy.dns.cfg: port: ");
    }

    @Test
    @EnabledIf(INSTALLED)
    void answersForGuifisDomainsAndDevicesAndTheRestOfTheWorld() throws Exception {
        guifi.say(
                domains(
                        master("vic.example", host("www", "10.2.2.2", "ftp")),
                        master("bank.cat", host("www", "10.6.6.6"))),
                List.of(device("10.1.2.3", 42, "roof")));

        begin(Map.of()).awaitUp();

        named.await("10.2.2.2", "www.vic.example", "A");
        assertThat(named.dig("ftp.vic.example", "A")).isEqualTo("www.vic.example.\n10.2.2.2");
        assertThat(named.dig("roof--42.ip.guifi.net", "A")).isEqualTo("10.1.2.3");
        assertThat(named.dig("-x", "10.1.2.3")).isEqualTo("roof--42.ip.guifi.net.");
        assertThat(named.dig("elsewhere.example", "A")).isEqualTo("192.0.2.7");
        assertThat(named.dig("www.bank.cat", "A")).isEqualTo("192.0.2.9");
        assertThat(named.dig("+tcp", "www.vic.example", "A")).isEqualTo("10.2.2.2");
        assertThat(named.dig("version.bind", "CH", "TXT")).isEmpty();
        assertThat(named.dig("hostname.bind", "CH", "TXT")).isEmpty();
        assertThat(named.service.check().status()).isEqualTo(Health.Status.UP);
        assertThat(named.service.offers(List.of(Offer.of("dnsservice", "x", 53))))
                .extracting(Offer::port)
                .containsExactly(named.port);
    }

    @Test
    @EnabledIf(INSTALLED)
    void tellsStrangersAboutItsDomainsAlone() throws Exception {
        guifi.say(domains(master("vic.example", host("www", "10.2.2.2"))), List.of(device("10.1.2.3", 42, "roof")));
        begin(Map.of("networks", new String[] {"10.0.0.0/8"})).awaitUp();

        named.await("10.2.2.2", "www.vic.example", "A");
        assertThat(refused("elsewhere.example")).isFalse();
        assertThat(refused("example.org")).isFalse();
        Files.delete(named.etc.resolve(Includes.EXTERNAL));
        named.server().changed();

        Awaitility.await().until(() -> refused("elsewhere.example"));
        assertThat(refused("roof--42.ip.guifi.net")).isTrue();
        assertThat(named.dig("www.vic.example", "A")).isEqualTo("10.2.2.2");
        assertThat(named.server().figures().orElseThrow().refused()).isPositive();
    }

    private boolean refused(String name) throws Exception {
        return Bind.run("dig", "@127.0.0.1", "-p", Integer.toString(named.port), "+time=10", "+tries=1", name, "A")
                .text()
                .contains("status: REFUSED");
    }

    @Test
    @EnabledIf(INSTALLED)
    void followsChangesWithoutARestart() throws Exception {
        guifi.say(domains(master("vic.example", host("www", "10.2.2.2"))), List.of());
        begin(Map.of()).awaitUp();
        named.await("10.2.2.2", "www.vic.example", "A");
        long pid = named.pid();

        guifi.say(domains(master("vic.example", host("www", "10.2.2.9"))), List.of());
        named.server().refreshSoon();
        named.await("10.2.2.9", "www.vic.example", "A");
        guifi.say(domains(master("vic.example"), master("osona.example", host("www", "10.2.2.3"))), List.of());
        named.server().refreshSoon();
        named.await("10.2.2.3", "www.osona.example", "A");

        assertThat(named.pid()).isEqualTo(pid);
        assertThat(named.dig("vic.example", "SOA")).matches(".* [0-9]{8}02 43200 7200 1209600 7200");
    }

    @Test
    @EnabledIf(INSTALLED)
    void startsWithWhatItServedLastWhileGuifiIsAway() throws Exception {
        guifi.say(domains(master("vic.example", host("www", "10.2.2.2"))), List.of(device("10.1.2.3", 42, "roof")));
        begin(Map.of()).awaitUp();
        named.await("10.2.2.2", "www.vic.example", "A");
        named.close();
        guifi.leave();

        begin(Map.of()).awaitUp();

        Awaitility.await().until(() -> named.server().refreshed().isPresent());
        assertThat(named.dig("www.vic.example", "A")).isEqualTo("10.2.2.2");
        assertThat(named.dig("-x", "10.1.2.3")).isEqualTo("roof--42.ip.guifi.net.");
        assertThat(named.server().now().stale().english()).contains("cannot be reached");
        assertThat(named.service.check().status()).isEqualTo(Health.Status.UP);
    }

    @Test
    @EnabledIf(INSTALLED)
    void servesWithoutGuifiToo() throws Exception {
        named = new RealNamed(folder, null, Map.of());
        named.awaitUp();

        assertThat(named.dig("elsewhere.example", "A")).isEqualTo("192.0.2.7");
        Awaitility.await().until(() -> named.server().now().stale().english().contains("cloudy-guifi"));
    }

    @Test
    @EnabledIf(INSTALLED)
    void followsTheOperatorsOwnFilesWithoutAnIdToo() throws Exception {
        named = new RealNamed(folder, null, Map.of("service", 0));
        named.awaitUp();
        Path root = named.etc.resolve("root2.zone");
        Files.writeString(root, RealNamed.ROOT.replace("192.0.2.7", "192.0.2.8"));
        Files.writeString(
                named.etc.resolve(Includes.INTERNAL), "zone \".\" { type primary; file \"" + root + "\"; };\n");

        named.server().refreshSoon();

        named.await("192.0.2.8", "elsewhere.example", "A");
    }

    @Test
    @EnabledIf(INSTALLED)
    void zonesThatChangedWhileAFileOfTheOperatorsWasUnreadAreReadAfterwards() throws Exception {
        guifi.say(domains(master("vic.example", host("www", "10.2.2.2"))), List.of());
        begin(Map.of()).awaitUp();
        named.await("10.2.2.2", "www.vic.example", "A");
        Path include = named.etc.resolve(Includes.INTERNAL);
        byte[] good = Files.readAllBytes(include);
        Files.write(include, new byte[] {(byte) 0xFF});
        guifi.say(domains(master("vic.example", host("www", "10.2.2.9"))), List.of());
        named.server().refreshSoon();
        Awaitility.await().until(() -> named.server().fault().english().contains("UTF-8"));

        Files.write(include, good);
        named.server().refreshSoon();

        named.await("10.2.2.9", "www.vic.example", "A");
        assertThat(named.server().fault().isEmpty()).isTrue();
    }

    @Test
    @EnabledIf(INSTALLED)
    void isDownWhileAZoneOfItsOwnCannotBeServed() throws Exception {
        guifi.say(domains(master("vic.example", host("www", "10.2.2.2"))), List.of());
        begin(Map.of()).awaitUp();
        named.await("10.2.2.2", "www.vic.example", "A");
        named.close();
        Files.delete(named.folder.resolve("zones/vic.example"));
        guifi.leave();

        begin(Map.of());

        Awaitility.await().until(() -> named.server().state().kind() == DaemonState.Kind.UP);
        assertThat(named.service.check().status()).isEqualTo(Health.Status.DOWN);
        assertThat(named.service.check().reason()).contains("SERVFAIL", "vic.example");
    }

    @Test
    @EnabledIf(INSTALLED)
    void handsOnAZoneOfAnotherServerOfThisNode() throws Exception {
        guifi.say(domains(), List.of());
        begin(Map.of()).awaitUp();
        var source = new FakeGuifi();
        source.say(domains(master("far.example", host("pad", "10.9.9.9"))), List.of());
        try (var other = new RealNamed(Files.createDirectories(folder.resolve("other")), source, Map.of())) {
            other.awaitUp().await("10.9.9.9", "pad.far.example", "A");
            HandedZone zone = () -> new HandedZone.Zone(
                    "far.example",
                    new InetSocketAddress(Given.address("127.0.0.1"), other.port),
                    HandedZone.Way.FORWARD);
            named.service.bindZone(zone);
            named.await("10.9.9.9", "pad.far.example", "A");
            assertThat(named.server().handed()).hasSize(1);
            named.service.unbindZone(zone);
            Awaitility.await().until(() -> named.server().handed().isEmpty());
        }
    }

    @Test
    @EnabledIf(INSTALLED)
    void limitsWhatOneStrangerIsAnswered() throws Exception {
        guifi.say(domains(master("vic.example", host("www", "10.2.2.2"))), List.of());
        begin(Map.of("networks", new String[] {"10.0.0.0/8"})).awaitUp();
        named.await("10.2.2.2", "www.vic.example", "A");
        Path questions = folder.resolve("questions");
        Files.writeString(questions, "www.vic.example A\n");

        Bind.Said said = Bind.run(
                "dnsperf",
                "-s",
                "127.0.0.1",
                "-p",
                Integer.toString(named.port),
                "-d",
                questions.toString(),
                "-n",
                "300",
                "-t",
                "1",
                "-q",
                "300");

        assertThat(said.text()).contains("Queries completed");
        Awaitility.await().until(() -> named.server().figures().orElseThrow().limited() > 100);
    }
}
