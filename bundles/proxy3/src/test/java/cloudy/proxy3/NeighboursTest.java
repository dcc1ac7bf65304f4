// SPDX-License-Identifier: Apache-2.0
package cloudy.proxy3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloudy.api.Audience;
import cloudy.api.InvalidFieldException;
import cloudy.api.Protocol;
import cloudy.api.Txt;
import cloudy.api.network.Announcement;
import cloudy.api.network.Trust;
import cloudy.api.rest.Answer;
import cloudy.api.rest.Call;
import cloudy.api.rest.Problem;
import cloudy.testing.SomeNode;
import cloudy.testing.Told;
import cloudy.testing.Wishes;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is told to people: those that the operator ticked or wrote down, and nobody who only says that he is there. */
class NeighboursTest {

    private static final String TICKED = "10.1.2.3:3128";

    @TempDir
    private Path folder;

    private final Map<String, Double> world = new ConcurrentHashMap<>();
    private final AtomicInteger probes = new AtomicInteger();
    private final Semaphore answers = new Semaphore(Integer.MAX_VALUE);
    private Neighbours neighbours;
    private UseProxyAction action;

    @BeforeEach
    void make() {
        neighbours = new Neighbours(SomeNode.at(Network.numbers("10.1.2.99")), folder, (proxy, url) -> {
            answers.acquireUninterruptibly();
            answers.release();
            probes.incrementAndGet();
            return world.containsKey(proxy.toString())
                    ? OptionalDouble.of(world.get(proxy.toString()))
                    : OptionalDouble.empty();
        });
        action = new UseProxyAction(neighbours, Clock.systemUTC());
    }

    @AfterEach
    void stop() {
        neighbours.stop();
    }

    private void settings(Map<String, Object> said) {
        neighbours.bind(new ProxyService(
                Wishes.of(ProxyConfig.class, said),
                Map.of("cloudy.enabled", "false"),
                SomeNode.at(Network.numbers("10.1.2.99")),
                Optional.empty(),
                new Proxy.Place(folder, folder, folder)));
    }

    /** Looks at each as often as it takes to take a failure for serious. */
    private void lookTwice() {
        for (int round = 0; round < 2; round++) {
            int enough = probes.get() + neighbours.wanted().size();
            neighbours.look();
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> probes.get() >= enough);
        }
    }

    private static Announcement.Builder says(String address, int port) {
        InetAddress numbers = Network.numbers(address);
        return Announcement.heardBy("serf", Audience.COMMUNITY, "id-7", numbers, Instant.now())
                .type("proxy3")
                .description("Proxy3_System")
                .nodeId(Optional.of("0123456789abcdef"))
                .host("bert")
                .port(port);
    }

    private String script() {
        try {
            Answer answer = new ProxyOperations(neighbours, null)
                    .operations()
                    .get("getProxyScript")
                    .answer(new Call(
                            Optional.empty(),
                            InetAddress.getLoopbackAddress(),
                            Map.of(),
                            Map.of(),
                            Map.of(),
                            List.of(Locale.ENGLISH)));
            assertThat(answer.headers().get("Cache-Control")).containsExactly("public, max-age=60");
            var bytes = (Answer.Bytes) answer.content();
            assertThat(bytes.type()).isEqualTo("application/x-ns-proxy-autoconfig");
            String text = new String(bytes.bytes(), UTF_8);
            return text.substring(text.lastIndexOf("return \"") + 8, text.lastIndexOf("\";"));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private void awaitScript(String wanted) {
        Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(script())
                .isEqualTo(wanted));
    }

    private void use(String address, double millis) throws Exception {
        ProxyAddress proxy = ProxyAddress.parse(address).orElseThrow();
        world.put(address, millis);
        action.run(says(proxy.address().getHostAddress(), proxy.port()).build(), Map.of(), new Told());
    }

    @Test
    void hasNoScriptForAnybodyWhileThereIsNoProxy() throws Exception {
        settings(Map.of());

        assertThatThrownBy(() -> new ProxyOperations(neighbours, null)
                        .operations()
                        .get("getWpad")
                        .answer(new Call(
                                Optional.empty(),
                                InetAddress.getLoopbackAddress(),
                                Map.of(),
                                Map.of(),
                                Map.of(),
                                List.of())))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.status()).isEqualTo(404));
    }

    @Test
    void tellsOfATickedOneUntilItIsUndone() throws Exception {
        settings(Map.of());
        use(TICKED, 5);
        awaitScript("PROXY 10.1.2.3:3128; DIRECT");

        assertThat(action.joined()).hasSize(1);
        assertThat(action.joined(says("10.1.2.3", 3128).build())).isPresent();
        assertThat(new Ticks(folder).all()).hasSize(1);

        action.undo(TICKED, new Told());
        assertThat(neighbours.proxies()).isEmpty();
        assertThat(new Ticks(folder).all()).isEmpty();
    }

    @Test
    void isToldNothingByALiar() throws Exception {
        settings(Map.of("pacDirect", false));
        use(TICKED, 50);
        // The same node, the same id, the same name, nearer: but not what was ticked.
        for (Announcement lie : List.of(
                says("10.6.6.6", 3128).build(),
                says("10.1.2.3", 3129).build(),
                says("10.6.6.6", 3128)
                        .description("\"; return \"PROXY 10.6.6.6:1\"; //\n")
                        .host("10.6.6.6")
                        .build(),
                says("10.6.6.6", 3128)
                        .type("squid")
                        .txt(Txt.parse("Federated=Yes&id=100"))
                        .build(),
                says("10.6.6.6", 3128).distance(Optional.of(Duration.ZERO)).build())) {
            world.put(lie.numbers() + ':' + lie.port(), 0.1);
            assertThat(action.joined(lie)).isEmpty();
        }
        neighbours.look();
        awaitScript("PROXY 10.1.2.3:3128");
        assertThat(neighbours.wanted()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.8.8.8",
                "0.0.0.0",
                "169.254.169.254",
                "224.0.0.251",
                "255.255.255.255",
                "::1",
                "::",
                "fe80::1",
                "ff02::fb",
                "::127.0.0.1",
                "2002:7f00:1::1",
                "64:ff9b::7f00:1",
                "fec0::1"
            })
    void ticksNothingWhereNoProxyCanBe(String address) {
        Announcement lie = says(address, 3128).build();

        assertThat(action.fits(lie)).isFalse();
        assertThatThrownBy(() -> action.run(lie, Map.of(), new Told())).isInstanceOf(InvalidFieldException.class);
        assertThat(neighbours.wanted()).isEmpty();
    }

    @Test
    void fitsProxiesOfNeighboursOnly() throws Exception {
        assertThat(action.fits(says("10.1.2.3", 3128).build())).isTrue();
        assertThat(action.fits(says("10.1.2.3", 3128).type("Proxy3").build())).isTrue();
        assertThat(action.fits(says("2001:db8::1", 3128).build())).isTrue();
        assertThat(action.fits(says("10.1.2.3", 0).build())).isFalse();
        assertThat(action.fits(says("10.1.2.3", 3128).type("http").build())).isFalse();
        assertThat(action.fits(says("10.1.2.3", 3128).trust(Trust.OWN).build())).isFalse();
        assertThat(action.fits(says("10.1.2.3", 3128).protocol(Protocol.UDP).build()))
                .isFalse();
        for (String own : Ranges.own()) {
            assertThat(action.fits(says(own, 3128).build())).as(own).isFalse();
        }
    }

    @Test
    void ticksNoneThatDoesNotWork() {
        assertThatThrownBy(() -> action.run(says("10.1.2.3", 3128).build(), Map.of(), new Told()))
                .hasMessageContaining("does not answer as a working proxy");
        assertThat(new Ticks(folder).all()).isEmpty();
    }

    @Test
    void goesOnWithTheNextWhenOneFailsAndIsNotHasty() throws Exception {
        settings(Map.of());
        use("10.1.2.3:3128", 5);
        use("[2001:db8:0:0:0:0:0:2]:8080", 20);
        awaitScript("PROXY 10.1.2.3:3128; PROXY [2001:db8:0:0:0:0:0:2]:8080; DIRECT");

        world.remove("10.1.2.3:3128");
        lookTwice();
        awaitScript("PROXY [2001:db8:0:0:0:0:0:2]:8080; DIRECT");

        // All of them, rather than none: whether somebody may go without is the operator's to say.
        settings(Map.of("pacDirect", false));
        world.clear();
        lookTwice();
        awaitScript("PROXY 10.1.2.3:3128; PROXY [2001:db8:0:0:0:0:0:2]:8080");
    }

    @Test
    void takesThoseOfTheSettingsAndWithANumberOnlyWhileFederated() throws Exception {
        settings(Map.of("pacProxies", new String[] {"10.4.4.4:3128", "200@10.5.5.5:3128"}));
        world.put("10.4.4.4:3128", 1.0);
        world.put("10.5.5.5:3128", 0.5);

        neighbours.look();
        awaitScript("PROXY 10.4.4.4:3128; DIRECT");
    }

    @Test
    void takesOneWithANumberWhileItIsFederatedAndNoLonger() throws Exception {
        world.put("10.5.5.5:3128", 0.5);
        var guifi = new FakeGuifi().say("100-inout", "200-in");
        var federated = new ProxyService(
                Wishes.of(
                        ProxyConfig.class,
                        Map.of("mode", "federated", "id", 100L, "cacheSize", 0, "pacProxies", new String[] {
                            "200@10.5.5.5:3128", "300@10.6.6.6:3128"
                        })),
                Map.of("cloudy.enabled", true),
                SomeNode.at(Network.numbers("10.1.2.99")),
                Optional.empty(),
                new Proxy.Place(folder, folder, folder));
        try {
            federated.bind(guifi);
            neighbours.bind(federated);
            awaitScript("PROXY 10.5.5.5:3128; DIRECT");

            guifi.say("100-inout", "200-out", "300-private");
            federated.proxy().orElseThrow().refresh();
            awaitScript("PROXY 10.1.2.99:3128; DIRECT");
        } finally {
            federated.stop();
        }
    }

    /** The script is anybody's to fetch: he must not make this node knock at others' doors the more, the more he asks. */
    @Test
    void asksNeighboursNoMoreOftenThanItWouldForOne() {
        world.put("10.4.4.4:3128", 1.0);
        answers.drainPermits();
        settings(Map.of("pacProxies", new String[] {"10.4.4.4:3128"}));
        for (int i = 0; i < 1_000; i++) {
            script();
        }
        answers.release();

        Awaitility.await()
                .during(Duration.ofMillis(300))
                .atMost(Duration.ofSeconds(30))
                .until(() -> probes.get() <= 2);
        awaitScript("PROXY 10.4.4.4:3128; DIRECT");
        assertThat(probes).hasValueBetween(1, 2);
    }

    @ParameterizedTest
    @CsvSource({
        "evil.example:3128",
        "127.0.0.1:3128",
        "10.1.2.3:0",
        "10.1.2.3:99999",
        "x@10.1.2.3:1",
        "10.1.2.3:1;DIRECT",
        "[10.1.2.3]:1",
        "::1:1"
    })
    void refusesSettingsThatAreNoProxy(String text) {
        assertThatThrownBy(
                        () -> ProxySettings.of(Wishes.of(ProxyConfig.class, Map.of("pacProxies", new String[] {text}))))
                .isInstanceOf(InvalidFieldException.class);
    }

    @Test
    void forgetsWhatInItsFileIsNoProxy() throws Exception {
        Files.writeString(
                folder.resolve("ticked"),
                """
                127.0.0.1:3128\t2026-01-01T00:00:00Z\ta
                rubbish
                10.1.2.3:1\tnever\tb
                10.1.2.3:3128\t2026-01-01T00:00:00Z\tc\td
                """);

        assertThat(new Ticks(folder).all()).singleElement().satisfies(tick -> assertThat(tick.name())
                .isEqualTo("c\ufffdd"));
    }
}
