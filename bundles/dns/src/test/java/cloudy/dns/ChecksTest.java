// SPDX-License-Identifier: Apache-2.0
package cloudy.dns;

import static cloudy.dns.Given.domains;
import static cloudy.dns.Given.master;
import static org.assertj.core.api.Assertions.assertThat;

import cloudy.api.access.Caller;
import cloudy.api.daemon.DaemonState.Kind;
import cloudy.api.doctor.Finding;
import cloudy.api.doctor.Finding.Grade;
import cloudy.api.guifi.Domains;
import cloudy.testing.MemorySettings;
import cloudy.testing.StuckDaemons;
import cloudy.testing.Wishes;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

class ChecksTest {

    private static final String INSTALLED = "cloudy.dns.Bind#isInstalled";

    @TempDir
    private Path folder;

    /** The service where its program is in some state. */
    private DnsService service(Kind kind, Map<String, Object> said) {
        var daemons = new StuckDaemons(kind, kind == Kind.UP ? "" : "it is " + kind);
        return new DnsService(
                Wishes.of(DnsConfig.class, said),
                Map.of("cloudy.enabled", "true"),
                Optional.of(daemons),
                folder.resolve("dns"),
                folder,
                asked -> asked,
                Clock.systemUTC());
    }

    private static Finding runs(DnsService service, Grade wanted) {
        var check = new RunsCheck(service);
        return Awaitility.await().until(check::look, finding -> finding.grade() == wanted);
    }

    @Test
    void nothingIsLookedAtWhileItIsOff() throws Exception {
        var off = new DnsService(
                Wishes.of(DnsConfig.class, Map.of()),
                Map.of("cloudy.enabled", "false"),
                Optional.empty(),
                folder,
                folder,
                asked -> asked,
                Clock.systemUTC());

        assertThat(new RunsCheck(off).look().grade()).isEqualTo(Grade.SKIPPED);
        assertThat(new ZonesCheck(off).look().grade()).isEqualTo(Grade.SKIPPED);
    }

    @Test
    void saysWhichPackagesAreMissing() {
        DnsService service = service(Kind.MISSING, Map.of());
        try {
            Finding finding = Awaitility.await().until(new RunsCheck(service)::look, found -> found.advice()
                    .english()
                    .contains("apt install"));
            assertThat(finding.advice().english()).contains("apt install bind9");
        } finally {
            service.stop();
        }
    }

    @Test
    void saysThatSomebodyElseHasThePort() throws Exception {
        try (var taken = new ServerSocket()) {
            taken.bind(new InetSocketAddress(Given.address("127.0.0.1"), 0));
            DnsService service =
                    service(Kind.STARTING, Map.of("port", taken.getLocalPort(), "listen", new String[] {"127.0.0.1"}));
            try {
                assertThat(runs(service, Grade.FAULT).text().english())
                        .isEqualTo("Another program has the port " + taken.getLocalPort() + ".");
            } finally {
                service.stop();
            }
        }
    }

    @Test
    void saysThatAnAddressIsNotOfThisMachine() {
        DnsService service = service(Kind.STARTING, Map.of("listen", new String[] {"192.0.2.77"}));
        try {
            assertThat(runs(service, Grade.FAULT).text().english())
                    .isEqualTo("This machine does not have the address 192.0.2.77.");
        } finally {
            service.stop();
        }
    }

    @Test
    @EnabledIf(INSTALLED)
    void isContentWithANameServerThatAnswers() throws Exception {
        var guifi = new FakeGuifi();
        guifi.say(domains(master("vic.example")), List.of());
        try (var named = new RealNamed(folder, guifi, Map.of())) {
            named.awaitUp();
            assertThat(new RunsCheck(named.service).look().grade()).isEqualTo(Grade.FINE);
            var zones = new ZonesCheck(named.service, Clock.offset(Clock.systemUTC(), Duration.ofDays(3)));
            Awaitility.await().until(() -> zones.look().grade() == Grade.FINE);
            assertThat(zones.look().text().english()).startsWith("2 zones are served");

            guifi.stale("guifi.net cannot be reached");
            named.server().refreshSoon();
            Finding old = Awaitility.await().until(zones::look, found -> found.grade() == Grade.WARNING);
            assertThat(old.text().english()).contains("2026-11-22T10:00:00Z", "cannot be reached");
        }
    }

    @Test
    @EnabledIf(INSTALLED)
    void saysThatTheOperatorsFileIsRefusedAndGoesOn() throws Exception {
        try (var named = new RealNamed(folder, new FakeGuifi(), Map.of())) {
            named.awaitUp();
            Path own = named.etc.resolve(Includes.INTERNAL);
            Files.writeString(own, Files.readString(own) + "no such directive;\n");
            named.server().changed();

            Finding finding = Awaitility.await()
                    .until(new RunsCheck(named.service)::look, found -> found.grade() == Grade.WARNING);

            assertThat(finding.text().english()).contains("goes on with the settings before");
            assertThat(named.dig("elsewhere.example", "A")).isEqualTo("192.0.2.7");
        }
    }

    @Test
    void saysThatThereAreNoDataYet() {
        DnsService service = service(Kind.UP, Map.of("service", 12));
        try {
            Finding finding = Awaitility.await().until(new ZonesCheck(service)::look, found -> found.text()
                    .english()
                    .contains("cloudy-guifi"));
            assertThat(finding.grade()).isEqualTo(Grade.FAULT);
        } finally {
            service.stop();
        }
    }

    @Test
    void saysWhichNamesAreNotTheCommunitys() throws Exception {
        var guifi = new FakeGuifi();
        var slaves = List.of(new Domains.Slave("bank.cat", List.of(Given.ip("10.5.5.5"))));
        guifi.say(new Domains(new Domains.View(List.of(), slaves, List.of()), Domains.View.EMPTY), List.of());
        DnsService service = service(Kind.UP, Map.of("service", 12));
        try {
            service.bindGuifi(guifi);
            Finding finding =
                    Awaitility.await().until(new ZonesCheck(service)::look, found -> found.grade() == Grade.WARNING);
            assertThat(finding.text().english()).contains("bank.cat");
        } finally {
            service.stop();
        }
    }

    @Test
    void keepsTheIdUnderWhichItWasDeclared() throws Exception {
        var settings = new MemorySettings();
        var guifi = new DnsAtGuifi(settings);

        assertThat(guifi.id()).isEmpty();
        guifi.declared(OptionalLong.of(4_321), Caller.node());
        assertThat(guifi.id()).hasValue(4_321);
        assertThat(settings.read("cloudy.dns")).containsEntry("service", "4321");
        guifi.declared(OptionalLong.empty(), Caller.node());
        assertThat(guifi.id()).isEmpty();
        assertThat(guifi.kind() + guifi.nickPrefix()).isEqualTo("DNSdns");
    }
}
