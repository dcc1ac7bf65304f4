// SPDX-License-Identifier: Apache-2.0
package cloudy.directory;

import static org.assertj.core.api.Assertions.assertThat;

import cloudy.api.Txt;
import cloudy.api.network.Announcement;
import cloudy.api.network.Finder;
import cloudy.api.network.Query;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SearchTest {

    private final Directory directory = new Directory(Room.forEntries(1_000));
    private final Finder.Sink sink = directory.sink(directory.open());

    @Test
    void findsNothingInAnEmptyDirectory() {
        assertThat(directory.search(Query.all())).isEmpty();
        assertThat(directory.size()).isZero();
    }

    @Test
    void answersOwnThenLanThenNearThenUnknown() {
        hear(Heard.of(1, "unknown").build());
        hear(Heard.of(2, "far").distance(Optional.of(Duration.ofMillis(90))).build());
        hear(Heard.of(3, "near").distance(Optional.of(Duration.ofMillis(2))).build());
        hear(Heard.lan(4, "lan").build());
        hear(Heard.own("own").build());

        assertThat(ids(Query.all())).containsExactly("own", "lan", "near", "far", "unknown");
    }

    @Test
    void ordersEqualsByDescriptionAndThenId() {
        hear(Heard.of(1, "b").description("Webcam").build());
        hear(Heard.of(2, "c").description("Pads").build());
        hear(Heard.of(3, "a").description("Webcam").build());
        hear(Heard.of(4, "d").description("Webcam on the roof").build());

        assertThat(ids(Query.all())).containsExactly("c", "a", "b", "d");
    }

    @Test
    void answersTheFirstOfManyWhenLimited() {
        for (int i = 0; i < 50; i++) {
            hear(Heard.of(i, "e" + i)
                    .distance(Optional.of(Duration.ofMillis(100 - i)))
                    .build());
        }

        assertThat(ids(Query.all().limit(2))).containsExactly("e49", "e48");
    }

    @Test
    void findsATypeWhateverItsCase() {
        hear(Heard.of(1, "a").type("WebDAV").build());
        hear(Heard.of(2, "b").type("webdavs").build());

        assertThat(ids(Query.all().ofType("webDav"))).containsExactly("a");
        assertThat(ids(Query.all().ofType("dav"))).isEmpty();
    }

    @Test
    void findsANodeByIdOrHostWhateverItsCase() {
        hear(Heard.of(10, "a").build());
        hear(Heard.of(11, "b").host("Roof").build());
        hear(Heard.of(12, "c").nodeId(Optional.of("roof")).host("ROOF").build());

        assertThat(ids(Query.all().ofNode("000000000000000A"))).containsExactly("a");
        assertThat(ids(Query.all().ofNode("rOOf"))).containsExactly("b", "c");
        assertThat(ids(Query.all().ofNode("roo"))).isEmpty();
    }

    @Test
    void findsWithoutAccentsAndCase() {
        hear(Heard.of(1, "a").description("Càmera del TERRAT").build());
        hear(Heard.of(2, "b").description("Camera").build());

        assertThat(ids(Query.all().matching("camera"))).containsExactly("b", "a");
        assertThat(ids(Query.all().matching("CÁMERA terrat"))).containsExactly("a");
    }

    @Test
    void findsWordsAnywhereInTypeDescriptionHostAndTxt() {
        hear(Heard.of(1, "a")
                .type("syncthing")
                .description("Còpies")
                .host("barri-vell")
                .txt(Txt.parse("node_id=MFZWI3D"))
                .build());

        assertThat(ids(Query.all().matching("  vell mfzwi COPI\tsync "))).containsExactly("a");
        assertThat(ids(Query.all().matching("node_id=mfz"))).containsExactly("a");
        assertThat(ids(Query.all().matching("vell nobody"))).isEmpty();
        assertThat(ids(Query.all().matching("serf")))
                .as("the carrier is not text")
                .isEmpty();
    }

    @Test
    void findsShortWordsAndForeignScripts() {
        hear(Heard.of(1, "a").description("В эфире").build());
        hear(Heard.of(2, "b").description("TV 中文").build());

        assertThat(ids(Query.all().matching("tv"))).containsExactly("b");
        assertThat(ids(Query.all().matching("中"))).containsExactly("b");
        assertThat(ids(Query.all().matching("ЭФИР"))).containsExactly("a");
    }

    @Test
    void doesNotFindAWordAcrossTwoTexts() {
        hear(Heard.of(1, "a").type("web").description("dav").build());

        assertThat(ids(Query.all().matching("webdav"))).isEmpty();
    }

    @Test
    void takesBlankTextForNoCondition() {
        hear(Heard.of(1, "a").build());

        assertThat(ids(Query.all().matching(" \t"))).containsExactly("a");
    }

    @Test
    void findsByCarrier() {
        hear(Heard.of(1, "a").build());
        hear(Heard.lan(1, "b").build());

        assertThat(ids(Query.all().heardBy("mdns"))).containsExactly("b");
    }

    @Test
    void holdsAllConditionsTogether() {
        hear(Heard.of(1, "a").type("webcam").build());
        hear(Heard.of(1, "b").type("proxy3").build());
        hear(Heard.of(2, "c").type("webcam").build());

        Query query =
                Query.all().ofType("webcam").ofNode("node-1").matching("web").heardBy("serf");
        assertThat(ids(query)).containsExactly("a");
        assertThat(ids(query.ofNode("node-3"))).isEmpty();
        assertThat(ids(query.heardBy("mdns"))).isEmpty();
    }

    @Test
    void answersASnapshot() {
        hear(Heard.of(1, "a").build());
        List<Announcement> before = directory.search(Query.all());

        sink.gone("a");

        assertThat(before).extracting(Announcement::id).containsExactly("a");
        assertThat(directory.search(Query.all())).isEmpty();
    }

    private void hear(Announcement announcement) {
        assertThat(sink.heard(announcement)).isTrue();
    }

    private List<String> ids(Query query) {
        return directory.search(query).stream().map(Announcement::id).toList();
    }
}
