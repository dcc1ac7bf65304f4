// SPDX-License-Identifier: Apache-2.0
package cloudy.proxy3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import cloudy.api.Health;
import cloudy.api.doctor.Finding.Grade;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** The proxy for guifi.net's users, with Debian's squid and slapd, over TLS. */
@EnabledIf("cloudy.proxy3.RealLdap#isInstalled")
class FederatedProxyTest {

    private static final String OUTSIDE = RealProxy.OUTSIDE;

    @TempDir
    private Path folder;

    private Certificates certificates;
    private RealLdap main;
    private RealLdap backup;
    private RealProxy real;
    private final FakeGuifi guifi = new FakeGuifi();

    @BeforeEach
    void startLdap() throws IOException {
        certificates = Certificates.make(folder.resolve("tls"));
        String[] users = {
            "100/anna/pa-100",
            "200/bert/pb-200",
            "200/anna/pa-200",
            "300/carl/pc-300",
            "400/dora/pd-400",
            "100/eva/p e+e &\"e"
        };
        main = new RealLdap(folder.resolve("main"), certificates, users);
        backup = new RealLdap(folder.resolve("backup"), certificates, users);
    }

    @AfterEach
    void stop() throws IOException {
        if (real != null) {
            real.close();
        }
        main.close();
        backup.close();
    }

    private RealProxy proxy(Map<String, Object> more) throws IOException {
        Map<String, Object> settings = new HashMap<>(Map.of(
                "mode",
                "federated",
                "id",
                100L,
                "ldapMain",
                main.place(),
                "ldapBackup",
                backup.place(),
                "bindDn",
                RealLdap.BIND_DN,
                "_bindSecret",
                RealLdap.BIND_SECRET,
                "ca",
                certificates.authority().toString()));
        settings.putAll(more);
        real = new RealProxy(folder.resolve("node"), settings);
        Children.execute(
                "chmod", "-R", "o+rX", certificates.authority().getParent().toString());
        return real;
    }

    private void start(String... members) throws IOException {
        proxy(Map.of()).service.bind(guifi.say(members));
        real.awaitUp();
    }

    @Test
    void letsUsersOfFederatedProxiesPassAndNoStranger() throws Exception {
        start("100-inout", "200-out", "300-in", "500-inout");

        assertThat(real.as("anna:pa-100", OUTSIDE)).isEqualTo(200);
        assertThat(real.as("eva:p e+e &\"e", OUTSIDE)).isEqualTo(200);
        assertThat(real.as("bert:pb-200", OUTSIDE)).isEqualTo(200);
        assertThat(real.as("bert:pb-200x", OUTSIDE)).isEqualTo(407);
        assertThat(real.as("carl:pc-300", OUTSIDE))
                .as("of one that sends nobody")
                .isEqualTo(407);
        assertThat(real.as("dora:pd-400", OUTSIDE)).as("of one in no list").isEqualTo(407);
        for (String odd :
                new String[] {"*:pa-100", "anna)(uid=*:pa-100", "proxy ldap:" + RealLdap.BIND_SECRET, "anna:"}) {
            assertThat(real.as(odd, OUTSIDE)).as(odd).isEqualTo(407);
        }
        assertThat(real.service.check().txt().toString()).isEqualTo("Federated=Yes");

        // Nobody is let in for who has the same name elsewhere, and who leaves the federation is out.
        guifi.say("100-private", "200-out");
        long squid = real.children.process().pid();
        real.proxy().refresh();
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> real.as("bert:pb-200", OUTSIDE) == 407);
        assertThat(real.as("anna:pa-200", OUTSIDE)).isEqualTo(407);
        assertThat(real.as("anna:pa-100", OUTSIDE)).isEqualTo(200);
        assertThat(real.as("anna:pa-100", "http://127.0.0.1:7000/")).isEqualTo(403);
        assertThat(real.children.process().pid()).isEqualTo(squid);
    }

    @Test
    void goesOnWhileGuifiNetAndTheMainServerAreAway() throws Exception {
        start("100-inout", "200-out");
        assertThat(new LdapCheck(real.service).look().grade()).isEqualTo(Grade.FINE);

        guifi.stale(Instant.now().minus(25, ChronoUnit.HOURS));
        main.close();
        real.proxy().refresh();
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> !real.proxy().federation().orElseThrow().fault().isEmpty());

        assertThat(real.as("anna:pa-100", OUTSIDE)).isEqualTo(200);
        assertThat(real.as("bert:pb-200", OUTSIDE)).isEqualTo(200);
        assertThat(real.service.check().status()).isEqualTo(Health.Status.UP);
        assertThat(new LdapCheck(real.service).look().grade()).isEqualTo(Grade.WARNING);
        var list = new FederationCheck(real.service, Clock.systemUTC()).look();
        assertThat(list.grade()).isEqualTo(Grade.WARNING);
        assertThat(list.text().english()).contains("25 hours old: guifi.net does not answer");

        backup.close();
        assertThat(new LdapCheck(real.service).look().grade()).isEqualTo(Grade.FAULT);
        assertThat(real.service.check().status()).isEqualTo(Health.Status.UP);
    }

    @Test
    void tellsNoPasswordToAServerWhoseCertificateIsNobodys() throws Exception {
        Certificates others = Certificates.make(folder.resolve("others"));
        proxy(Map.of("ca", others.authority().toString())).service.bind(guifi.say("100-inout"));
        Children.execute("chmod", "-R", "o+rX", folder.resolve("others").toString());
        real.awaitUp();

        assertThat(real.as("anna:pa-100", OUTSIDE)).isEqualTo(407);
        var finding = new LdapCheck(real.service).look();
        assertThat(finding.grade()).isEqualTo(Grade.FAULT);
        assertThat(finding.text().english()).contains("certificate of 127.0.0.1 is not good");
    }

    @Test
    void hasRoomForALargeFederation() throws Exception {
        start(Stream.concat(
                        Stream.of("100-inout", "200-out"),
                        IntStream.range(100_000, 100_800).mapToObj(id -> id + "-inout"))
                .toArray(String[]::new));

        assertThat(real.as("bert:pb-200", OUTSIDE)).isEqualTo(200);
        assertThat(real.as("dora:pd-400", OUTSIDE)).isEqualTo(407);
    }

    @Test
    void saysPlainlyWhatItLacksAndRunsNothing() throws Exception {
        proxy(Map.of());
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> real.service.check().reason().contains("install cloudy-guifi"));
        assertThat(real.service.check().status()).isEqualTo(Health.Status.DOWN);
        assertThat(real.children.process()).isNull();

        real.service.bind(new FakeGuifi().away());
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> real.service.check().reason().contains("never asked before"));
        assertThat(new FederationCheck(real.service).look().grade()).isEqualTo(Grade.FAULT);

        real.service.bind(guifi.say("100-private"));
        real.awaitUp();
        assertThat(real.proxy().federation().orElseThrow().copy().orElseThrow().asOf())
                .isCloseTo(Instant.now(), within(1, ChronoUnit.MINUTES));
    }
}
