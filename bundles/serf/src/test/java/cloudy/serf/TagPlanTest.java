// SPDX-License-Identifier: Apache-2.0
package cloudy.serf;

import static org.assertj.core.api.Assertions.assertThat;

import cloudy.api.Offer;
import cloudy.api.Protocol;
import cloudy.api.network.Outcome;
import cloudy.api.network.Wanted;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TagPlanTest {

    private static final int ROOM = ServicesTag.room(Map.of());

    @Test
    void fillsTheTagInTheOrderOfImportance() {
        TagPlan plan = plan(many(20), List.of("type19", "type3"));

        assertThat(plan.outcomes().get("id19")).isEqualTo(Outcome.announced());
        assertThat(plan.outcomes().get("id3")).isEqualTo(Outcome.announced());
        assertThat(plan.outcomes().get("id0")).isEqualTo(Outcome.announced());
        assertThat(plan.outcomes()).hasSize(20);
        Outcome last = plan.outcomes().get("id18");
        assertThat(last.kind()).isEqualTo(Outcome.Kind.NO_ROOM);
        assertThat(last.reason()).contains("512 bytes", "importance");
        assertThat(plan.value().orElseThrow().length()).isLessThanOrEqualTo(ROOM);
        assertThat(types(plan)).startsWith("type19", "type3", "type0");
    }

    @Test
    void sixTypicalServicesFit() {
        TagPlan plan = plan(
                List.of(
                        wanted(0, Offer.of("serf", "SERF instance running", 5000)),
                        wanted(1, Offer.of("syncthing", "Syncthing instance running", 22000)),
                        wanted(2, Offer.of("proxy3", "Proxy3_System", 3128)),
                        wanted(3, Offer.of("dnsservice", "DNSService_System", 53)),
                        wanted(4, Offer.of("snpservice", "SNPService_System", 80)),
                        wanted(5, Offer.of("tincvpn", "TincVPN_System", 665))),
                List.of());

        assertThat(plan.outcomes().values()).containsOnly(Outcome.announced());
    }

    @Test
    void whatIsTooLargeLeavesRoomForSmallerOnes() {
        var random = new java.util.Random(1);
        var long1 = new StringBuilder();
        while (long1.length() < 390) {
            long1.append((char) ('a' + random.nextInt(26))).append((char) ('0' + random.nextInt(10)));
        }
        Offer large = Offer.of("large", "Large", 1)
                .with(cloudy.api.Txt.parse(long1.substring(0, 190) + "&" + long1.substring(190)));
        TagPlan plan = plan(
                List.of(wanted(0, Offer.of("web", "Web", 80)), wanted(1, large), wanted(2, Offer.of("ftp", "Ftp", 21))),
                List.of());

        assertThat(plan.outcomes().get("id0")).isEqualTo(Outcome.announced());
        assertThat(plan.outcomes().get("id1").kind()).isEqualTo(Outcome.Kind.NO_ROOM);
        assertThat(plan.outcomes().get("id2")).isEqualTo(Outcome.announced());
        assertThat(types(plan)).containsExactly("web", "ftp");
    }

    @Test
    void oneTypeAndPortIsAnnouncedOnce() {
        TagPlan plan = plan(
                List.of(
                        wanted(0, Offer.of("dns", "Over TCP", 53)),
                        wanted(1, Offer.of("dns", "Over UDP", 53).over(Protocol.UDP)),
                        wanted(2, Offer.of("dns", "Elsewhere", 5353))),
                List.of());

        assertThat(plan.outcomes().get("id0")).isEqualTo(Outcome.announced());
        assertThat(plan.outcomes().get("id1").kind()).isEqualTo(Outcome.Kind.WITHHELD);
        assertThat(plan.outcomes().get("id1").reason()).contains("same type and port");
        assertThat(plan.outcomes().get("id2")).isEqualTo(Outcome.announced());
    }

    @Test
    void nothingWantedIsNoTag() {
        assertThat(plan(List.of(), List.of()).value()).isEmpty();
    }

    @Test
    void blanksAndApostrophesDoNotLeaveTheNode() {
        TagPlan plan = plan(List.of(wanted(0, Offer.of("cam", "L'àrea \"nord\" \\ sud", 80))), List.of());

        assertThat(ServicesTag.decode(plan.value().orElseThrow()).records())
                .extracting(ServiceRecord::description)
                .containsExactly("L’àrea_”nord”_/_sud");
    }

    @Test
    void theSameWishGivesTheSameTag() {
        assertThat(plan(many(20), List.of("type7"))).isEqualTo(plan(many(20), List.of("type7")));
    }

    @Test
    void whatComesBackWhenThereIsRoomIsAnnounced() {
        TagPlan crowded = plan(many(20), List.of());
        List<Wanted> left = many(20).stream()
                .filter(entry -> crowded.outcomes().get(entry.id()).kind() == Outcome.Kind.NO_ROOM)
                .toList();
        assertThat(left).isNotEmpty();

        assertThat(plan(left.subList(0, 2), List.of()).outcomes().values()).containsOnly(Outcome.announced());
    }

    @Test
    void oneThatIsTooLargeByItselfLeavesNoTagAtAll() {
        TagPlan plan = TagPlan.of(
                List.of(wanted(0, Offer.of("web", "Web", 80))),
                List.of(),
                20,
                "node.guifi.local",
                TestNode.address("10.139.40.22"));

        assertThat(plan.value()).isEmpty();
        assertThat(plan.outcomes().get("id0").kind()).isEqualTo(Outcome.Kind.NO_ROOM);
        assertThat(plan.outcomes().get("id0").reason()).contains("0 more important ones");
    }

    @Test
    void importanceIsByTypeWhateverItsCase() {
        TagPlan plan = plan(many(20), List.of("nobody", "TYPE18", "type18", "Type17"));

        assertThat(types(plan)).startsWith("type18", "type17", "type0");
        assertThat(types(plan)).doesNotHaveDuplicates();
    }

    @Test
    void ofTwoWithOneTypeAndPortTheMoreImportantIsAnnounced() {
        TagPlan plan = plan(
                List.of(wanted(0, Offer.of("dns", "First", 53)), wanted(1, Offer.of("dns", "Second", 53))), List.of());

        assertThat(plan.outcomes().get("id0")).isEqualTo(Outcome.announced());
        assertThat(plan.outcomes().get("id1").kind()).isEqualTo(Outcome.Kind.WITHHELD);
    }

    private static TagPlan plan(List<Wanted> wanted, List<String> importance) {
        return TagPlan.of(wanted, importance, ROOM, "node.guifi.local", TestNode.address("10.139.40.22"));
    }

    private static List<Wanted> many(int count) {
        var wanted = new ArrayList<Wanted>();
        for (int i = 0; i < count; i++) {
            wanted.add(
                    wanted(i, Offer.of("type" + i, "Service " + Integer.toHexString(i * 0x9E3779B9), 1000 + i * 37)));
        }
        return wanted;
    }

    private static Wanted wanted(int id, Offer offer) {
        return new Wanted("id" + id, offer);
    }

    private static List<String> types(TagPlan plan) {
        return ServicesTag.decode(plan.value().orElseThrow()).records().stream()
                .map(ServiceRecord::type)
                .toList();
    }
}
