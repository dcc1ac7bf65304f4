// SPDX-License-Identifier: Apache-2.0
package cloudy.mdns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cloudy.api.Offer;
import cloudy.api.form.Texts;
import cloudy.api.network.Announcement;
import cloudy.api.network.Finder;
import cloudy.api.network.Outcome;
import cloudy.api.network.Wanted;
import java.io.IOException;
import java.net.NetworkInterface;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A node whose means to hear are taken away below it: it notices, gets others, and says so when that does not help. */
class DeafTest {

    /** In ms, between two looks; in a real node it is ten seconds, and two hundred times this. */
    private static final long LOOK = 50;

    private static final Wanted WEB = new Wanted("w", Offer.of("web", "Web", 80));

    private final Segment segment = new Segment();
    private final Held held = new Held();
    private final Map<String, Outcome> outcomes = new ConcurrentHashMap<>();
    private final Heard heard = new Heard();
    private final Mdns alpha = segment.join(
            new Mdns(new TestNode("alpha", "a1a1a1a1a1a1a1a1"), new Interfaces("lo"), held, segment.port(), LOOK));
    private final Mdns beta = segment.node("beta");

    /** Hands out what the system has, and keeps hold of it. */
    private static final class Held extends Sockets {

        private final List<Selector> selectors = new CopyOnWriteArrayList<>();
        private final List<DatagramChannel> channels = new CopyOnWriteArrayList<>();

        @Override
        Selector selector() throws IOException {
            Selector selector = super.selector();
            selectors.add(selector);
            return selector;
        }

        @Override
        DatagramChannel channel() throws IOException {
            DatagramChannel channel = super.channel();
            channels.add(channel);
            return channel;
        }

        DatagramChannel last() {
            return channels.get(channels.size() - 1);
        }
    }

    @BeforeEach
    void meet() {
        alpha.find(heard);
        alpha.publish(List.of(WEB), outcomes::putAll);
        beta.publish(List.of(WEB), outcome -> {});
        soon().until(() -> heard.of("web").size() == 1 && Outcome.announced().equals(outcomes.get("w")));
    }

    @AfterEach
    void close() throws Exception {
        segment.close();
    }

    @Test
    void replacesASocketThatHasLostItsGroup() throws Exception {
        deafen(held.last());

        soon().until(() -> held.channels.size() == 2);

        assertThatItHearsAndSpeaks();
        assertThat(troubles()).isEmpty();
    }

    @Test
    void replacesASocketThatIsClosedBelowIt() throws Exception {
        held.last().close();

        soon().until(() -> held.channels.size() == 2);

        assertThatItHearsAndSpeaks();
    }

    @Test
    void beginsAnewWhenWhatItWaitsWithIsClosedBelowIt() throws Exception {
        held.selectors.get(0).close();

        soon().until(() -> held.selectors.size() == 2);

        assertThatItHearsAndSpeaks();
        // Once, and not again and again.
        assertThat(held.selectors).hasSize(2);
    }

    @Test
    void saysThatItIsDeafAndThatItIsNoLonger() throws Exception {
        soon().until(() -> {
            deafen(held.last());
            return outcomes.get("w").kind() == Outcome.Kind.WITHHELD;
        });
        assertThat(outcomes.get("w").reason())
                .isEqualTo("nothing is heard on lo (127.0.0.1), not even what this node says itself");
        assertThat(troubles())
                .extracting(Texts::english)
                .containsExactly(outcomes.get("w").reason());

        soon().until(() -> Outcome.announced().equals(outcomes.get("w")));

        assertThatItHearsAndSpeaks();
        assertThat(troubles()).isEmpty();
    }

    @Test
    void goesOnWhateverADirectoryThrows() {
        var later = new Heard();
        alpha.find(new Finder.Sink() {
            @Override
            public boolean heard(Announcement announcement) {
                throw new LinkageError("its bundle has gone");
            }

            @Override
            public void gone(String id) {
                throw new StackOverflowError();
            }
        });
        alpha.find(later);

        assertThatItHearsAndSpeaks();
        assertThat(later.of("more")).hasSize(1);
    }

    /** Has a socket hear nothing any more; its owner is told nothing. */
    private static void deafen(DatagramChannel channel) throws IOException {
        // A socket that has joined already gets the same membership once more.
        channel.join(Say.address("224.0.0.251"), NetworkInterface.getByName("lo"))
                .drop();
    }

    private void assertThatItHearsAndSpeaks() {
        var other = new Heard();
        beta.find(other);
        beta.publish(List.of(WEB, new Wanted("m", Offer.of("more", "More", 2))), outcome -> {});
        alpha.publish(List.of(WEB, new Wanted("n", Offer.of("news", "News", 1))), outcomes::putAll);

        soon().until(() -> heard.of("more").size() == 1 && heard.of("web").size() == 1);
        soon().until(() -> other.of("news").size() == 1 && other.of("web").size() == 1);
        soon().until(() -> Outcome.announced().equals(outcomes.get("n")));
    }

    private List<Texts> troubles() throws Exception {
        return alpha.troubles().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(5));
    }
}
