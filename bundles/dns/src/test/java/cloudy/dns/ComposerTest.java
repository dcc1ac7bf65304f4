// SPDX-License-Identifier: Apache-2.0
package cloudy.dns;

import static cloudy.dns.Given.device;
import static cloudy.dns.Given.domains;
import static cloudy.dns.Given.host;
import static cloudy.dns.Given.ip;
import static cloudy.dns.Given.master;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloudy.api.guifi.Domains;
import cloudy.api.guifi.Domains.Forward;
import cloudy.api.guifi.Domains.Slave;
import cloudy.api.guifi.Domains.View;
import cloudy.dns.Composer.Composed;
import cloudy.dns.LeftOut.Reason;
import cloudy.dns.Served.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Name;

class ComposerTest {

    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    @TempDir
    private Path folder;

    private final FakeGuifi guifi = new FakeGuifi();
    private final Set<InetAddress> there = new HashSet<>();
    private final Set<Name> bad = new HashSet<>();
    private final Set<Name> unwritable = new HashSet<>();
    private String[] domains = {"guifi.net", "example"};
    private int checks;
    private Instant now = NOW;
    private ZoneStore store;

    @BeforeEach
    void open() throws IOException {
        store = new ZoneStore(
                folder.resolve("zones"),
                (zone, file) -> {
                    checks++;
                    if (unwritable.contains(zone)) {
                        throw new IOException("the disk is full");
                    }
                    return bad.contains(zone) ? Optional.of("no good") : Optional.empty();
                },
                new Clock() {
                    @Override
                    public ZoneOffset getZone() {
                        return ZoneOffset.UTC;
                    }

                    @Override
                    public Clock withZone(java.time.ZoneId zone) {
                        return this;
                    }

                    @Override
                    public Instant instant() {
                        return now;
                    }
                });
    }

    private Composed compose(Plan before) throws Exception {
        Reach reach = asked -> {
            var answering = new HashSet<>(asked);
            answering.retainAll(there);
            return answering;
        };
        return new Composer(settings(12, domains), store, reach, folder.resolve("slaves")).compose(guifi, before);
    }

    private static DnsSettings settings(int service, String... domains) {
        return DnsWishes.of(Map.of("service", service, "domains", domains));
    }

    private Composed compose() throws Exception {
        return compose(Plan.empty(12));
    }

    private String file(String name) throws IOException {
        return Files.readString(folder.resolve("zones").resolve(name));
    }

    private static List<String> zones(Composed composed) {
        return composed.plan().zones().stream()
                .map(zone -> (zone.side() + " " + zone.kind() + " " + zone.zone()).toLowerCase(java.util.Locale.ROOT))
                .toList();
    }

    @Test
    void servesDomainsInBothViewsAndTheNamesOfDevicesWithin() throws Exception {
        guifi.say(
                domains(master("vic.example", host("www", "10.2.2.2"))),
                List.of(
                        device("10.1.2.3", 42, "Vic-Roof.5"),
                        device("172.17.1.2", 43, "osona"),
                        device("10.1.2.4", 42, "Vic-Roof")));

        Composed composed = compose();

        assertThat(zones(composed))
                .containsExactly(
                        "internal primary ip.guifi.net.",
                        "internal primary 10.in-addr.arpa.",
                        "internal primary 17.172.in-addr.arpa.",
                        "internal primary vic.example.",
                        "external primary vic.example.");
        assertThat(file("ip.guifi.net"))
                .isEqualTo(
                        """
                $TTL 86400
                ip.guifi.net. IN SOA ns1.guifi.net. nobody.guifi.net. 2026112200 21600 3600 604800 3600
                ip.guifi.net. IN NS ns1.guifi.net.
                Vic-Roof5--42.ip.guifi.net. IN A 10.1.2.3
                osona--43.ip.guifi.net. IN A 172.17.1.2
                Vic-Roof--42.ip.guifi.net. IN A 10.1.2.4
                """);
        assertThat(file("10.in-addr.arpa")).contains("\n3.2.1.10.in-addr.arpa. IN PTR Vic-Roof5--42.ip.guifi.net.\n");
        assertThat(file("17.172.in-addr.arpa")).contains("\n2.1.17.172.in-addr.arpa. IN PTR osona--43.ip.guifi.net.\n");
        assertThat(file("internet~vic.example"))
                .isEqualTo(file("vic.example"))
                .contains("www.vic.example. IN A 10.2.2.2");
        assertThat(composed.plan().asOf()).contains(FakeGuifi.AS_OF);
        assertThat(composed.leftOut()).isEmpty();
    }

    @Test
    void leavesOutAddressesAndNicksThatCannotBeServed() throws Exception {
        guifi.say(
                domains(),
                List.of(
                        device("192.168.1.1", 1, "a"),
                        device("172.32.0.1", 2, "b"),
                        device("10.1.1.1", 3, "$(id)"),
                        device("10.1.1.1", 4, "--"),
                        device("10.1.1.1", 5, "x".repeat(64)),
                        device("10.1.1.1", 6, "second")));

        Composed composed = compose();

        assertThat(composed.leftOut())
                .containsExactlyInAnyOrder(
                        new LeftOut.Count(Reason.NO_ADDRESS, 2, List.of("192.168.1.1", "172.32.0.1")),
                        new LeftOut.Count(Reason.NO_NAME, 1, List.of("--")),
                        new LeftOut.Count(Reason.DOUBLE, 2, List.of("10.1.1.1", "10.1.1.1")));
        assertThat(file("ip.guifi.net"))
                .contains("\nid--3.ip.guifi.net. IN A 10.1.1.1\n")
                .doesNotContain("$(");
        assertThat(DeviceZones.label("x".repeat(64), 5)).hasSize(63).endsWith("x--5");
        assertThat(compose(composed.plan()).leftOut()).isEqualTo(composed.leftOut());
    }

    @Test
    void writesNothingWhileNothingChanges() throws Exception {
        guifi.say(domains(master("vic.example")), List.of(device("10.1.2.3", 42, "vic")));
        Plan plan = compose().plan();
        int before = checks;
        now = NOW.plusSeconds(86_400);

        Composed again = compose(plan);

        assertThat(again.rewritten()).isFalse();
        assertThat(again.plan()).isEqualTo(plan);
        assertThat(checks).isEqualTo(before);
        assertThat(file("vic.example")).contains(" 2026112200 ");
    }

    @Test
    void givesOnlyTheZoneThatChangedANewSerial() throws Exception {
        guifi.say(domains(master("vic.example"), master("osona.example")), List.of());
        compose();
        guifi.say(domains(master("vic.example", host("new", "10.7.7.7")), master("osona.example")), List.of());
        now = NOW.minusSeconds(10 * 86_400);

        assertThat(compose().rewritten()).isTrue();
        assertThat(file("vic.example")).contains(" 2026112201 ", "new.vic.example.");
        assertThat(file("osona.example")).contains(" 2026112200 ");
    }

    @Test
    void goesOnFromTheFilesWhereWhatIsKnownOfThemIsLost() throws Exception {
        guifi.say(domains(master("vic.example")), List.of(device("10.1.2.3", 42, "vic")));
        Plan plan = compose().plan();
        Files.writeString(folder.resolve("zones/~state.json"), "{ half");
        now = NOW.minusSeconds(10 * 86_400);
        open();

        assertThat(zones(compose(plan))).contains("internal primary vic.example.");
        assertThat(file("vic.example")).contains(" 2026112201 ");
        assertThat(file("ip.guifi.net")).contains(" 2026112201 ", "vic--42");
    }

    @Test
    void aZoneThatComesBackDoesNotBeginBelowWhereItWas() throws Exception {
        guifi.say(domains(master("vic.example")), List.of());
        compose();
        guifi.say(domains(), List.of());
        assertThat(zones(compose())).doesNotContain("internal primary vic.example.");
        Files.delete(folder.resolve("zones/vic.example"));
        open();
        guifi.say(domains(master("vic.example")), List.of());

        compose();

        assertThat(file("vic.example")).contains(" 2026112201 ");
    }

    @Test
    void keepsTheLastGoodZoneWhereBindRefusesTheNewOne() throws Exception {
        guifi.say(domains(master("vic.example")), List.of(device("10.1.2.3", 42, "vic")));
        compose();
        bad.addAll(List.of(Given.name("vic.example."), Given.name("ip.guifi.net."), Given.name("osona.example.")));
        guifi.say(
                domains(master("vic.example", host("new", "10.7.7.7")), master("osona.example")),
                List.of(device("10.1.2.4", 42, "vic")));

        Composed composed = compose();

        assertThat(zones(composed)).contains("internal primary vic.example.", "internal primary ip.guifi.net.");
        assertThat(zones(composed)).doesNotContain("internal primary osona.example.");
        assertThat(composed.refused()).containsEntry("vic.example", "no good").containsEntry("ip.guifi.net", "no good");
        assertThat(file("vic.example")).doesNotContain("new");
        assertThat(file("ip.guifi.net")).contains("10.1.2.3");
        bad.clear();
        assertThat(compose(composed.plan()).refused()).isEmpty();
        assertThat(file("ip.guifi.net")).contains("10.1.2.4", " 2026112201 ");
    }

    @Test
    void keepsEverythingWhileGuifiIsAway() throws Exception {
        guifi.say(domains(master("vic.example")), List.of(device("10.1.2.3", 42, "vic")));
        Composed before = compose();
        before.plan().write(folder.resolve("plan.json"));
        guifi.leave();
        open();

        Composed after = compose(Plan.read(folder.resolve("plan.json"), settings(12, "example")));

        assertThat(after.plan()).isEqualTo(before.plan());
        assertThat(after.stale().english()).isEqualTo("guifi.net cannot be reached");
        assertThat(after.rewritten()).isFalse();
        assertThat(Plan.read(folder.resolve("plan.json"), settings(13, "example"))
                        .zones())
                .isEmpty();
    }

    @Test
    void whatTheDiskDoesNotTakeIsAFaultAndNoNewPlan() throws Exception {
        guifi.say(domains(master("vic.example"), master("osona.example")), List.of());
        Plan plan = compose().plan();
        guifi.say(domains(master("vic.example"), master("osona.example", host("new", "10.7.7.7"))), List.of());
        unwritable.add(Given.name("osona.example."));

        assertThatThrownBy(() -> compose(plan)).isInstanceOf(IOException.class).hasMessage("the disk is full");
    }

    @Test
    void servesOthersZonesOnlyWhileTheyAnswerOrThereIsACopy() throws Exception {
        var view = new View(
                List.of(),
                List.of(
                        new Slave("there.example", List.of(ip("10.5.5.5"), ip("10.5.5.6"))),
                        new Slave("gone.example", List.of(ip("10.5.5.6"))),
                        new Slave("copied.example", List.of(ip("10.5.5.6"))),
                        new Slave("own.example", List.of(ip("127.0.0.1")))),
                List.of(
                        new Forward("fwd.example", List.of(ip("10.5.5.5"))),
                        new Forward("away.example", List.of(ip("10.5.5.7")))));
        guifi.say(new Domains(view, View.EMPTY), List.of());
        there.add(ip("10.5.5.5"));
        Files.createDirectories(folder.resolve("slaves"));
        Files.writeString(folder.resolve("slaves/copied.example"), "a copy");

        Composed composed = compose();

        assertThat(zones(composed))
                .containsExactly(
                        "internal secondary there.example.",
                        "internal secondary copied.example.",
                        "internal forward fwd.example.");
        assertThat(composed.plan().zones().get(0).addresses()).containsExactly(ip("10.5.5.5"));
        assertThat(composed.leftOut())
                .contains(new LeftOut.Count(
                        Reason.UNREACHABLE, 3, List.of("gone.example", "own.example", "away.example")));
    }

    @Test
    void refusesNamesThatBelongToEverybodyAndDoubles() throws Exception {
        guifi.say(
                domains(
                        master("localhost"),
                        master("in-addr.arpa"),
                        master("10.in-addr.arpa"),
                        master("ip.guifi.net"),
                        master("../etc/passwd"),
                        master("vic.example"),
                        master("VIC.example.")),
                List.of());

        Composed composed = compose();

        assertThat(zones(composed)).containsExactly("internal primary vic.example.", "external primary vic.example.");
        assertThat(composed.leftOut())
                .extracting(LeftOut.Count::reason, LeftOut.Count::count)
                .contains(
                        org.assertj.core.api.Assertions.tuple(Reason.RESERVED, 4L),
                        org.assertj.core.api.Assertions.tuple(Reason.DOUBLE, 6L),
                        org.assertj.core.api.Assertions.tuple(Reason.NO_NAME, 2L));
    }

    @Test
    void noZonesNameIsThatOfAnotherFile() throws Exception {
        guifi.say(
                domains(
                        master("vic.example", host("www", "10.2.2.2")),
                        master("internet.vic.example"),
                        master("state.json")),
                List.of());
        domains = new String[] {"example", "json"};

        compose();

        assertThat(file("vic.example")).isEqualTo(file("internet~vic.example"));
        assertThat(file("internet.vic.example")).doesNotContain("www.vic.example.");
        store = null;
        open();
        int before = checks;
        assertThat(compose().rewritten()).isFalse();
        assertThat(checks).isEqualTo(before);
    }

    @Test
    void forgetsFilesThatNothingHasNamedForADay() throws Exception {
        guifi.say(domains(master("vic.example")), List.of());
        compose();
        guifi.say(domains(), List.of());
        compose();
        assertThat(folder.resolve("zones/vic.example")).exists();
        now = Instant.now().plusSeconds(2 * 86_400);

        compose();

        assertThat(folder.resolve("zones/vic.example")).doesNotExist();
    }

    @Test
    void whatWasPlannedIsReadBackWhateverIsInTheFile() throws Exception {
        var plan = new Plan(
                12,
                List.of(new Served(
                        Served.Side.EXTERNAL, Kind.SECONDARY, Given.name("a.example."), List.of(ip("10.1.1.1")))),
                Optional.of(NOW),
                List.of(new LeftOut.Count(Reason.NO_NAME, 3, List.of("\"x\n"))));
        Path file = folder.resolve("plan.json");
        plan.write(file);
        assertThat(Plan.read(file, settings(12, "example"))).isEqualTo(plan);

        Files.writeString(file, Files.readString(file).replace("a.example", "a\\\"; };"));
        assertThat(Plan.read(file, settings(12, "example")).zones()).isEmpty();
        Files.writeString(file, "[1");
        assertThat(Plan.read(file, settings(12, "example"))).isEqualTo(Plan.empty(12));
        assertThat(Plan.read(folder.resolve("none"), settings(12))).isEqualTo(Plan.empty(12));
    }
}
