// SPDX-License-Identifier: Apache-2.0
package cloudy.proxy3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloudy.api.Health;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The proxy for this node's own users, with Debian's squid. */
@EnabledIf("cloudy.proxy3.RealProxy#isInstalled")
class LocalProxyTest {

    private static final String[] ANYBODY = {"127.0.0.0/8", "::1"};

    @TempDir
    private Path folder;

    private RealProxy real;

    @AfterEach
    void stop() throws IOException {
        real.close();
    }

    private RealProxy start(Map<String, Object> settings) throws IOException {
        real = new RealProxy(folder, settings).awaitUp();
        return real;
    }

    @Test
    void letsThoseInWhomItKnowsAndNobodyElse() throws Exception {
        start(Map.of("realm", "Proxy of the house"));
        assertThat(real.get(RealProxy.OUTSIDE)).isEqualTo(407);

        real.service.users().put("anna", "four ladders");
        real.proxy().apply();
        long squid = real.children.process().pid();

        assertThat(real.as("anna:four ladders", RealProxy.OUTSIDE)).isEqualTo(200);
        assertThat(real.as("anna:four laddersx", RealProxy.OUTSIDE)).isEqualTo(407);
        assertThat(real.as("bert:four ladders", RealProxy.OUTSIDE)).isEqualTo(407);
        assertThat(Files.readString(real.folder.resolve("users")))
                .startsWith("anna:$2y$10$")
                .doesNotContain("ladders");

        real.service.users().remove("anna");
        real.proxy().apply();

        assertThat(real.as("anna:four ladders", RealProxy.OUTSIDE)).isEqualTo(407);
        assertThat(real.children.process().pid()).isEqualTo(squid);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void leadsNobodyToWhereNobodyHasToGo(boolean signedIn) throws Exception {
        start(signedIn ? Map.of() : Map.of("openTo", ANYBODY));
        real.service.users().put("anna", "four ladders");
        real.proxy().apply();
        String[] who = signedIn ? new String[] {"--proxy-user", "anna:four ladders"} : new String[0];
        String own = Ranges.own().stream().findFirst().orElse("203.0.113.99");

        assertThat(real.get(RealProxy.OUTSIDE, who)).isEqualTo(200);
        for (String place : List.of(
                "127.0.0.1:7000",
                "localhost:7000",
                "127.1",
                "0x7f000001",
                "2130706433",
                "0",
                "[::1]:7443",
                "[::ffff:127.0.0.1]",
                "[::127.0.0.1]",
                "[64:ff9b::127.0.0.1]",
                "[::]",
                "169.254.169.254",
                "[fe80::1]",
                "224.0.0.1",
                "255.255.255.255",
                "[ff02::1]",
                "203.0.113.99",
                "203.0.113.99:7000",
                own.contains(":") ? '[' + own + ']' : own,
                "looks-outside.test",
                "printer.test",
                "two-addresses.test",
                "six.test",
                "192.168.1.1",
                "10.1.2.3",
                "172.16.0.1",
                "100.64.0.1",
                "[fd00::1]",
                "[2002:7f00:1::]",
                "outside.test:22",
                "outside.test:25")) {
            assertThat(real.get("http://" + place + "/", who)).as(place).isEqualTo(403);
        }
        for (String place : List.of(
                "outside.test:80", "outside.test:22", "outside.test:8443", "127.0.0.1:443", "localhost", "[::1]")) {
            assertThat(real.get("https://" + place + "/", who))
                    .as("CONNECT " + place)
                    .isEqualTo(403);
        }
        assertThat(real.get("ftp://outside.test/", who)).isEqualTo(403);
        // Even the page that the node asks for itself is nobody's but its own, at no other path.
        String origin = Files.readString(real.folder.resolve("origin")).split(" ", -1)[0];
        assertThat(real.get("http://127.0.0.1:" + origin + "/", who)).isEqualTo(403);
        assertThat(real.get("http://outside.test/squid-internal-mgr/config", who))
                .isEqualTo(200);
        assertThat(real.get("cache_object://localhost/config", who)).isNotEqualTo(200);
        var direct = new ProxyClient(new InetSocketAddress(InetAddress.getLoopbackAddress(), real.port));
        for (String page : List.of("config", "shutdown", "counters")) {
            assertThatThrownBy(() -> direct.manager(page, "0".repeat(32)))
                    .as(page)
                    .hasMessageContaining("squid answers 401");
        }
        if (!signedIn) {
            assertThat(direct.get(URI.create("http://outside.test/squid-internal-mgr/config"))
                            .body())
                    .as("another's page of that name, and not squid's own")
                    .isEqualTo("the world outside");
        }
    }

    @Test
    void opensThosePrivateNetworksThatTheOperatorNames() throws Exception {
        start(Map.of("openTo", ANYBODY, "privateNetworks", new String[] {"10.9.0.0/16", "192.168.7.7"}));

        assertThat(real.get("http://10.9.9.9/")).isEqualTo(200);
        assertThat(real.get("http://printer.test/")).isEqualTo(200);
        assertThat(real.get("http://two-addresses.test/")).isEqualTo(200);
        assertThat(real.get("http://10.10.0.1/")).isEqualTo(403);
        assertThat(real.get("http://192.168.7.8/")).isEqualTo(403);
    }

    @Test
    void takesTheOperatorsFileOverWhileItRunsAndNoneThatIsWrong() throws Exception {
        start(Map.of("openTo", ANYBODY));
        long squid = real.children.process().pid();

        real.operators("acl games dstdomain outside.test\nhttp_access deny games\n");
        real.service.check();
        assertThat(real.get(RealProxy.OUTSIDE)).isEqualTo(403);

        real.operators("htpt_access allow all\n");
        assertThat(real.service.check().status()).isEqualTo(Health.Status.UP);
        assertThat(real.get(RealProxy.OUTSIDE)).isEqualTo(403);
        assertThat(real.proxy().problem().english()).contains("htpt_access");
        assertThat(new RunsCheck(real.service).look().text().english()).contains("settings from before");

        real.operators("http_access allow all\n");
        assertThat(real.service.check().status()).isEqualTo(Health.Status.UP);
        assertThat(real.get(RealProxy.OUTSIDE)).isEqualTo(200);
        assertThat(real.get("http://127.0.0.1:7000/")).as("comes before").isEqualTo(403);
        assertThat(real.children.process().pid()).isEqualTo(squid);
    }

    @Test
    void countsRequestsAndPeopleAndSaysWhoToNobody() throws Exception {
        start(Map.of("logSize", 1));
        real.service.users().put("anna", "four ladders");
        real.proxy().apply();
        for (int i = 0; i < 5; i++) {
            real.as("anna:four ladders", RealProxy.OUTSIDE + "?secret=word");
        }
        real.service.check();

        Figures figures = real.proxy().figures().orElseThrow();
        assertThat(figures.requests()).isGreaterThanOrEqualTo(5);
        assertThat(figures.outBytes()).isPositive();
        assertThat(figures.users()).isEqualTo(1);
        assertThat(figures.clients()).isEqualTo(1);
        assertThat(figures.version()).matches("[0-9]+\\.[0-9.]+");
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> log().contains("anna"));
        assertThat(log())
                .contains("http://outside.test/")
                .doesNotContain("secret=word", real.folder + "origin", "127.0.0.1:" + real.port);
    }

    private String log() throws IOException {
        return Files.readString(ProxyLog.in(real.folder));
    }

    @Test
    void beginsTheLogAnewBeforeItFillsTheDisk() throws Exception {
        start(Map.of("logSize", 1, "openTo", ANYBODY));
        for (int round = 0; round < ProxyLog.KEPT + 3; round++) {
            Files.write(ProxyLog.in(real.folder), new byte[1024 * 1024], StandardOpenOption.APPEND);
            real.service.check();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> !ProxyLog.isFull(real.folder, real.proxy().settings()));
        }

        try (var logs = Files.list(ProxyLog.in(real.folder).getParent())) {
            assertThat(logs).hasSize(ProxyLog.KEPT + 1);
        }
    }

    @Test
    void comesBackAfterItWasKilled() throws Exception {
        start(Map.of("openTo", ANYBODY, "cacheSize", 50));
        real.children.crash();

        real.awaitUp();
        assertThat(real.get(RealProxy.OUTSIDE)).isEqualTo(200);
    }

    @Test
    void isDownWhereItAnswersButBringsNothing() throws Exception {
        start(Map.of("openTo", ANYBODY));
        real.operators("http_access deny all\nmiss_access deny all\n");
        assertThat(real.service.check().status()).isEqualTo(Health.Status.UP);

        Children.execute("kill", "-STOP", Long.toString(real.children.process().pid()));
        assertThatThrownBy(real.service::check).isInstanceOf(IOException.class).hasMessageContaining("in time");
        Children.execute("kill", "-CONT", Long.toString(real.children.process().pid()));
    }
}
