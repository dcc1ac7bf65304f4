// SPDX-License-Identifier: Apache-2.0
package cloudy.directory;

import static org.assertj.core.api.Assertions.assertThat;

import cloudy.api.Audience;
import cloudy.api.network.Announcement;
import cloudy.api.network.Finder;
import cloudy.api.network.Query;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HearingTest {

    private final Directory directory = new Directory(Room.forEntries(1_000));
    private final Source serf = directory.open();
    private final Finder.Sink sink = directory.sink(serf);

    @Test
    void beingHeardAgainIsNoChangeButIsNoticed() {
        sink.heard(Heard.of(1, "a").build());
        long revision = directory.revision();

        assertThat(sink.heard(later(Heard.of(1, "a").build()))).isTrue();

        assertThat(directory.revision()).isEqualTo(revision);
        assertThat(only().firstHeard()).isEqualTo(Heard.NOW);
        assertThat(only().lastHeard()).isEqualTo(Heard.NOW.plusSeconds(60));
    }

    @Test
    void otherValuesReplaceAndKeepWhenItWasHeardFirst() {
        sink.heard(Heard.of(1, "a").build());
        long revision = directory.revision();

        sink.heard(later(Heard.of(1, "a").type("webcam").host("other").build()));

        assertThat(directory.revision()).isGreaterThan(revision);
        assertThat(directory.size()).isEqualTo(1);
        assertThat(only().type()).isEqualTo("webcam");
        assertThat(only().firstHeard()).isEqualTo(Heard.NOW);
        assertThat(only().lastHeard()).isEqualTo(Heard.NOW.plusSeconds(60));
        assertThat(directory.search(Query.all().ofType("proxy3"))).isEmpty();
        assertThat(directory.search(Query.all().ofNode("node-1"))).isEmpty();
        assertThat(directory.search(Query.all().ofNode("other"))).hasSize(1);
    }

    @Test
    void anotherDistanceChangesTheOrder() {
        sink.heard(Heard.of(1, "a").distance(Optional.of(Duration.ofMillis(1))).build());
        sink.heard(Heard.of(2, "b").distance(Optional.of(Duration.ofMillis(2))).build());

        sink.heard(Heard.of(1, "a").distance(Optional.of(Duration.ofMillis(3))).build());

        assertThat(directory.search(Query.all())).extracting(Announcement::id).containsExactly("b", "a");
    }

    @Test
    void aWithdrawnOneIsGone() {
        sink.heard(Heard.of(1, "a").build());
        long revision = directory.revision();

        sink.gone("a");

        assertThat(directory.search(Query.all())).isEmpty();
        assertThat(directory.revision()).isGreaterThan(revision);
    }

    @Test
    void theUnknownCannotGo() {
        sink.heard(Heard.of(1, "a").build());
        long revision = directory.revision();

        sink.gone("b");

        assertThat(directory.size()).isEqualTo(1);
        assertThat(directory.revision()).isEqualTo(revision);
    }

    @Test
    void anEndlessIdGoesByItsOwnName() {
        String id = "x".repeat(10_000) + "\n";
        sink.heard(Heard.of(1, id).build());

        sink.gone(id);

        assertThat(directory.size()).isZero();
    }

    @Test
    void twoFindersDoNotShareIds() {
        Finder.Sink other = directory.sink(directory.open());
        sink.heard(Heard.of(1, "a").build());
        other.heard(Heard.lan(1, "a").build());

        other.gone("a");

        assertThat(only().carrier()).isEqualTo("serf");
    }

    @Test
    void allThatAFinderHeardGoesWithIt() {
        Finder.Sink other = directory.sink(directory.open());
        other.heard(Heard.lan(1, "stays").build());
        for (int i = 0; i < 100; i++) {
            sink.heard(Heard.of(i, "a" + i).build());
        }

        directory.close(serf);

        assertThat(only().id()).isEqualTo("stays");
    }

    @Test
    void aFinderThatWentIsNotHeardAnyMore() {
        directory.close(serf);

        assertThat(sink.heard(Heard.of(1, "a").build())).isFalse();
        sink.gone("a");
        assertThat(directory.size()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.8.9.1",
                "0.0.0.0",
                "169.254.1.1",
                "224.0.0.251",
                "255.255.255.255",
                "240.0.0.1",
                "0.1.2.3",
                "::1",
                "::",
                "fe80::1",
                "ff02::fb"
            })
    void refusesAddressesThatPointNowhere(String address) {
        Announcement hostile = Announcement.heardBy("mdns", Audience.LAN, "a", Heard.address(address), Heard.NOW)
                .build();

        assertThat(sink.heard(hostile)).isFalse();
        assertThat(directory.size()).isZero();
    }

    @Test
    void anAddressThatTurnsBadEndsTheEntry() {
        sink.heard(Heard.of(1, "a").build());

        assertThat(sink.heard(
                        Announcement.heardBy("serf", Audience.COMMUNITY, "a", Heard.address("127.0.0.1"), Heard.NOW)
                                .build()))
                .isFalse();

        assertThat(directory.size()).isZero();
    }

    @Test
    void theNodeItselfMayBeWithoutNetwork() {
        assertThat(sink.heard(Heard.own("a").build())).isTrue();
        assertThat(only().address().isLoopbackAddress()).isTrue();
    }

    private Announcement only() {
        List<Announcement> all = directory.search(Query.all());
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    private static Announcement later(Announcement heard) {
        return Announcement.heardBy(
                        heard.carrier(), heard.reach(), heard.id(), heard.address(), Heard.NOW.plusSeconds(60))
                .type(heard.type())
                .description(heard.description())
                .nodeId(heard.nodeId())
                .host(heard.host())
                .port(heard.port())
                .build();
    }
}
