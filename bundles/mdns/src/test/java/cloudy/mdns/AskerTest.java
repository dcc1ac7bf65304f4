// SPDX-License-Identifier: Apache-2.0
package cloudy.mdns;

import static org.assertj.core.api.Assertions.assertThat;

import cloudy.mdns.wire.Message;
import cloudy.mdns.wire.Question;
import cloudy.mdns.wire.RecordType;
import cloudy.mdns.wire.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AskerTest {

    private final VirtualTime time = new VirtualTime();
    private final RecordingWire wire = new RecordingWire();
    private final List<Resource> known = new ArrayList<>();
    private final Asker asker = new Asker(
            time, wire, new Random(1), question -> question.type() == RecordType.PTR ? List.copyOf(known) : List.of());

    @Test
    void putsTheQuestionsOfAMomentTogether() {
        asker.ask(Question.of(Say.host("a"), RecordType.A));
        asker.ask(Question.of(Say.host("b"), RecordType.A));
        asker.ask(Question.of(Say.host("a"), RecordType.A));
        assertThat(wire.multicasts()).isEmpty();

        time.pass(120);

        assertThat(wire.multicasts()).hasSize(1).allSatisfy(query -> assertThat(query.questions())
                .hasSize(2));
        time.pass(10_000);
        assertThat(wire.multicasts()).isEmpty();
        assertThat(time.waiting()).isZero();
    }

    @Test
    void neverAsksMoreThanOneBatchInItsPause() {
        IntStream.range(0, 1_000).forEach(i -> asker.ask(Question.of(Say.host("h" + i), RecordType.A)));

        int asked = 0;
        for (int i = 0; i < 40; i++) {
            time.pass(Asker.PAUSE);
            int now = wire.asked().size();
            assertThat(now).isLessThanOrEqualTo(Asker.BATCH);
            asked += now;
        }
        assertThat(asked).isEqualTo(1_000);
    }

    @Test
    void forgetsWhatIsTooMuch() {
        IntStream.range(0, 100_000).forEach(i -> asker.ask(Question.of(Say.host("h" + i), RecordType.A)));
        time.pass(600_000);

        assertThat(wire.asked()).hasSize(Asker.MAX_WAITING);
    }

    @Test
    void sendsAlongWhatIsKnownInAsManyMessagesAsItTakes() {
        var type = Say.type("web");
        IntStream.range(0, 200).forEach(i -> known.add(Say.pointer(type, type.child("A service with number " + i))));
        asker.ask(Question.of(type, RecordType.PTR));
        time.pass(200);

        List<Message> queries = wire.multicasts();
        assertThat(queries).hasSizeGreaterThan(2);
        assertThat(queries.stream().flatMap(query -> query.answers().stream())).hasSize(200);
        assertThat(queries.subList(0, queries.size() - 1)).allMatch(Message::truncated);
        assertThat(queries.get(queries.size() - 1).truncated()).isFalse();
        assertThat(queries.stream().flatMap(query -> query.questions().stream()))
                .hasSize(1);
    }

    @Test
    void leavesToAnotherWhatThatOneAsks() {
        asker.ask(Question.of(Say.host("a"), RecordType.A));
        asker.ask(Question.of(Say.type("web"), RecordType.PTR));

        asker.heard(Say.query(Question.of(Say.host("a"), RecordType.A), Question.of(Say.type("web"), RecordType.PTR)));
        time.pass(200);

        // Of a type that one may know more than we do, and get a shorter answer.
        assertThat(wire.asked()).containsExactly(Question.of(Say.type("web"), RecordType.PTR));
    }

    @Test
    void doesNotLeaveToAnotherWhatThatOneWantsToHearAlone() {
        asker.ask(Question.of(Say.host("a"), RecordType.A));

        asker.heard(Say.query(new Question(Say.host("a"), RecordType.A, true)));
        time.pass(200);

        assertThat(wire.asked()).hasSize(1);
    }
}
