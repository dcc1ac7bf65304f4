// SPDX-License-Identifier: Apache-2.0
package cloudy.mdns;

import static org.assertj.core.api.Assertions.assertThat;

import cloudy.mdns.wire.Message;
import cloudy.mdns.wire.Name;
import cloudy.mdns.wire.Question;
import cloudy.mdns.wire.RecordType;
import cloudy.mdns.wire.Resource;
import java.net.InetSocketAddress;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RepliesTest {

    private static final Name HOST = Say.host("alpha");
    private static final Entry NODE = Entry.host(HOST, Say.address("10.0.0.1"));
    private static final Entry WEB = Entry.service("Web @alpha", Say.type("web"), HOST, 80, List.of("a=1"));
    private static final Entry CHAT = Entry.service("Chat @alpha", Say.type("chat"), HOST, 90, List.of());
    private static final InetSocketAddress NEIGHBOUR = Say.from("10.0.0.2");
    private static final InetSocketAddress RESOLVER = new InetSocketAddress(Say.address("10.0.0.2"), 40_000);

    private final VirtualTime time = new VirtualTime();
    private final RecordingWire wire = new RecordingWire();
    private final Replies replies =
            new Replies(time, wire, new Random(1), new Replies.Reach(Say.PORT, address -> address.getHostAddress()
                    .startsWith("10.")));

    @BeforeEach
    void know() {
        replies.know(Stream.of(NODE, WEB, CHAT).flatMap(Entry::records).toList());
    }

    @Test
    void answersForATypeWithAllThatTheAskerWillNeed() {
        replies.asked(Say.query(Question.of(Say.type("web"), RecordType.PTR)), NEIGHBOUR);

        time.pass(19);
        assertThat(wire.multicasts()).isEmpty();
        time.pass(120);
        assertThat(wire.told())
                .containsExactlyInAnyOrderElementsOf(Stream.concat(WEB.records(), NODE.records())
                        .filter(record -> !record.name().equals(Entry.TYPES))
                        .toList());
    }

    @Test
    void answersAtOnceWhatOnlyItCanKnow() {
        replies.asked(Say.query(Question.of(HOST, RecordType.A)), NEIGHBOUR);
        time.pass(0);

        assertThat(wire.told()).containsExactlyElementsOf(NODE.unique());
    }

    @Test
    void answersInCapitalLettersToo() {
        replies.asked(Say.query(Question.of(Name.of("_WEB", "_TCP", "Local"), RecordType.PTR)), NEIGHBOUR);
        time.pass(200);

        assertThat(wire.told()).contains(WEB.unique().get(0));
    }

    @Test
    void listsItsTypesWithoutTheirServices() {
        replies.asked(Say.query(Question.of(Entry.TYPES, RecordType.PTR)), NEIGHBOUR);
        time.pass(200);

        assertThat(wire.told())
                .containsExactlyInAnyOrder(
                        Say.pointer(Entry.TYPES, Say.type("web")), Say.pointer(Entry.TYPES, Say.type("chat")));
    }

    @Test
    void answersEveryTypeToWhoAsksForAny() {
        replies.asked(Say.query(Question.of(WEB.owner(), RecordType.ANY)), NEIGHBOUR);
        time.pass(0);

        assertThat(wire.told()).containsAll(WEB.unique());
    }

    @Test
    void saysNothingOfNamesAndTypesThatItDoesNotHave() {
        replies.asked(
                Say.query(
                        Question.of(Say.host("beta"), RecordType.A),
                        Question.of(HOST, RecordType.AAAA),
                        Question.of(Say.type("ftp"), RecordType.PTR)),
                NEIGHBOUR);
        time.pass(1_000);

        assertThat(wire.multicasts()).isEmpty();
    }

    @Test
    void keepsQuietOfWhatTheAskerKnows() {
        var question = List.of(Question.of(Say.type("web"), RecordType.PTR));
        Resource known = Say.pointer(Say.type("web"), WEB.owner());

        replies.asked(Say.query(question, known.withTtl(Entry.TTL * 3 / 4)), NEIGHBOUR);
        time.pass(1_000);
        assertThat(wire.multicasts()).isEmpty();

        // It will forget it soon.
        replies.asked(Say.query(question, known.withTtl(Entry.TTL / 4)), NEIGHBOUR);
        time.pass(1_000);
        assertThat(wire.told()).contains(known);
    }

    @Test
    void waitsForTheRestOfALongListOfKnownAnswers() {
        var first = new Message(
                0,
                false,
                true,
                List.of(Question.of(Say.type("web"), RecordType.PTR), Question.of(Say.type("chat"), RecordType.PTR)),
                List.of(),
                List.of(),
                List.of());
        replies.asked(first, NEIGHBOUR);
        time.pass(300);
        assertThat(wire.multicasts()).isEmpty();

        replies.asked(Say.query(List.of(), Say.pointer(Say.type("web"), WEB.owner())), NEIGHBOUR);
        time.pass(1_000);

        assertThat(wire.told())
                .contains(Say.pointer(Say.type("chat"), CHAT.owner()))
                .doesNotContain(Say.pointer(Say.type("web"), WEB.owner()));
    }

    @Test
    void answersASecondAskerWhateverTheFirstOneKnows() {
        Question question = Question.of(Say.type("web"), RecordType.PTR);
        replies.asked(new Message(0, false, true, List.of(question), List.of(), List.of(), List.of()), NEIGHBOUR);
        replies.asked(Say.query(question), Say.from("10.0.0.3"));
        replies.asked(Say.query(List.of(), Say.pointer(Say.type("web"), WEB.owner())), NEIGHBOUR);
        time.pass(1_000);

        assertThat(wire.told()).contains(Say.pointer(Say.type("web"), WEB.owner()));
    }

    @Test
    void saysTheSameToEveryoneOnceInASecondHoweverOftenItIsAsked() {
        for (int i = 0; i < 1_000; i++) {
            replies.asked(
                    Say.query(
                            Question.of(Say.type("web"), RecordType.PTR),
                            Question.of(HOST, RecordType.ANY),
                            Question.of(WEB.owner(), RecordType.ANY)),
                    NEIGHBOUR);
            time.pass(10);
        }

        // Ten seconds; a pointer and what is unique are said at different moments.
        assertThat(wire.multicasts()).hasSizeBetween(9, 25);
    }

    @Test
    void answersAProbeForItsNameAtOnceThoughItHasJustSpoken() {
        replies.said(WEB);
        time.pass(260);

        replies.asked(
                Say.probe(Entry.service("Web @alpha", Say.type("web"), Say.host("beta"), 1, List.of())), NEIGHBOUR);
        time.pass(0);

        assertThat(wire.told()).containsAll(WEB.unique());
    }

    @Test
    void answersAloneWhoWishesSoAndHeardItsAnnouncementLost() {
        replies.said(NODE);
        time.pass(2_000);

        replies.asked(Say.query(new Question(HOST, RecordType.A, true)), NEIGHBOUR);
        time.pass(200);

        assertThat(wire.multicasts()).isEmpty();
        assertThat(wire.unicasts()).hasSize(1).allSatisfy(reply -> assertThat(reply.answers())
                .containsExactlyElementsOf(NODE.unique()));
    }

    @Test
    void tellsEveryoneAgainWhenThatIsLongAgoThoughOneAsksForItself() {
        replies.said(NODE);
        time.pass(40_000);

        replies.asked(Say.query(new Question(HOST, RecordType.A, true)), NEIGHBOUR);
        time.pass(200);

        assertThat(wire.told()).containsExactlyElementsOf(NODE.unique());
    }

    @Test
    void answersEveryoneWhereTheOneWhoWishesItAloneSeemsNotToBeOnTheLink() {
        replies.said(NODE);
        time.pass(2_000);

        // A mesh gives out addresses of which none is in the network of another.
        replies.asked(Say.query(new Question(HOST, RecordType.A, true)), Say.from("192.0.2.1"));
        time.pass(200);

        assertThat(wire.unicasts()).isEmpty();
        assertThat(wire.told()).containsExactlyElementsOf(NODE.unique());
    }

    @Test
    void answersAResolverThatIsNotOfMdnsInItsOwnTerms() {
        replies.asked(
                new Message(
                        77,
                        false,
                        false,
                        List.of(Question.of(WEB.owner(), RecordType.SRV)),
                        List.of(),
                        List.of(),
                        List.of()),
                RESOLVER);

        List<Message> answers = wire.unicasts();
        assertThat(answers).hasSize(1);
        Message answer = answers.get(0);
        assertThat(answer.id()).isEqualTo(77);
        assertThat(answer.questions()).containsExactly(Question.of(WEB.owner(), RecordType.SRV));
        assertThat(answer.answers()).hasSize(1);
        assertThat(answer.additionals())
                .extracting(Resource::fact)
                .contains(NODE.unique().get(0).fact());
        assertThat(answer.told()).allMatch(record -> record.ttl() <= 10 && !record.unique());
        time.pass(1_000);
        assertThat(wire.multicasts()).isEmpty();
    }

    @Test
    void doesNotFloodAnAddressThatIsNotOnTheLink() {
        replies.asked(Say.query(Question.of(HOST, RecordType.A)), new InetSocketAddress(Say.address("192.0.2.1"), 53));

        assertThat(wire.unicasts()).isEmpty();
    }

    @Test
    void answersOneAloneNoMoreThanTwentyTimesInASecond() {
        for (int i = 0; i < 1_000; i++) {
            replies.asked(Say.query(Question.of(HOST, RecordType.A)), RESOLVER);
        }
        assertThat(wire.unicasts()).hasSize(20);

        time.pass(1_000);
        replies.asked(Say.query(Question.of(HOST, RecordType.A)), RESOLVER);
        assertThat(wire.unicasts()).hasSize(1);
    }

    @Test
    void keepsAHundredQuestionsOfOneMessageInOneAnswer() {
        replies.asked(
                Say.query(Collections.nCopies(100, Question.of(HOST, RecordType.ANY))
                        .toArray(Question[]::new)),
                NEIGHBOUR);
        time.pass(0);

        assertThat(wire.multicasts()).hasSize(1).allSatisfy(message -> assertThat(message.answers())
                .hasSize(1));
    }

    @Test
    void leavesNothingBehindOfWhatIsOver() {
        replies.asked(Say.query(Question.of(Say.type("web"), RecordType.PTR)), NEIGHBOUR);
        replies.know(List.of());
        time.pass(1_000);

        assertThat(wire.multicasts()).isEmpty();
        assertThat(time.waiting()).isZero();
    }

    @Test
    void tellsEveryoneWhatDoesNotFitTheAnswerToOneAlone() {
        List<Entry> many = IntStream.range(0, 300)
                .mapToObj(i -> Entry.service("Service " + i, Say.type("many"), HOST, i, List.of("number=" + i)))
                .toList();
        replies.know(many.stream().flatMap(Entry::records).toList());
        many.forEach(replies::said);
        time.pass(2_000);

        replies.asked(Say.query(new Question(Say.type("many"), RecordType.PTR, true)), NEIGHBOUR);
        time.pass(1_000);

        var alone = wire.unicasts().stream().flatMap(message -> message.answers().stream());
        var everyone = wire.told().stream();
        assertThat(Stream.concat(alone, everyone)
                        .filter(record -> record.type() == RecordType.PTR)
                        .distinct())
                .hasSize(300);
    }

    @Test
    void answersForThreeHundredServicesInWholeMessages() {
        replies.know(IntStream.range(0, 300)
                .mapToObj(i -> Entry.service("Service " + i, Say.type("many"), HOST, i, List.of("number=" + i)))
                .flatMap(Entry::records)
                .toList());
        replies.asked(Say.query(Question.of(Say.type("many"), RecordType.PTR)), NEIGHBOUR);
        time.pass(1_000);

        List<Message> messages = wire.multicasts();
        assertThat(messages).hasSizeLessThan(40);
        assertThat(messages.stream().flatMap(Message::told).distinct()).hasSize(900);
    }
}
