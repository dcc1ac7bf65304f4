// SPDX-License-Identifier: Apache-2.0
package cloudy.proxy3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloudy.api.Health;
import cloudy.api.InvalidFieldException;
import cloudy.api.Offer;
import cloudy.api.access.Caller;
import cloudy.api.daemon.Daemon;
import cloudy.api.daemon.DaemonState;
import cloudy.api.daemon.Daemons;
import cloudy.api.doctor.Finding.Grade;
import cloudy.api.rest.Answer;
import cloudy.api.rest.Call;
import cloudy.api.rest.Problem;
import cloudy.testing.FreePort;
import cloudy.testing.MemorySettings;
import cloudy.testing.SomeNode;
import cloudy.testing.StuckDaemons;
import cloudy.testing.Wishes;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The service without its program. */
class ProxyServiceTest {

    private static final Offer DESCRIBED = Offer.of("proxy3", "Proxy3_System", 3128);

    @TempDir
    private Path folder;

    private ProxyService service;

    @AfterEach
    void stop() {
        if (service != null) {
            service.stop();
        }
    }

    private ProxyService service(boolean on, Map<String, Object> said, Optional<Daemons> daemons) {
        service = new ProxyService(
                Wishes.of(ProxyConfig.class, said),
                Map.of("cloudy.enabled", on),
                SomeNode.at(Network.numbers("10.1.2.3")),
                daemons,
                new Proxy.Place(folder, folder.resolve("proxy3"), Path.of("/usr/lib/squid")));
        return service;
    }

    @Test
    void isOffUntilItIsSwitchedOn() throws Exception {
        service(false, Map.of("port", 8080), Optional.empty());

        assertThat(service.check().status()).isEqualTo(Health.Status.OFF);
        assertThat(folder).isEmptyDirectory();
        assertThat(new RunsCheck(service).look().grade()).isEqualTo(Grade.SKIPPED);
        assertThat(new LdapCheck(service).look().grade()).isEqualTo(Grade.SKIPPED);
        assertThat(new FederationCheck(service).look().grade()).isEqualTo(Grade.SKIPPED);
        assertThat(new RoomCheck(service).look().grade()).isEqualTo(Grade.SKIPPED);
        assertThat(service.offers(List.of(DESCRIBED))).singleElement().satisfies(offer -> assertThat(offer.port())
                .isEqualTo(8080));
    }

    @ParameterizedTest
    @CsvSource({"MISSING, not installed", "CRASH_LOOPING, does not run"})
    void isAsItsProgramIs(DaemonState.Kind kind, String said) throws Exception {
        service(true, Map.of("port", FreePort.any(), "cacheSize", 0), Optional.of(new StuckDaemons(kind, "it is so")));

        assertThat(service.check().status().name()).isEqualTo(kind.name());
        var finding = new RunsCheck(service).look();
        assertThat(finding.grade()).isEqualTo(Grade.FAULT);
        assertThat(finding.text().english()).contains(said);
    }

    @Test
    void saysWhoHasItsPort() throws Exception {
        try (var other = new ServerSocket(0)) {
            service(
                    true,
                    Map.of("port", other.getLocalPort(), "cacheSize", 0),
                    Optional.of(new StuckDaemons(DaemonState.Kind.CRASH_LOOPING, "it is so")));

            assertThat(new RunsCheck(service).look().text().english()).contains("the port " + other.getLocalPort());
        }
    }

    @Test
    void saysWhenTheDiskIsNearlyFull() throws Exception {
        service(true, Map.of("cacheSize", 0), Optional.of(new StuckDaemons(DaemonState.Kind.UP, "it is so")));

        assertThat(new RoomCheck(service, folder, place -> 1_000_000_000L)
                        .look()
                        .grade())
                .isEqualTo(Grade.FINE);
        assertThat(new RoomCheck(service, folder, place -> 200_000_000L).look().grade())
                .isEqualTo(Grade.WARNING);
        assertThat(new RoomCheck(service, folder, place -> 2_000_000L)
                        .look()
                        .text()
                        .english())
                .contains("only 2 MB left");
    }

    @Test
    void namesTheSettingThatIsWrongAndRunsNothing() throws Exception {
        service(true, Map.of("mode", "federated"), Optional.of(new StuckDaemons(DaemonState.Kind.UP, "it is so")));

        Health health = service.check();
        assertThat(health.status()).isEqualTo(Health.Status.MISCONFIGURED);
        assertThat(health.reason()).startsWith("etc/cloudy.proxy3.cfg: id: is missing");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void leavesNothingOpenWhereItsFoldersCannotBeMade() throws Exception {
        Files.writeString(Files.createDirectories(folder.resolve("proxy3")).resolve("log"), "in the way");

        service(true, Map.of("cacheSize", 0), Optional.of(new StuckDaemons(DaemonState.Kind.UP, "it is so")));

        assertThat(service.check().status()).isEqualTo(Health.Status.MISCONFIGURED);
        assertThat(folder.resolve("proxy3/origin")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({"64, is longer than 64 kB, és més llarg de 64 kB", "0, is no text in UTF-8, no és un text en UTF-8"})
    void saysInEachLanguageWhatIsWrongWithTheOperatorsFile(int kb, String english, String catalan) throws Exception {
        var bytes = new byte[kb * 1024 + 1];
        Arrays.fill(bytes, (byte) 0xff);
        Files.write(folder.resolve(OperatorFile.NAME), bytes);

        service(true, Map.of("cacheSize", 0), Optional.of(new StuckDaemons(DaemonState.Kind.UP, "it is so")));

        Health health = service.check();
        assertThat(health.status()).isEqualTo(Health.Status.MISCONFIGURED);
        assertThat(health.why().english()).isEqualTo("etc/" + OperatorFile.NAME + ' ' + english);
        assertThat(health.why().in(List.of(Locale.forLanguageTag("ca"))))
                .isEqualTo("etc/" + OperatorFile.NAME + ' ' + catalan);
    }

    @Test
    void keepsSecretsOutOfArgumentsAndOfTheFileThatNamesThem() throws Exception {
        var settings = ProxySettings.of(Wishes.of(
                ProxyConfig.class,
                Map.of("mode", "federated", "id", 7L, "bindDn", "uid=x,o=y", "_bindSecret", "hush-hush")));
        var plan = new SquidPlan(
                settings,
                "board",
                Path.of("/usr/lib/squid"),
                folder,
                "0".repeat(32),
                1234,
                List.of(),
                new SquidPlan.Federated(List.of(7L), settings.bindDn()),
                "");
        Daemon daemon = Program.daemon(plan, "", () -> true);

        assertThat(daemon.command().toString() + daemon.checker() + daemon.environment())
                .doesNotContain("hush-hush");
        assertThat(daemon.files().get(SquidConf.FILE)).doesNotContain("hush-hush");
        assertThat(daemon.files().get(SquidConf.LDAP_SECRET)).isEqualTo("hush-hush");
        assertThat(daemon.environment()).containsEntry("LDAPTLS_REQCERT", "demand");
    }

    @Test
    void letsUsersInByTheApi() throws Exception {
        service(false, Map.of(), Optional.empty());
        var neighbours = new Neighbours(
                SomeNode.at(Network.numbers("10.1.2.3")), folder, (proxy, url) -> OptionalDouble.empty());
        neighbours.bind(service);
        var operations = new ProxyOperations(neighbours, service).operations();
        var anna = new Call(
                Optional.of(Caller.shell()),
                InetAddress.getLoopbackAddress(),
                Map.of("user", "anna"),
                Map.of("password", "four ladders"),
                Map.of(),
                List.of());

        operations.get("putProxyUser").answer(anna);
        Answer list = operations.get("listProxyUsers").answer(anna);
        assertThat(((Answer.Json) list.content()).value().get()).hasToString("{items=[{name=anna}]}");
        assertThat(Files.readString(folder.resolve("proxy3/users"))).doesNotContain("ladders");
        assertThat(Files.getPosixFilePermissions(folder.resolve("proxy3/users")))
                .hasSize(2);

        operations.get("removeProxyUser").answer(anna);
        assertThatThrownBy(() -> operations.get("removeProxyUser").answer(anna)).isInstanceOf(Problem.class);
        assertThatThrownBy(() -> service.users().put("an:na", "four ladders"))
                .isInstanceOf(InvalidFieldException.class);
        assertThatThrownBy(() -> service.users().put("anna", "short")).isInstanceOf(InvalidFieldException.class);
        assertThat(((Answer.Json) operations.get("getProxy").answer(anna).content())
                        .value()
                        .get())
                .isInstanceOfSatisfying(
                        Overview.class, state -> assertThat(state.state()).isEqualTo("off"));
        neighbours.stop();
    }

    @Test
    void savesUsersAndTicksAndNotWhoAskedForWhat() throws Exception {
        Path state = folder.resolve("proxy3");
        assertThat(new ProxyBackup(state).parts()).isEmpty();
        new Users(state).put("anna", "four ladders");
        new Ticks(state).put(new Ticks.Tick(ProxyAddress.parse("10.1.2.9:3128").orElseThrow(), Instant.now(), "bert"));

        assertThat(new ProxyBackup(state).parts()).singleElement().satisfies(part -> {
            assertThat(part.without()).containsExactly("cache", "log");
            assertThat(part.secret()).isTrue();
        });
        Path copy = Files.createDirectories(folder.resolve("copy"));
        assertThat(new ProxyBackup(state).check(copy).grade()).isEqualTo(Grade.FAULT);
        Files.move(state, copy.resolve("state"));
        assertThat(new ProxyBackup(state).check(copy).text().english()).contains("users: 1, ticked proxies: 1");
    }

    @Test
    void keepsTheNumberThatItGetsAtGuifiNet() throws Exception {
        var settings = new MemorySettings();
        var declared = new ProxyGuifi(settings);
        assertThat(declared.id()).isEmpty();

        declared.declared(OptionalLong.of(12_345), Caller.shell());
        assertThat(declared.id()).hasValue(12_345);
        assertThat(declared.kind() + declared.nickPrefix()).isEqualTo("Proxyprx");

        declared.declared(OptionalLong.empty(), Caller.shell());
        assertThat(declared.id()).isEmpty();
    }
}
