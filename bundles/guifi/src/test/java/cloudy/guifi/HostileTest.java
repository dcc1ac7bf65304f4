// SPDX-License-Identifier: Apache-2.0
package cloudy.guifi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloudy.api.guifi.Copy;
import cloudy.api.guifi.DeviceAddress;
import cloudy.api.guifi.Domains;
import cloudy.api.guifi.Federation;
import cloudy.testing.SetClock;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever guifi.net, or who pretends to be it, sends: the last good copy stays, and a sentence says why. */
@Timeout(60)
class HostileTest {

    private static final String FEDERATION = "guifi/export/8512/federation";
    private static final String DOMAINS = "guifi/cnml/8600/domains";
    private static final String IPS = "dump/ips";
    private static final String STAMP = "guifi/refresh/dns";

    @TempDir
    private Path folder;

    private final CountDownLatch end = new CountDownLatch(1);
    private GuifiServer server;
    private Guifi guifi;
    private Copy<Federation> federation;
    private Copy<Domains> domains;
    private Copy<Long> addresses;

    @BeforeEach
    void haveGoodCopies() throws Exception {
        server = GuifiServer.of(GuifiServer.filled(folder.resolve("site")));
        guifi = Setup.guifi(server, folder.resolve("data"), new SetClock());
        federation = guifi.federation(8512);
        domains = guifi.domains(8600);
        addresses = guifi.addresses("", address -> {});
        server.put(STAMP, "1800000000");
    }

    @AfterEach
    void close() {
        end.countDown();
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html><body>Site off-line</body></html>",
                "8512-inout\n8513-everything\n",
                "8512-inout\n8513-out; http_access allow all\n",
                "8512-inout\n8513-in\r\nout\n$(reboot)-in\n",
                "8512-inout\n99999999999999999999-in\n",
                "9999-inout\n8513-in\n",
                "8512-inout\n\u00008513-in\n"
            })
    void keepsTheFederationWhenTheListCannotBeRight(String list) throws IOException {
        server.put(FEDERATION, list);

        Copy<Federation> now = guifi.federation(8512);

        assertThat(now.value()).isEqualTo(federation.value());
        assertThat(now.version()).isEqualTo(federation.version());
        assertThat(now.stale().english()).startsWith("guifi.net sent data that cannot be right: ");
    }

    @Test
    void takesOneThatGuifiNetDoesNotKnowForPrivate() throws IOException {
        server.put("guifi/export/77/federation", "0000-private\n");

        assertThat(guifi.federation(77).value().own()).isEqualTo(new Federation.Member(0, Federation.Way.PRIVATE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<?xml version='1.0'?><cnml><domains><internal><master zone='a.net'/>",
                "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY e SYSTEM 'file:///etc/hostname'>]><cnml><domains/></cnml>",
                "<domains/>"
            })
    void keepsTheDomainsWhenTheFileCannotBeRight(String file) throws IOException {
        server.put(DOMAINS, file);

        Copy<Domains> now = guifi.domains(8600);

        assertThat(now.value()).isEqualTo(domains.value());
        assertThat(now.stale().isEmpty()).isFalse();
    }

    @Test
    void leavesOutWhatHasNoNameAndNoAddress() throws IOException {
        server.put(
                DOMAINS,
                "<?xml version='1.0'?><cnml><domains><internal>"
                        + "<master zone='' IPv4='1.2.3.4'><host name='lost'/></master>"
                        + "<master zone='x&#10;y' IPv4='1.2.3.4'/><master zone='" + "z".repeat(300) + "'/>"
                        + "<master zone='a.net' IPv4='1.2.3.4; }; include \"/etc/passwd\"' domain_ip='999.1.1.1'"
                        + " domain_ip_v6='fe80::1%eth0' allow-transfer='10.0.0.1;rm -rf,none,::1'>"
                        + "<host name='ok' IPv4='01.2.3.4' IPv6='not:an:address' MX='y' Priority='99999999'"
                        + " CNAME='a,b c;d&#1;'/><host name='caf\u00e9'/></master>"
                        + "<slave master='10.0.0.1'/><forward zone='b.net' forwarder='localhost, 10.0.0.2'/>"
                        + "</internal></domains></cnml>");

        Domains.View view = guifi.domains(8600).value().internal();

        assertThat(view.masters()).extracting(Domains.Master::zone).containsExactly("a.net");
        Domains.Master master = view.masters().get(0);
        assertThat(master.address()).isEmpty();
        assertThat(master.domainAddress()).isEmpty();
        assertThat(master.domainAddress6()).isEmpty();
        assertThat(master.transfers())
                .extracting(InetAddress::getHostAddress)
                .containsExactly("10.0.0.1", "0:0:0:0:0:0:0:1");
        assertThat(master.hosts()).extracting(Domains.Host::name).containsExactly("ok");
        assertThat(master.hosts().get(0).address()).isPresent();
        assertThat(master.hosts().get(0).address6()).isEmpty();
        assertThat(master.hosts().get(0).mailPriority()).contains(10);
        assertThat(master.hosts().get(0).aliases()).containsExactly("a", "b", "c");
        assertThat(view.slaves()).isEmpty();
        assertThat(view.forwards().get(0).forwarders()).hasSize(1);
    }

    @Test
    void givesNicksAsPrintableAscii() throws IOException {
        server.put(
                IPS,
                "<?xml version='1.0'?><cnml><subnet range='10'>"
                        + "<IP address='10.0.0.1' device_id='1' nick='$(reboot)&#10;;\"&amp;&#127;'/>"
                        + "<IP address='10.0.0.2' device_id='2' nick='" + "n".repeat(500) + "'/>"
                        + "<IP address='10.0.0.3' device_id='0' nick='none'/><IP device_id='3'/>"
                        + "<IP address='10.0.0.4' device_id='4' nick='\u0000\u20ac\u00f1'/></subnet></cnml>");
        var heard = new ArrayList<DeviceAddress>();

        guifi.addresses("", heard::add);

        assertThat(heard).extracting(DeviceAddress::nick).allMatch(nick -> nick.matches("[ -~]{0,64}"));
        assertThat(heard).extracting(DeviceAddress::device).containsExactly(1L, 2L, 4L);
        assertThat(heard.get(0).nick()).isEqualTo("$(reboot)?;\"&?");
    }

    @Test
    void keepsTheAddressesWhenThereAreNoneAnyMore() throws IOException {
        server.put(IPS, "<?xml version='1.0'?><cnml><subnet range='10'></subnet></cnml>");

        Copy<Long> now = guifi.addresses("", address -> {});

        assertThat(now.version()).isEqualTo(addresses.version());
        assertThat(now.stale().english()).endsWith("there is no address");
    }

    @Test
    void cutsOffAFloodAndABombOfZeros() throws IOException {
        server.answer(FEDERATION, exchange -> pour(exchange, exchange.getResponseBody()));
        assertThat(guifi.federation(8512).stale().english()).contains("longer than");

        server.answer(FEDERATION, exchange -> {
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
            exchange.sendResponseHeaders(200, 0);
            try (var packed = new GZIPOutputStream(exchange.getResponseBody())) {
                pour(packed);
            }
        });
        assertThat(guifi.federation(8512).stale().english()).contains("longer than");
        assertThat(guifi.federation(8512).value()).isEqualTo(federation.value());
    }

    @Test
    void keepsWhatItHasWhenTheAnswerIsCutOffInTheMiddle() throws IOException {
        byte[] whole = Files.readAllBytes(folder.resolve("site").resolve(FEDERATION));
        server.answer(FEDERATION, exchange -> {
            exchange.sendResponseHeaders(200, whole.length);
            exchange.getResponseBody().write(whole, 0, 22);
            exchange.getResponseBody().flush();
        });

        assertThat(guifi.federation(8512).stale().english()).isEqualTo("the connection to guifi.net broke off");
    }

    @Test
    void doesNotWaitForEver() throws Exception {
        server.answer("slow/headers", exchange -> awaitTheEnd());
        server.answer("slow/body", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('x');
            exchange.getResponseBody().flush();
            awaitTheEnd();
        });
        for (String path : List.of("/slow/headers", "/slow/body")) {
            var question = new Site.Question(path, 100, Duration.ofMillis(300));
            assertThatThrownBy(() -> guifi.site().visit().bytes(question))
                    .hasMessage("guifi.net does not answer in time");
        }
    }

    @Test
    void isNotLedElsewhere() throws IOException {
        server.answer(FEDERATION, exchange -> redirect(exchange, "http://127.0.0.2:1/federation"));
        assertThat(guifi.federation(8512).stale().english())
                .isEqualTo("127.0.0.1 sends elsewhere: http://127.0.0.2:1/federation");

        server.answer(FEDERATION, exchange -> redirect(exchange, "/" + FEDERATION));
        assertThat(guifi.federation(8512).stale().english()).contains("without end");

        server.answer(FEDERATION, exchange -> redirect(exchange, "/ca/federation"));
        server.put("ca/federation", "8512-private\n");
        assertThat(guifi.federation(8512).value().own().way()).isEqualTo(Federation.Way.PRIVATE);
    }

    @Test
    void doesNotRepeatThePasswordOfASignInThatIsLedElsewhere() {
        server.answer(
                "api/auth",
                exchange -> redirect(
                        exchange,
                        "https://127.0.0.1/api/auth?" + exchange.getRequestURI().getRawQuery()));

        assertThatThrownBy(() -> new GuifiApi(guifi.site(), "").signIn("anna", "three-geese"))
                .hasMessage("127.0.0.1 sends elsewhere: https://127.0.0.1/api/auth");
    }

    @Test
    void readsWithoutAStampWhereItIsNoNumber() throws IOException {
        server.put(STAMP, "<html>");
        guifi.domains(8600);
        guifi.domains(8600);

        assertThat(server.asked(DOMAINS)).isEqualTo(3);
        assertThat(guifi.domains(8600).stale().isEmpty()).isTrue();
    }

    @Test
    void setsACopyAsideThatTheDiskHasSpoiltAndFetchesItAnew() throws Exception {
        guifi.domains(8600);
        try (Stream<Path> files = Files.list(folder.resolve("data"))) {
            Path file = files.filter(one -> one.getFileName().toString().startsWith("domains-"))
                    .findFirst()
                    .orElseThrow();
            Files.write(file, new byte[] {1, 2, 3});
        }

        assertThat(guifi.domains(8600).value()).isEqualTo(domains.value());
    }

    @Test
    void answersFromTheCopyWhenTheDiskTakesNothing() throws IOException {
        Files.createDirectories(folder.resolve("data/.new-federation-8512/in-the-way"));
        server.put(FEDERATION, "8512-private\n");

        Copy<Federation> now = guifi.federation(8512);

        assertThat(now.value()).isEqualTo(federation.value());
        assertThat(now.stale().isEmpty()).isFalse();
        assertThat(guifi.federation(8512).asOf()).isEqualTo(federation.asOf());
    }

    @Test
    void leavesNothingHalfDoneOnTheDisk() throws Exception {
        server.put(IPS, "<?xml version='1.0'?><cnml><subnet range='10'><IP address='10.0.0.1' device_id='1'/>");
        guifi.addresses("", address -> {});

        try (Stream<Path> files = Files.list(folder.resolve("data"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .hasSize(3)
                    .allMatch(name -> name.endsWith(".gz"));
        }
    }

    @Test
    void trustsNoCertificateThatNobodyVouchesFor() throws Exception {
        Path data = folder.resolve("other");
        SSLContext own = Keys.context(folder);
        try (var secure = GuifiServer.of(folder.resolve("site"), own)) {
            Guifi stranger = Setup.guifi(secure, data, new SetClock());
            assertThatThrownBy(() -> stranger.federation(8512))
                    .hasMessageStartingWith("the certificate of 127.0.0.1 is not good");

            Guifi friend = Setup.guifi(secure, data, new SetClock(), own);
            assertThat(friend.federation(8512).value()).isEqualTo(federation.value());
        }
    }

    private void awaitTheEnd() {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void redirect(HttpExchange exchange, String to) throws IOException {
        exchange.getResponseHeaders().set("Location", to);
        exchange.sendResponseHeaders(302, -1);
    }

    private static void pour(HttpExchange exchange, OutputStream to) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        pour(to);
    }

    private static void pour(OutputStream to) throws IOException {
        var chunk = new byte[64 * 1024];
        for (int i = 0; i < 16_384; i++) {
            to.write(chunk);
        }
    }
}
