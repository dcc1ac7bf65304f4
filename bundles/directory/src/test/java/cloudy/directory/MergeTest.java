// SPDX-License-Identifier: Apache-2.0
package cloudy.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cloudy.api.Protocol;
import cloudy.api.Txt;
import cloudy.api.network.Announcement;
import cloudy.api.network.Change;
import cloudy.api.network.Finder;
import cloudy.api.network.Query;
import cloudy.api.network.Trust;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** A service that several carriers heard. */
class MergeTest {

    private final Directory directory = new Directory(Room.forEntries(5_000));
    private final Source mdnsSource = directory.open();
    private final Finder.Sink mdns = directory.sink(mdnsSource);
    private final Finder.Sink serf = directory.sink(directory.open());
    private final Finder.Sink own = directory.sink(directory.open());

    @Test
    void isOneEntryWithTheTextsOfTheNearer() {
        serf.heard(Heard.of(1, "s")
                .description("Web_proxy")
                .txt(Txt.parse("from=serf"))
                .distance(Optional.of(Duration.ofMillis(7)))
                .firstHeard(Heard.NOW.minusSeconds(60))
                .build());
        mdns.heard(Heard.lan(1, "m").type("PROXY3").txt(Txt.parse("from=mdns")).build());

        assertThat(directory.size()).isEqualTo(1);
        Announcement one = only();
        assertThat(one.carrier()).isEqualTo("mdns");
        assertThat(one.carriers()).containsExactlyInAnyOrder("mdns", "serf");
        assertThat(one.description()).isEqualTo("Web proxy");
        assertThat(one.txt().get("from")).contains("mdns");
        assertThat(one.distance()).contains(Duration.ofMillis(7));
        assertThat(one.firstHeard()).isEqualTo(Heard.NOW.minusSeconds(60));
    }

    @Test
    void isFoundByEachCarrierAndEachKey() {
        serf.heard(Heard.of(1, "s").build());
        mdns.heard(Heard.lan(1, "m").build());

        assertThat(directory.search(Query.all().heardBy("serf"))).hasSize(1);
        assertThat(directory.search(Query.all().heardBy("mdns"))).hasSize(1);
        assertThat(directory.search(Query.all().heardBy("own"))).isEmpty();
        assertThat(directory.find(Heard.of(1, "s").build().key())).contains(only());
        assertThat(directory.find(Heard.lan(1, "m").build().key())).contains(only());
        assertThat(directory.find("0000000000000000")).isEmpty();
        assertThat(directory.find("../../etc/passwd")).isEmpty();
        assertThat(directory.find("")).isEmpty();
    }

    @Test
    void ownComesFirst() {
        Announcement mine = Heard.own("mine").port(80).build();
        own.heard(mine);
        serf.heard(Announcement.heardBy("serf", mine.reach(), "s", Heard.address("10.0.0.9"), Heard.NOW)
                .type(mine.type())
                .port(80)
                .build());
        mdns.heard(Heard.lan(1, "m").build());

        assertThat(directory.size()).isEqualTo(3);
        own.heard(Announcement.heardBy("own", mine.reach(), "mine", Heard.address("10.0.0.9"), Heard.NOW)
                .type(mine.type())
                .port(80)
                .trust(Trust.OWN)
                .build());
        assertThat(directory.size()).isEqualTo(2);
        assertThat(directory.search(Query.all().limit(1)).get(0).carriers()).containsExactlyInAnyOrder("own", "serf");
        assertThat(directory.search(Query.all().limit(1)).get(0).trust()).isEqualTo(Trust.OWN);
    }

    @Test
    void staysWhileOneCarrierHearsIt() {
        serf.heard(Heard.of(1, "s").description("Far").build());
        mdns.heard(Heard.lan(1, "m").description("Near").build());

        mdns.gone("m");
        assertThat(only().description()).isEqualTo("Far");
        assertThat(only().carriers()).containsExactly("serf");

        mdns.heard(Heard.lan(1, "m").description("Near").build());
        directory.close(mdnsSource);
        assertThat(only().carriers()).containsExactly("serf");
        serf.gone("s");
        assertThat(directory.size()).isZero();
    }

    @Test
    void wasHeardLastByTheLast() {
        serf.heard(Heard.of(1, "s").build());
        mdns.heard(Heard.lan(1, "m").build());
        Announcement far = Heard.of(1, "s").build();
        long revision = directory.revision();

        serf.heard(again(far, 60));
        assertThat(only().lastHeard()).isEqualTo(Heard.NOW.plusSeconds(60));
        mdns.heard(again(Heard.lan(1, "m").build(), 30));

        assertThat(only().lastHeard()).isEqualTo(Heard.NOW.plusSeconds(60));
        assertThat(directory.revision()).as("heard again is no change").isEqualTo(revision);
    }

    @Test
    void differsByTypeAddressPortProtocolAndNode() {
        mdns.heard(Heard.lan(1, "m").build());
        serf.heard(Heard.of(1, "type").type("webcam").build());
        serf.heard(Heard.of(1, "port").port(8080).build());
        serf.heard(Heard.of(1, "protocol").protocol(Protocol.UDP).build());
        serf.heard(Heard.of(1, "node").nodeId(Optional.of("another")).build());
        InetAddress elsewhere = Heard.address("10.9.9.9");
        Announcement any = Heard.of(1, "x").build();
        serf.heard(Announcement.heardBy("serf", any.reach(), "address", elsewhere, Heard.NOW)
                .type(any.type())
                .port(any.port())
                .build());

        assertThat(directory.size()).isEqualTo(6);
    }

    @Test
    void whoSaysNoNodeBelongsToTheOnlyOne() {
        mdns.heard(Heard.lan(1, "m").nodeId(Optional.empty()).build());
        serf.heard(Heard.of(1, "s").build());
        assertThat(only().nodeId()).contains("0000000000000001");
        assertThat(directory.search(Query.all().ofNode("0000000000000001"))).hasSize(1);

        serf.heard(Heard.of(1, "t").nodeId(Optional.of("other")).build());
        assertThat(directory.size()).isEqualTo(3);
    }

    @Test
    void twoPagesOfOneServerStayTwo() {
        mdns.heard(Heard.lan(1, "m1").description("Fotos de l'àvia").build());
        mdns.heard(Heard.lan(1, "m2").description("Mapa").build());
        assertThat(directory.size()).isEqualTo(2);

        serf.heard(Heard.of(1, "s1").description("fotos_de_l'avia").build());
        serf.heard(Heard.of(1, "s2").description("Mapa").build());
        assertThat(directory.size()).isEqualTo(2);
        assertThat(directory.search(Query.all()))
                .allSatisfy(a -> assertThat(a.carriers()).hasSize(2));

        serf.heard(Heard.of(1, "s3").description("Un altre").build());
        assertThat(directory.size()).isEqualTo(3);
    }

    @Test
    void aWatcherSeesOneServiceAllTheTime() {
        List<Change> changes = new CopyOnWriteArrayList<>();
        try (var watch = directory.watch(Query.all(), changes::addAll)) {
            assertThat(watch).isNotNull();
            // What changes before a watcher was told anything is told as one.
            mdns.heard(Heard.lan(2, "other").build());
            await().until(() -> changes.size() == 1);
            changes.clear();
            serf.heard(Heard.of(1, "s").build());
            mdns.heard(Heard.lan(1, "m").build());
            serf.heard(
                    Heard.of(1, "s").distance(Optional.of(Duration.ofMillis(5))).build());
            mdns.gone("m");
            serf.gone("s");
            await().until(() -> changes.size() == 7);
        }

        assertThat(changes)
                .extracting(change -> change.kind() + " "
                        + change.announcement().orElseThrow().id())
                .containsExactly("APPEARED s", "GONE s", "APPEARED m", "UPDATED m", "GONE m", "APPEARED s", "GONE s");
    }

    @Test
    void theSearchAndTheWatchAgreeAfterAnyHistory() {
        Map<String, Announcement> seen = new HashMap<>();
        var random = new Random(11);
        List<Finder.Sink> sinks = List.of(mdns, serf, own);
        List<Change> changes = new CopyOnWriteArrayList<>();
        try (var watch = directory.watch(Query.all(), changes::addAll)) {
            assertThat(watch).isNotNull();
            for (int step = 0; step < 4_000; step++) {
                int sink = random.nextInt(3);
                String id = "e" + random.nextInt(30);
                if (random.nextInt(3) == 0) {
                    sinks.get(sink).gone(id);
                    continue;
                }
                var any = sink == 0
                        ? Heard.lan(random.nextInt(3), id)
                        : sink == 1
                                ? Heard.of(random.nextInt(3), id)
                                : Heard.of(random.nextInt(3), id).trust(Trust.OWN);
                sinks.get(sink)
                        .heard(any.description("d" + random.nextInt(3))
                                .nodeId(random.nextBoolean() ? Optional.empty() : Optional.of("n" + random.nextInt(2)))
                                .build());
            }
            mdns.heard(Heard.lan(99, "last").build());
            await().until(() -> changes.stream()
                    .anyMatch(change -> change.announcement().orElseThrow().id().equals("last")));
        }
        for (Change change : changes) {
            Announcement told = change.announcement().orElseThrow();
            // Two sources of this test share a carrier and ids.
            String name = told.trust() + told.key();
            if (change.kind() == Change.Kind.GONE) {
                assertThat(seen.remove(name)).isNotNull();
            } else {
                assertThat(seen.put(name, told) == null).isEqualTo(change.kind() == Change.Kind.APPEARED);
            }
        }

        assertThat(directory.search(Query.all())).containsExactlyInAnyOrderElementsOf(seen.values());
        assertThat(directory.size()).isEqualTo(seen.size());
    }

    private static Announcement again(Announcement announcement, int seconds) {
        return Announcement.heardBy(
                        announcement.carrier(),
                        announcement.reach(),
                        announcement.id(),
                        announcement.address(),
                        Heard.NOW.plusSeconds(seconds))
                .type(announcement.type())
                .description(announcement.description())
                .nodeId(announcement.nodeId())
                .host(announcement.host())
                .port(announcement.port())
                .build();
    }

    private Announcement only() {
        assertThat(directory.search(Query.all())).hasSize(1);
        return directory.search(Query.all()).get(0);
    }
}
