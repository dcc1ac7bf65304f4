// SPDX-License-Identifier: Apache-2.0
package cloudy.serf;

import static org.assertj.core.api.Assertions.assertThat;

import cloudy.api.Audience;
import cloudy.api.Offer;
import cloudy.api.Protocol;
import cloudy.api.Txt;
import cloudy.api.cluster.ClusterMember.Status;
import cloudy.api.network.Announcement;
import cloudy.api.network.Trust;
import cloudy.serf.rpc.Coordinate;
import cloudy.serf.rpc.Member;
import cloudy.serf.rpc.MemberEvent;
import cloudy.testing.SetClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MemberViewTest {

    private static final String OWN_ID = "00000000000000aa";
    private static final String NAME = "00000000000000bb-10.0.0.2-5000";

    private final TestDirectory directory = new TestDirectory();
    private final AtomicInteger changes = new AtomicInteger();
    private final SetClock clock = new SetClock();
    private final MemberView view = new MemberView(OWN_ID, clock, changes::incrementAndGet);

    @BeforeEach
    void listen() {
        view.own(OWN_ID + "-10.0.0.1-5000");
        view.told(member(OWN_ID + "-10.0.0.1-5000", "alive", Offer.of("mine", "Mine", 1)));
        view.find(directory);
    }

    @Test
    void tellsWhatAMemberAnnounces() {
        view.told(member(NAME, "alive", Offer.of("web", "A page", 80).with(Txt.parse("a=1&b=2"))));

        Announcement heard = directory.ofType("web").orElseThrow();
        assertThat(heard.id()).isEqualTo(NAME + "/web/80");
        assertThat(heard.nodeId()).contains("00000000000000bb");
        assertThat(heard.host()).isEqualTo("host.guifi.local");
        assertThat(heard.carrier()).isEqualTo("serf");
        assertThat(heard.reach()).isEqualTo(Audience.COMMUNITY);
        assertThat(heard.trust()).isEqualTo(Trust.UNSIGNED);
        assertThat(heard.protocol()).isEqualTo(Protocol.TCP);
        assertThat(heard.description()).isEqualTo("A_page");
        assertThat(heard.txt()).isEqualTo(Txt.parse("a=1&b=2"));
        assertThat(heard.distance()).isEmpty();
        assertThat(directory.ofType("mine")).isEmpty();
    }

    @Test
    void anUpdateCostsWhatChanged() {
        Offer web = Offer.of("web", "A page", 80);
        Offer ftp = Offer.of("ftp", "Files", 21);
        view.told(member(NAME, "alive", web, ftp));
        directory.calls.set(0);

        view.told(event("member-update", member(NAME, "alive", web, ftp)));
        assertThat(directory.calls).hasValue(0);

        view.told(event("member-update", member(NAME, "alive", web, Offer.of("ftp", "More files", 21))));
        assertThat(directory.calls).hasValue(1);
        assertThat(directory.ofType("ftp").orElseThrow().description()).isEqualTo("More_files");

        view.told(event("member-update", member(NAME, "alive", web)));
        assertThat(directory.calls).hasValue(2);
        assertThat(directory.ofType("ftp")).isEmpty();
    }

    @Test
    void anUpdateKeepsWhenItWasHeardFirst() {
        view.told(member(NAME, "alive", Offer.of("web", "A page", 80)));
        Instant first = clock.instant();
        clock.pass(Duration.ofMinutes(5));

        view.told(member(NAME, "alive", Offer.of("web", "Another page", 80)));

        assertThat(directory.ofType("web").orElseThrow().firstHeard()).isEqualTo(first);
        assertThat(directory.ofType("web").orElseThrow().lastHeard()).isEqualTo(clock.instant());
    }

    @Test
    void whoFailsOrLeavesIsSilentAndComesBack() {
        Member alive = member(NAME, "alive", Offer.of("web", "A page", 80));
        view.told(alive);

        view.told(event("member-failed", alive));
        assertThat(directory.entries).isEmpty();
        assertThat(view.count(Status.FAILED)).isEqualTo(1);
        assertThat(view.hasCompany()).isFalse();

        view.told(event("member-join", alive));
        assertThat(directory.ofType("web")).isPresent();
        assertThat(view.hasCompany()).isTrue();

        view.told(event("member-leave", alive));
        assertThat(directory.entries).isEmpty();
        assertThat(view.count(Status.LEFT)).isEqualTo(1);

        view.told(event("member-reap", alive));
        assertThat(view.size()).isEqualTo(1);
        assertThat(view.count(Status.LEFT)).isZero();
    }

    @Test
    void everyChangeOfWhoIsThereIsTold() {
        changes.set(0);
        Member alive = member(NAME, "alive");
        view.told(alive);
        assertThat(changes).hasValue(1);
        view.told(event("member-update", member(NAME, "alive", Offer.of("web", "A page", 80))));
        assertThat(changes).hasValue(1);
        view.told(event("member-failed", alive));
        assertThat(changes).hasValue(2);
    }

    @Test
    void whatIsKnownStaysWhileTheAgentIsAwayAndGoesWhenNobodyTellsOfIt() {
        view.told(member(NAME, "alive", Offer.of("web", "A page", 80)));
        view.told(member("other", "alive", Offer.of("ftp", "Files", 21)));

        Runnable sweep = view.doubt();
        assertThat(view.hasCompany()).isFalse();
        assertThat(directory.entries).hasSize(2);
        view.told(member(NAME, "alive", Offer.of("web", "A page", 80)));
        assertThat(view.hasCompany()).isTrue();

        sweep.run();
        assertThat(directory.entries).hasSize(1);
        assertThat(view.member("other")).isEmpty();
        assertThat(view.count(Status.ALIVE)).isEqualTo(1);
    }

    @Test
    void aMemberWithOurIdElsewhereAnnouncesNothing() {
        view.told(member(OWN_ID + "-10.9.9.9-5000", "alive", Offer.of("web", "A page", 80)));

        assertThat(directory.entries).isEmpty();
        assertThat(view.others(member -> true)).hasSize(1);
    }

    @Test
    void whoListensLateIsToldEverything() {
        view.told(member(NAME, "alive", Offer.of("web", "A page", 80)));
        var late = new TestDirectory();

        view.find(late);

        assertThat(late.entries).hasSize(1);
    }

    @Test
    void theDistanceIsToldWhenItIsNews() {
        view.told(member(NAME, "alive", Offer.of("web", "A page", 80)));
        clock.pass(Duration.ofMinutes(1));
        measured(10, 1);
        assertThat(directory.ofType("web").orElseThrow().distance()).contains(Duration.ofMillis(10));
        assertThat(directory.ofType("web").orElseThrow().lastHeard()).isEqualTo(clock.instant());

        clock.pass(Duration.ofMinutes(1));
        measured(11, 2);
        assertThat(directory.ofType("web").orElseThrow().distance()).contains(Duration.ofMillis(10));
        assertThat(directory.ofType("web").orElseThrow().lastHeard()).isEqualTo(clock.instant());
        Instant heard = clock.instant();

        clock.pass(Duration.ofMinutes(1));
        measured(20, 2);
        assertThat(directory.ofType("web").orElseThrow().lastHeard())
                .as("a coordinate that has not moved tells of no answer")
                .isEqualTo(heard);
        measured(20, 3);
        assertThat(directory.ofType("web").orElseThrow().distance()).contains(Duration.ofMillis(20));
    }

    @Test
    void badRecordsAreCountedAndTwinsToo() {
        Member broken = new Member(
                "broken",
                Optional.of(TestNode.address("10.0.0.7")),
                5000,
                Map.of(
                        "services",
                        ServicesTag.encode(List.of(
                                record(Offer.of("web", "A", 80)),
                                record(Offer.of("web", "B", 80)),
                                record(Offer.of("ftp", "C", 21)))),
                        "psngc",
                        "Y2FtLDEwLjAuMC43LDgw"),
                "alive");
        view.told(broken);
        view.told(new Member("junk", Optional.of(TestNode.address("10.0.0.8")), 1, Map.of("services", "x"), "alive"));

        assertThat(directory.entries).hasSize(2);
        assertThat(view.member("broken").orElseThrow().bad()).isEqualTo(1);
        assertThat(view.member("junk").orElseThrow().bad()).isEqualTo(1);
        assertThat(MemberFacts.of(view.member("broken").orElseThrow().facts()))
                .containsEntry("psngc", "cam,10.0.0.7,80");
    }

    @Test
    void membersWithoutNameOrAddressAreNotKept() {
        view.told(new Member("", Optional.of(TestNode.address("10.0.0.8")), 1, Map.of(), "alive"));
        view.told(new Member("nowhere", Optional.empty(), 1, Map.of(), "alive"));
        view.told(new Member("odd", Optional.of(TestNode.address("10.0.0.8")), 1, Map.of(), "dancing"));

        assertThat(view.size()).isEqualTo(1);
    }

    @Test
    void aFloodOfMembersIsBounded() {
        for (int i = 0; i < 13_000; i++) {
            view.told(new Member("m" + i, Optional.of(TestNode.address("10.0.0.8")), 1, Map.of(), "alive"));
        }

        assertThat(view.size()).isEqualTo(12_000);
    }

    @Test
    void whoIsToldOfWhileTheListIsReadAnewStays() {
        view.told(member(NAME, "alive", Offer.of("web", "Web", 80)));
        view.told(member("gone", "alive", Offer.of("ftp", "Files", 21)));
        Runnable sweep = view.doubt();
        view.told(event("member-update", member(NAME, "alive", Offer.of("web", "Web", 80))));
        sweep.run();

        assertThat(view.member("gone")).isEmpty();
        assertThat(directory.ofType("ftp")).isEmpty();
        assertThat(directory.ofType("web")).isPresent();
    }

    @Test
    void aStatusThatNobodyKnowsChangesNothing() {
        view.told(member(NAME, "alive", Offer.of("web", "Web", 80)));
        view.told(member(NAME, "dreaming"));
        view.told(event("member-dreams", member(NAME, "alive")));
        view.told(member("none", ""));

        assertThat(directory.ofType("web")).isPresent();
        assertThat(view.size()).as("this node and the other").isEqualTo(2);
    }

    @Test
    void ourOwnNameSilencesWhatWasHeardUnderItBefore() {
        view.told(member("renamed", "alive", Offer.of("web", "Web", 80)));
        assertThat(directory.ofType("web")).isPresent();

        view.own("renamed");
        assertThat(directory.ofType("web")).isEmpty();
        view.told(member("renamed", "alive", Offer.of("web", "Web", 80)));
        assertThat(directory.ofType("web")).isEmpty();
    }

    @Test
    void companyIsWhoeverIsAliveAndNotInDoubt() {
        assertThat(view.hasCompany()).isFalse();
        view.told(member(NAME, "alive"));
        assertThat(view.hasCompany()).isTrue();

        view.doubt();
        assertThat(view.hasCompany()).isFalse();
        view.told(member(NAME, "alive"));
        assertThat(view.hasCompany()).isTrue();
        view.told(event("member-failed", member(NAME, "alive")));
        assertThat(view.hasCompany()).isFalse();
    }

    @Test
    void aMemberThatMovesIsHeardAtItsNewAddress() {
        view.told(member(NAME, "alive", Offer.of("web", "Web", 80)));
        Member moved = member(NAME, "alive", Offer.of("web", "Web", 80));
        view.told(new Member(NAME, Optional.of(TestNode.address("10.0.0.9")), 5000, moved.tags(), "alive"));

        assertThat(view.member(NAME).orElseThrow().endpoint()).isEqualTo(new Endpoint("10.0.0.9", 5000));
        assertThat(directory.count("web")).isEqualTo(1);
    }

    @Test
    void fourListenersAreEnoughAndTheOldestIsLetGo() {
        var later = new ArrayList<TestDirectory>();
        for (int i = 0; i < 4; i++) {
            later.add(new TestDirectory());
            view.find(later.get(i));
        }
        view.told(member(NAME, "alive", Offer.of("web", "Web", 80)));

        assertThat(directory.entries).isEmpty();
        assertThat(later).allMatch(each -> each.entries.size() == 1);
    }

    private void measured(long millis, double where) {
        view.measured(NAME, Optional.of(new Coordinate(List.of(where), 0, 0)), Optional.of(Duration.ofMillis(millis)));
    }

    private static MemberEvent event(String kind, Member member) {
        return new MemberEvent(kind, member);
    }

    private static Member member(String name, String status, Offer... offers) {
        Map<String, String> tags = offers.length == 0
                ? Map.of()
                : Map.of(
                        "services",
                        ServicesTag.encode(Arrays.stream(offers)
                                .map(MemberViewTest::record)
                                .toList()));
        return new Member(name, Optional.of(TestNode.address("10.0.0.2")), 5000, tags, status);
    }

    private static ServiceRecord record(Offer offer) {
        return ServiceRecord.of(offer, "host.guifi.local", TestNode.address("10.0.0.2"));
    }
}
