// SPDX-License-Identifier: Apache-2.0
package cloudy.serf;

import static org.assertj.core.api.Assertions.assertThat;

import cloudy.api.Offer;
import cloudy.serf.rpc.Member;
import cloudy.serf.rpc.MemberEvent;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What members of a community can do to a node by what they say of themselves: nothing to it, and nothing to each other. */
class HostileMembersTest {

    private static final String OWN = "00000000000000aa-10.0.0.1-5000";
    private static final String HONEST = "00000000000000bb-10.0.0.2-5000";
    private static final String[] KINDS = {
        "member-join", "member-update", "member-leave", "member-failed", "member-reap", "member-no", ""
    };

    private final Random random = new Random(4);
    private final TestDirectory directory = new TestDirectory();
    private final MemberView view = new MemberView("00000000000000aa", Clock.systemUTC(), () -> {});

    @BeforeEach
    void listen() {
        view.own(OWN);
        view.find(directory);
        view.told(member(HONEST, tag(Offer.of("web", "A page", 80))));
    }

    @Test
    void mutatedTagsHarmNobodyElse() {
        String sound = tag(Offer.of("ftp", "Files", 21), Offer.of("chat", "Chat", 9));
        int understood = 0;
        for (int i = 0; i < 20_000; i++) {
            var tag = new StringBuilder(sound);
            for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
                int at = random.nextInt(tag.length());
                switch (random.nextInt(3)) {
                    case 0 -> tag.setCharAt(at, (char) ('+' + random.nextInt(80)));
                    case 1 -> tag.setLength(Math.max(1, at));
                    default -> tag.insert(at, (char) random.nextInt(0x500));
                }
            }
            view.told(event("member-update", member("hostile-" + i % 100, tag.toString())));
            understood += ServicesTag.decode(tag.toString()).records().size();
        }

        assertThat(understood).as("mutants that say something").isPositive();
        assertThatTheHonestOneIsHeard();
    }

    /** In the packed text itself, which base64 and checksums otherwise keep safe. */
    @Test
    void mutatedRecordsHarmNobodyElse() {
        String sound =
                "[{\"s\":\"ftp\",\"d\":\"Files\",\"m\":\"h.guifi.local\",\"i\":\"10.0.0.3\",\"p\":\"21\",\"e\":\"\",\"t\":\"a=1\"}]";
        int understood = 0;
        for (int i = 0; i < 100_000; i++) {
            var text = new StringBuilder(sound.repeat(1 + random.nextInt(3)));
            for (int changes = 1 + random.nextInt(5); changes > 0; changes--) {
                int at = random.nextInt(text.length());
                switch (random.nextInt(4)) {
                    case 0 -> text.setCharAt(at, "[]{}\",:\\".charAt(random.nextInt(8)));
                    case 1 -> text.setCharAt(at, (char) random.nextInt(0x10000));
                    case 2 -> text.deleteCharAt(at);
                    default -> text.insert(at, text.substring(0, at));
                }
            }
            RecordReader.Result result = RecordReader.read(text.toString());
            assertThat(result.records()).hasSizeLessThanOrEqualTo(RecordReader.MAX_RECORDS);
            understood += result.records().isEmpty() ? 0 : 1;
        }

        assertThat(understood).isGreaterThan(10_000);
    }

    @Test
    void eventsInAnyOrderOfAnybodyLeaveTheOthersAlone() {
        String[] tags = {"", "no base64 !", tag(Offer.of("ftp", "Files", 21)), "x".repeat(4_000)};
        for (int i = 0; i < 100_000; i++) {
            String name =
                    switch (random.nextInt(10)) {
                        case 0 -> OWN;
                        case 1 -> "";
                        case 2 -> "<b>" + '\0' + random.nextInt(50);
                        default -> "m" + random.nextInt(500) + "-10.0.0.9-5000";
                    };
            Member member = member(name, tags[random.nextInt(tags.length)]);
            if (random.nextInt(4) == 0) {
                view.told(member);
            } else {
                view.told(event(KINDS[random.nextInt(KINDS.length)], member));
            }
        }

        assertThat(view.size()).isLessThan(700);
        assertThatTheHonestOneIsHeard();
        assertThat(directory.ofType("mine")).isEmpty();
    }

    /** Told after those who fill it: who is there stays, and one member is one member however much it says. */
    @Test
    void aFloodOfMembersDoesNotPushOutWhoIsThere() {
        String crowded = ServicesTag.encode(IntStream.range(0, 64)
                .mapToObj(i -> record(Offer.of("ftp", "F" + i, 1_000 + i)))
                .toList());
        for (int i = 0; i < 20_000; i++) {
            view.told(event("member-join", member("flood-" + i, i < 50 ? crowded : "")));
        }

        assertThat(view.size()).isEqualTo(12_000);
        assertThatTheHonestOneIsHeard();
        assertThat(directory.entries).hasSizeLessThanOrEqualTo(1 + 50 * RecordReader.MAX_RECORDS);
    }

    private void assertThatTheHonestOneIsHeard() {
        assertThat(directory.ofType("web").orElseThrow().id()).isEqualTo(HONEST + "/web/80");
    }

    private static MemberEvent event(String kind, Member member) {
        return new MemberEvent(kind, member);
    }

    private static Member member(String name, String services) {
        return new Member(name, Optional.of(address()), 5_000, Map.of(ServicesTag.NAME, services), "alive");
    }

    private static String tag(Offer... offers) {
        return ServicesTag.encode(
                List.of(offers).stream().map(HostileMembersTest::record).toList());
    }

    private static ServiceRecord record(Offer offer) {
        return ServiceRecord.of(offer, "host.guifi.local", address());
    }

    private static InetAddress address() {
        try {
            return InetAddress.getByAddress(new byte[] {10, 0, 0, 2});
        } catch (UnknownHostException e) {
            throw new AssertionError("four bytes are an address", e);
        }
    }
}
