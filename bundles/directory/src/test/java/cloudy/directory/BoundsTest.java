// SPDX-License-Identifier: Apache-2.0
package cloudy.directory;

import static org.assertj.core.api.Assertions.assertThat;

import cloudy.api.Txt;
import cloudy.api.network.Announcement;
import cloudy.api.network.Finder;
import cloudy.api.network.Query;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class BoundsTest {

    private Directory directory = new Directory(Room.forEntries(1_000));
    private Finder.Sink sink = directory.sink(directory.open());

    @Test
    void theRoomFollowsTheHeap() {
        assertThat(Room.in(256L << 20)).isEqualTo(new Room(65_536, 64L << 20));
        assertThat(Room.in(1L << 20).entries()).isEqualTo(1_000);
        assertThat(Room.in(Long.MAX_VALUE).entries()).isEqualTo(100_000);
    }

    @Test
    void keeps64OfOneNode() {
        for (int i = 0; i < 64; i++) {
            assertThat(sink.heard(Heard.of(1, "a" + i).build())).isTrue();
        }
        assertThat(sink.heard(Heard.of(1, "one too many").build())).isFalse();
        assertThat(sink.heard(Heard.of(2, "someone else").build())).isTrue();

        sink.gone("a7");
        assertThat(sink.heard(Heard.of(1, "room again").build())).isTrue();
    }

    @Test
    void aFullShareDoesNotStopChangesOfWhatIsThere() {
        for (int i = 0; i < 64; i++) {
            sink.heard(Heard.of(1, "a" + i).build());
        }

        assertThat(sink.heard(Heard.of(1, "a3").description("New name").build()))
                .isTrue();
        assertThat(directory.search(Query.all().matching("new name"))).hasSize(1);
    }

    @Test
    void movingToAFullOriginEndsAnEntry() {
        for (int i = 0; i < 64; i++) {
            sink.heard(Heard.of(1, "a" + i).build());
        }
        sink.heard(Heard.of(2, "b").build());

        assertThat(sink.heard(Heard.of(1, "b").build())).isFalse();
        assertThat(directory.search(Query.all().ofNode("node-2"))).isEmpty();
        assertThat(directory.size()).isEqualTo(64);
    }

    @Test
    void withoutNodeIdTheHostIsTheOrigin() {
        for (int i = 0; i < 100; i++) {
            sink.heard(Heard.of(i, "a" + i)
                    .nodeId(Optional.empty())
                    .host(i % 2 == 0 ? "Roof" : "roof")
                    .build());
        }

        assertThat(directory.size()).isEqualTo(64);
    }

    @Test
    void manyNamesAtOneAddressHaveOneShare() {
        Announcement any = Heard.of(1, "any").build();
        for (int i = 0; i < 500; i++) {
            sink.heard(Announcement.heardBy("serf", any.reach(), "a" + i, any.address(), Heard.NOW)
                    .nodeId(Optional.of("invented-" + i))
                    .build());
        }

        assertThat(directory.size()).isEqualTo(128);
    }

    @Test
    void aShareOnTheLanTakesNothingFromTheCommunity() {
        Finder.Sink mdns = directory.sink(directory.open());
        for (int i = 0; i < 100; i++) {
            mdns.heard(Heard.lan(1, "spoofed" + i).build());
        }

        assertThat(sink.heard(Heard.of(1, "true").build())).isTrue();
    }

    @Test
    void ownEntriesHaveNoBound() {
        for (int i = 0; i < 1_500; i++) {
            assertThat(sink.heard(Heard.own("own" + i).build())).isTrue();
        }
        assertThat(directory.size()).isEqualTo(1_500);
        assertThat(sink.heard(Heard.of(1, "stranger").build())).isFalse();
    }

    @Test
    void fullItGivesUpTheLargestOriginFirstAndNeverOwn() {
        sink.heard(Heard.own("own").build());
        for (int i = 0; i < 60; i++) {
            sink.heard(Heard.of(0, "greedy" + i).build());
        }
        int node = 1;
        for (; directory.size() < 1_000; node++) {
            sink.heard(Heard.of(node, "one" + node).build());
        }

        for (int i = 0; i < 59; i++, node++) {
            assertThat(sink.heard(Heard.of(node, "one" + node).build())).isTrue();
        }

        assertThat(directory.size()).isEqualTo(1_000);
        assertThat(directory.search(Query.all().ofNode("node-0"))).hasSize(1);
        assertThat(ids()).contains("own", "one1");
    }

    @Test
    void ofTheLargestOriginTheStalestGoes() {
        for (int i = 0; i < 3; i++) {
            Announcement any = Heard.of(0, "greedy" + i).build();
            Instant heard = Heard.NOW.plusSeconds(i == 1 ? 0 : 60);
            sink.heard(Announcement.heardBy("serf", any.reach(), any.id(), any.address(), heard)
                    .nodeId(any.nodeId())
                    .build());
        }
        for (int node = 1; directory.size() < 1_000; node++) {
            sink.heard(Heard.of(node, "one" + node).build());
        }

        sink.heard(Heard.of(2_000, "newcomer").build());

        assertThat(ids()).contains("newcomer", "greedy0", "greedy2").doesNotContain("greedy1");
    }

    @Test
    void theLargestOriginItselfIsRefusedWhenFull() {
        for (int node = 0; directory.size() < 1_000; node++) {
            sink.heard(Heard.of(node / 2, "e" + node).build());
        }
        Set<String> before = ids();

        assertThat(sink.heard(Heard.of(7, "third").build())).isFalse();
        assertThat(ids()).isEqualTo(before);
    }

    @Test
    void aCrowdOfNewNamesDoesNotPushOutThoseWhoWereThere() {
        for (int node = 0; node < 900; node++) {
            sink.heard(Heard.of(node, "old" + node).build());
        }
        for (int node = 1_000; node < 5_000; node++) {
            sink.heard(Heard.of(node, "crowd" + node).build());
        }

        assertThat(ids().stream().filter(id -> id.startsWith("old"))).hasSize(900);
        assertThat(directory.size()).isEqualTo(1_000);
    }

    @Test
    void theLongestTextsTakeTheMemoryOfSeveral() {
        directory = new Directory(Room.forEntries(1_000));
        sink = directory.sink(directory.open());
        String longest = "x".repeat(255);
        for (int node = 0; node < 2_000; node++) {
            sink.heard(Heard.of(node, "e" + node)
                    .description("中".repeat(255))
                    .host("中".repeat(250) + node)
                    .txt(Txt.parse("a=" + longest + "&b=" + longest + "&c=" + longest))
                    .build());
        }

        assertThat(directory.size()).isBetween(50, 300);
        assertThat(sink.heard(Heard.of(2_500, "small").build())).isTrue();
    }

    @Test
    void countsRightAfterAnyHistory() {
        var random = new Random(3);
        for (int i = 0; i < 50_000; i++) {
            String id = "e" + random.nextInt(3_000);
            if (random.nextInt(4) == 0) {
                sink.gone(id);
            } else {
                sink.heard(Heard.of(random.nextInt(60), id).build());
            }
        }
        ids().forEach(sink::gone);
        assertThat(directory.size()).isZero();

        for (int i = 0; i < 1_000; i++) {
            assertThat(sink.heard(Heard.of(i / 50, "again" + i).build())).isTrue();
        }
    }

    private Set<String> ids() {
        List<Announcement> all = directory.search(Query.all());
        return all.stream().map(Announcement::id).collect(Collectors.toSet());
    }
}
