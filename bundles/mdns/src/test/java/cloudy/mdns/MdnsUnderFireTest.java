// SPDX-License-Identifier: Apache-2.0
package cloudy.mdns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cloudy.api.Offer;
import cloudy.api.network.Outcome;
import cloudy.api.network.Wanted;
import cloudy.mdns.wire.MessageWriter;
import cloudy.mdns.wire.Name;
import cloudy.mdns.wire.Question;
import cloudy.mdns.wire.RecordType;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two nodes and a stranger who means harm. */
class MdnsUnderFireTest {

    private static final Wanted WEB = new Wanted("w", Offer.of("web", "Web", 80));
    private static final int ROUNDS = 20_000;

    private final Segment segment = new Segment();
    private final Map<String, Outcome> outcomes = new ConcurrentHashMap<>();
    private final Heard heard = new Heard();
    private final Mdns alpha = segment.node("alpha");
    private final Mdns beta = segment.node("beta");

    @BeforeEach
    void meet() {
        beta.find(heard);
        alpha.publish(List.of(WEB), outcomes::putAll);
        soon().until(() -> heard.of("web").size() == 1);
    }

    @AfterEach
    void close() throws Exception {
        segment.close();
    }

    @Test
    void hearsAndSpeaksAfterThousandsOfBrokenMessages() {
        var random = new Random(3);
        Entry sound = Entry.service("Mallory", Say.type("web"), Say.host("mallory"), 1, List.of("a=1", "b"));
        byte[] response = Packets.responses(List.of(sound.records().toList())).get(0);
        byte[] probe = Packets.probes(List.of(sound)).get(0);
        for (int i = 0; i < ROUNDS; i++) {
            byte[] packet = (i % 2 == 0 ? response : probe).clone();
            for (int turns = random.nextInt(6); turns >= 0; turns--) {
                packet[random.nextInt(packet.length)] = (byte) random.nextInt(256);
            }
            segment.say(i % 10 == 0 ? noise(random) : packet);
        }

        assertThatBothHearAndSpeak();
    }

    @Test
    void doesNotListenToWhatIsSentToItsOwnAddressOrFromAnotherPort() throws Exception {
        byte[] lie = Packets.responses(List.of(Stream.concat(
                                Entry.service("Lie", Say.type("lie"), Say.host("mallory"), 1, List.of())
                                        .records(),
                                Entry.host(Say.host("mallory"), Say.address("127.0.0.66"))
                                        .records())
                        .toList()))
                .get(0);
        try (var socket = DatagramChannel.open(StandardProtocolFamily.INET)) {
            socket.setOption(StandardSocketOptions.IP_MULTICAST_IF, NetworkInterface.getByName("lo"));
            socket.send(ByteBuffer.wrap(lie), new InetSocketAddress(Say.address("224.0.0.251"), segment.port()));
        }
        try (var socket = DatagramChannel.open(StandardProtocolFamily.INET)) {
            // A community network routes this to us from anywhere.
            socket.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            socket.bind(new InetSocketAddress(Say.address("127.0.0.66"), segment.port()));
            socket.send(ByteBuffer.wrap(lie), new InetSocketAddress(Say.address("127.0.0.1"), segment.port()));
        }

        assertThatBothHearAndSpeak();
        assertThat(heard.of("lie")).isEmpty();
        segment.say(lie);
        soon().until(() -> heard.of("lie").size() == 1);
    }

    @Test
    void survivesALossOfItsName() {
        // Whoever insists gets it: mDNS has no owners. The service comes back under a second name.
        Entry theirs = Entry.service("Web @alpha", Say.type("web"), Say.host("mallory"), 666, List.of());
        await().atMost(Duration.ofSeconds(40))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> {
                    segment.say(theirs);
                    return heard.of("web").stream().anyMatch(web -> web.id().contains("Web (alph) @alpha"));
                });

        assertThat(outcomes).containsEntry("w", Outcome.announced());
    }

    @Test
    void isNotSilencedByGoodbyesInItsName() {
        Entry forged = Entry.service("Web @alpha", Say.type("web"), Say.host("alpha"), 80, List.of());
        segment.say(Packets.responses(List.of(
                        forged.records().map(record -> record.withTtl(0)).toList()))
                .get(0));

        // Forgotten for a moment, and said again at once or with the next announcement.
        soon().until(() -> heard.of("web").size() == 1);
        assertThatBothHearAndSpeak();
    }

    @Test
    void hearsItsNeighbourThroughAFloodOfServicesAndTypes() {
        for (int i = 0; i < ROUNDS; i++) {
            segment.say(Entry.service("flood" + i, Say.type("flood" + i % 1_000), Say.host("mallory"), 1, List.of()));
        }

        assertThatBothHearAndSpeak();
        assertThat(heard.all()).hasSizeLessThanOrEqualTo(Browser.MAX_SERVICES);
    }

    @Test
    void answersThroughAFloodOfQuestions() {
        var writer = new MessageWriter();
        for (int i = 0; i < 50; i++) {
            writer.question(new Question(Say.type("web"), RecordType.ANY, i % 2 == 0));
            writer.question(Question.of(Name.of("x" + i, "local"), RecordType.A));
        }
        byte[] query = writer.query(false);
        for (int i = 0; i < ROUNDS; i++) {
            segment.say(query);
        }

        assertThatBothHearAndSpeak();
    }

    private void assertThatBothHearAndSpeak() {
        var news = new Heard();
        alpha.find(news);
        // The socket's buffer is full of the flood: what is lost there is said again.
        alpha.publish(List.of(WEB, new Wanted("n", Offer.of("news", "News", 1))), outcomes::putAll);
        beta.publish(List.of(new Wanted("m", Offer.of("more", "More", 2))), outcomes::putAll);

        soon().until(() -> heard.of("news").size() == 1 && news.of("more").size() == 1);
        assertThat(heard.of("web")).anyMatch(web -> web.host().equals("alpha"));
    }

    private static byte[] noise(Random random) {
        byte[] noise = new byte[random.nextInt(9_000)];
        random.nextBytes(noise);
        return noise;
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(10));
    }
}
