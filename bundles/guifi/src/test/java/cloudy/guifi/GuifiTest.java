// SPDX-License-Identifier: Apache-2.0
package cloudy.guifi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloudy.api.Health;
import cloudy.api.guifi.Copy;
import cloudy.api.guifi.DeviceAddress;
import cloudy.api.guifi.Domains;
import cloudy.api.guifi.Federation;
import cloudy.api.guifi.Federation.Member;
import cloudy.api.guifi.Federation.Way;
import cloudy.testing.SetClock;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the network says reaches those who ask, and stays with them while guifi.net is away. */
class GuifiTest {

    private static final String IPS = "dump/ips";

    @TempDir
    private Path folder;

    private final SetClock clock = new SetClock();
    private GuifiServer server;
    private Guifi guifi;

    @BeforeEach
    void open() throws Exception {
        server = GuifiServer.of(GuifiServer.filled(folder.resolve("site")));
        guifi = Setup.guifi(server, folder.resolve("data"), clock);
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void tellsWhoIsFederated() throws IOException {
        Copy<Federation> copy = guifi.federation(8512);

        assertThat(copy.value())
                .isEqualTo(new Federation(
                        new Member(8512, Way.INOUT),
                        List.of(
                                new Member(8513, Way.OUT),
                                new Member(8514, Way.IN),
                                new Member(8515, Way.PRIVATE),
                                new Member(8516, Way.INOUT))));
        assertThat(copy.asOf()).isEqualTo(clock.instant());
        assertThat(copy.stale().isEmpty()).isTrue();
    }

    @Test
    void tellsTheDomainsOfBothViews() throws Exception {
        Domains domains = guifi.domains(8600).value();

        Domains.Master roof = domains.internal().masters().get(0);
        assertThat(roof.zone()).isEqualTo("roof.guifi.net");
        assertThat(roof.transfers()).isEqualTo(Domains.ANYONE);
        assertThat(roof.hosts()).extracting(Domains.Host::name).containsExactly("ns1", "www", "mail");
        assertThat(roof.hosts().get(1).aliases()).containsExactly("web", "intranet", "pages.example.net.");
        assertThat(roof.hosts().get(2).mailPriority()).contains(10);
        assertThat(roof.delegations().get(0).nameServer()).isEqualTo("ns1.garden.roof.guifi.net");
        assertThat(domains.internal().slaves())
                .containsExactly(new Domains.Slave("valley.guifi.net", List.of(InetAddress.getByName("10.139.0.2"))));
        assertThat(domains.internal().forwards().get(0).zone()).isEqualTo("hill.guifi.net");
        Domains.Master outside = domains.external().masters().get(0);
        assertThat(outside.mailServers()).containsExactly("mx1.example.org", "mx2.example.org");
        assertThat(outside.domainAddress6()).isPresent();
        assertThat(outside.transfers()).isEmpty();
    }

    @Test
    void handsOverEachAddressOnceAndNoneThatIsKnown() throws Exception {
        var heard = new ArrayList<DeviceAddress>();

        Copy<Long> copy = guifi.addresses("", heard::add);

        assertThat(copy.value()).isEqualTo(5);
        assertThat(heard).hasSize(5).extracting(DeviceAddress::device).containsExactly(201L, 202L, 201L, 202L, 204L);
        assertThat(heard.get(4).nick()).isEqualTo("Vall d'Hebron Camio");
        assertThat(guifi.addresses(copy.version(), address -> heard.clear()).value())
                .isEqualTo(5);
        assertThat(heard).hasSize(5);
    }

    @Test
    void fetchesNothingAgainWhileTheStampIsTheSame() throws IOException {
        Copy<Domains> first = guifi.domains(8600);
        clock.pass(Duration.ofMinutes(30));
        Copy<Domains> second = guifi.domains(8600);

        assertThat(server.asked("guifi/cnml/8600/domains")).isOne();
        assertThat(second.value()).isEqualTo(first.value());
        assertThat(second.version()).isEqualTo(first.version());
        assertThat(second.asOf()).isEqualTo(clock.instant());
    }

    @Test
    void keepsTheVersionWhereOnlyTheDateOfTheFileIsAnother() throws IOException {
        Copy<Domains> first = guifi.domains(8600);
        server.put("guifi/refresh/dns", "1700001800");
        server.put(
                "guifi/cnml/8600/domains",
                Files.readString(folder.resolve("site/guifi/cnml/8600/domains"))
                        .replace("generated=\"2026010130\"", "generated=\"2026010155\""));

        assertThat(guifi.domains(8600).version()).isEqualTo(first.version());
        assertThat(server.asked("guifi/cnml/8600/domains")).isEqualTo(2);
    }

    @Test
    void goesOnWithWhatItHasWhileGuifiNetIsAwayAndOverARestart() throws Exception {
        Copy<Federation> federation = guifi.federation(8512);
        Copy<Long> addresses = guifi.addresses("", address -> {});
        Instant then = clock.instant();
        server.away();
        clock.pass(Duration.ofMinutes(30));

        Guifi again = Setup.guifi(server, folder.resolve("data"), clock);
        Copy<Federation> old = again.federation(8512);
        var heard = new ArrayList<DeviceAddress>();
        Copy<Long> oldAddresses = again.addresses("", heard::add);

        assertThat(old.value()).isEqualTo(federation.value());
        assertThat(old.version()).isEqualTo(federation.version());
        assertThat(old.asOf()).isEqualTo(then);
        assertThat(old.stale().english()).isEqualTo(server.base().getAuthority() + " cannot be reached");
        assertThat(oldAddresses.version()).isEqualTo(addresses.version());
        assertThat(heard).hasSize(5);

        server.back();
        assertThat(again.federation(8512).stale().isEmpty()).isTrue();
    }

    @Test
    void saysInOneSentenceThatThereIsNothing() {
        server.away();

        assertThatThrownBy(() -> guifi.domains(8600))
                .isInstanceOf(IOException.class)
                .hasMessage(server.base().getAuthority() + " cannot be reached");
    }

    @Test
    void asksNobodyWhileItIsOff() throws Exception {
        guifi.federation(8512);
        guifi.modified(Setup.config(server.base().toString()), Map.of("cloudy.enabled", "false"));

        assertThat(guifi.federation(8512).stale().english()).isEqualTo("off until it is switched on");
        assertThat(server.asked("guifi/export/8512/federation")).isOne();
        assertThat(guifi.check().status()).isEqualTo(Health.Status.OFF);
    }

    @Test
    void letsThoseWhoWantTheSameWaitForOneAnswer() throws Exception {
        var begun = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        server.answer(IPS, exchange -> {
            begun.countDown();
            try {
                go.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            GuifiServer.send(
                    exchange, 200, Files.readAllBytes(folder.resolve("site").resolve(IPS)));
        });
        var threads = Executors.newFixedThreadPool(4);
        try {
            var answers = new ArrayList<Future<Copy<Long>>>();
            answers.add(threads.submit(() -> guifi.addresses("", address -> {})));
            begun.await();
            var waiting = new CountDownLatch(3);
            for (int i = 0; i < 3; i++) {
                answers.add(threads.submit(() -> {
                    waiting.countDown();
                    return guifi.addresses("", address -> {});
                }));
            }
            waiting.await();
            go.countDown();
            for (Future<Copy<Long>> answer : answers) {
                assertThat(answer.get().value()).isEqualTo(5);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(server.asked(IPS)).isOne();
    }

    @Test
    void writesNothingWhereThereIsNoNews() throws IOException {
        guifi.federation(8512);
        Path file = theFile();
        Object before = Files.getAttribute(file, "unix:ino");
        clock.pass(Duration.ofMinutes(30));

        Copy<Federation> again = guifi.federation(8512);

        assertThat(again.asOf()).isEqualTo(clock.instant());
        assertThat(Files.getAttribute(theFile(), "unix:ino")).isEqualTo(before);
        assertThat(Files.getLastModifiedTime(theFile()).toInstant()).isEqualTo(clock.instant());
    }

    private Path theFile() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("data"))) {
            return files.findFirst().orElseThrow();
        }
    }

    @Test
    void fetchesNothingBeforeSomebodyAsks() {
        guifi.check();

        assertThat(server.asked(IPS)).isZero();
        assertThat(folder.resolve("data")).doesNotExist();
    }
}
