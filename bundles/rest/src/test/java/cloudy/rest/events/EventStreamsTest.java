// SPDX-License-Identifier: Apache-2.0
package cloudy.rest.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloudy.api.access.Caller;
import cloudy.api.access.Role;
import cloudy.api.event.Event;
import cloudy.api.rest.Answer;
import cloudy.api.rest.Call;
import cloudy.api.rest.Problem;
import cloudy.rest.time.VirtualTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EventStreamsTest {

    private static final Caller VIEWER = new Caller("anna", Role.VIEWER, Caller.Proof.SESSION, Set.of());

    private final VirtualTime time = new VirtualTime();
    private final EventStreams streams = new EventStreams(time);

    @Test
    void aCallerHearsWhatChanges() throws Exception {
        Ear ear = listen(Map.of());

        streams.accept(new Event("service", "cloudy.dns", Role.VIEWER, Map.of("run", "up", "a", "b")));
        time.pass(0);

        assertThat(ear.events())
                .containsExactly(
                        "service {\"type\":\"service\",\"subject\":\"cloudy.dns\",\"facts\":{\"a\":\"b\",\"run\":\"up\"}}");
        assertThat(ear.heard).startsWith("retry: 3000\n\n");
    }

    @Test
    void everyCallerHearsTheSameInTheSameOrder() throws Exception {
        Ear first = listen(Map.of());
        Ear second = listen(Map.of());

        for (int i = 0; i < 20; i++) {
            streams.accept(Event.of("service", "s" + i));
            time.pass(40);
        }
        time.pass(250);

        assertThat(first.subjects())
                .containsExactlyElementsOf(
                        IntStream.range(0, 20).mapToObj(i -> "s" + i).toList());
        assertThat(second.heard.toString()).isEqualTo(first.heard.toString());
    }

    @Test
    void whatChangesAgainAndAgainIsToldOnceAsItIsLast() throws Exception {
        Ear ear = listen(Map.of());

        for (int i = 0; i < 100; i++) {
            streams.accept(new Event("job", "j", Role.VIEWER, Map.of("percent", "" + i)));
            streams.accept(Event.of("job", "other"));
            time.pass(1);
        }
        time.pass(250);

        assertThat(ear.events()).hasSize(4);
        assertThat(ear.events().get(2)).contains("\"percent\":\"99\"");
        assertThat(ear.pieces).isEqualTo(3);
    }

    @Test
    void aCallerHearsNothingThatItsRoleMayNotKnow() throws Exception {
        Ear viewer = listen(Map.of());
        Ear admin = listen(Caller.shell(), Call.of(Caller.shell(), Map.of()));

        streams.accept(new Event("user", "boss", Role.ADMIN, Map.of()));
        streams.accept(Event.of("service", "s"));
        time.pass(0);

        assertThat(viewer.subjects()).containsExactly("s");
        assertThat(admin.subjects()).containsExactly("boss", "s");
    }

    @Test
    void aCallerHearsOnlyTheTypesThatItWants() throws Exception {
        Ear ear = listen(Map.of("types", "job,settings,job"));

        streams.accept(Event.of("service", "s"));
        streams.accept(Event.of("job", "j"));
        streams.accept(Event.of("settings", "cloudy.node"));
        time.pass(0);

        assertThat(ear.subjects()).containsExactly("j", "cloudy.node");
    }

    @Test
    void goesOnWhereItWas() throws Exception {
        Ear before = listen(Map.of());
        streams.accept(Event.of("service", "seen"));
        time.pass(1_000);
        before.mood = Ear.Mood.GONE;
        streams.accept(Event.of("service", "missed"));
        time.pass(1_000);
        streams.accept(Event.of("service", "missed too, while nobody listened"));

        Ear again = listen(VIEWER, Call.of(VIEWER, Map.of()).withHeader("last-event-id", before.lastId()));
        Ear byQuery = listen(Map.of("after", before.lastId()));
        Ear anew = listen(Map.of());

        assertThat(again.subjects()).containsExactly("missed", "missed too, while nobody listened");
        assertThat(byQuery.subjects()).isEqualTo(again.subjects());
        assertThat(anew.events()).isEmpty();
        assertThat(anew.lastId()).isEqualTo(again.lastId());
    }

    @Test
    void theHeaderCountsMoreThanTheAddressThatABrowserAsksForAgain() throws Exception {
        Ear ear = listen(Map.of());
        String start = ear.lastId();
        streams.accept(Event.of("service", "seen"));
        time.pass(0);

        Ear again = listen(VIEWER, Call.of(VIEWER, Map.of("after", start)).withHeader("last-event-id", ear.lastId()));

        assertThat(again.events()).isEmpty();
    }

    @Test
    void whoWasAwayTooLongReadsEverythingAnew() throws Exception {
        Ear ear = listen(Map.of());
        String start = ear.lastId();
        for (int i = 0; i <= EventLog.MAX_EVENTS; i++) {
            streams.accept(Event.of("service", "s" + i));
            time.pass(300);
        }

        Ear again = listen(Map.of("after", start));

        assertThat(again.events()).containsExactly("reset {\"type\":\"reset\"}");
        assertThat(again.lastId()).isEqualTo(ear.lastId());
    }

    @Test
    void anIdOfAnotherBootOrNoneAtAllIsAReset() throws Exception {
        for (String id : List.of("00000000-0", "nonsense", "", "x".repeat(10_000), "-1")) {
            Ear ear = listen(VIEWER, Call.of(VIEWER, Map.of()).withHeader("last-event-id", id));
            assertThat(ear.events()).as(id).containsExactly("reset {\"type\":\"reset\"}");
        }
        String future = listen(Map.of()).lastId().replaceFirst("-.*", "-7");
        assertThat(listen(Map.of("after", future)).events()).hasSize(1);
    }

    @Test
    void aBurstBeyondTheMemoryIsAResetForThoseWhoDidNotGetIt() throws Exception {
        Ear ear = listen(Map.of());
        for (int i = 0; i < 3 * EventLog.MAX_EVENTS; i++) {
            streams.accept(Event.of("service", "s" + i));
        }
        time.pass(250);

        assertThat(ear.events().get(0)).startsWith("reset");
    }

    @Test
    void whoHasGoneOrThrowsIsForgottenAndTheOthersHearOn() throws Exception {
        Ear gone = listen(Map.of());
        Ear throwing = listen(Map.of());
        Ear ear = listen(Map.of());
        gone.mood = Ear.Mood.GONE;
        throwing.mood = Ear.Mood.THROWS;

        streams.accept(Event.of("service", "s1"));
        time.pass(300);
        int pieces = gone.pieces;
        streams.accept(Event.of("service", "s2"));
        time.pass(300);

        assertThat(ear.subjects()).containsExactly("s1", "s2");
        assertThat(gone.pieces).isEqualTo(pieces);
        assertThat(throwing.ended).isTrue();
    }

    @Test
    void whoLagsIsDroppedAndEverythingThatIsKeptFitsIntoWhatItMayLag() throws Exception {
        Ear ear = listen(Map.of());
        var lagging = new LaggingEar();
        ((Answer.Stream) ask(Call.of(VIEWER, Map.of())).content()).source().open(lagging);
        time.pass(0);
        String start = "";
        for (int i = 0; i < 2_000; i++) {
            streams.accept(Event.of("service", "\u00e8".repeat(250) + i));
            time.pass(300);
            start = i == 1_900 ? ear.lastId() : start;
        }

        assertThat(lagging.dropped).isTrue();
        assertThat(ear.subjects()).hasSize(2_000);
        var again = new LaggingEar();
        ((Answer.Stream) ask(Call.of(VIEWER, Map.of("after", start))).content())
                .source()
                .open(again);
        time.pass(0);
        assertThat(again.dropped).isFalse();
        assertThat(again.lag).isGreaterThan(1_000);
    }

    @Test
    void somethingComesEveryHalfMinuteAndKeepsTheIdYoung() throws Exception {
        Ear ear = listen(Map.of("types", "job"));
        streams.accept(Event.of("service", "s"));
        time.pass(EventStreams.TICK_MILLIS);

        assertThat(ear.heard).contains(": keep-alive\nid: ");
        assertThat(ear.lastId()).endsWith("-1");
        assertThat(ear.events()).isEmpty();
    }

    @Test
    void nothingWakesUpWhileNobodyListens() throws Exception {
        streams.accept(Event.of("service", "s"));
        assertThat(time.isIdle()).isTrue();

        var stream = (Answer.Stream) ask(Call.of(VIEWER, Map.of())).content();
        AutoCloseable open = stream.source().open(new Ear());
        time.pass(100_000);
        assertThat(time.isIdle()).isFalse();
        open.close();
        open.close();
        time.pass(EventStreams.TICK_MILLIS);

        assertThat(time.isIdle()).isTrue();
    }

    @Test
    void anEventThatWouldBreakTheStreamIsNotHandedOn() throws Exception {
        Ear ear = listen(Map.of());

        streams.accept(Event.of("service\ndata: forged", "s"));
        streams.accept(new Event("job", "a\r\n\r\nid: 7\ndata: \u2028forged", Role.VIEWER, Map.of("k\n", "v\r")));
        time.pass(0);

        assertThat(ear.events()).hasSize(1);
        assertThat(ear.heard.toString().lines().filter(line -> line.startsWith("data")))
                .hasSize(1);
    }

    @Test
    void aThousandAndFirstCallerIsSentAway() throws Exception {
        for (int i = 0; i < EventStreams.MAX_STREAMS; i++) {
            ((Answer.Stream) ask(Call.of(VIEWER, Map.of())).content()).source().open(new Ear());
        }

        assertThatThrownBy(() -> listen(Map.of()))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.status()).isEqualTo(503));
    }

    @Test
    void theEndOfTheRoomEndsTheStreams() throws Exception {
        Ear ear = listen(Map.of());

        streams.close();
        streams.accept(Event.of("service", "s"));
        time.pass(1_000);

        assertThat(ear.ended).isTrue();
        assertThat(ear.events()).isEmpty();
        assertThatThrownBy(() -> listen(Map.of())).isInstanceOf(Problem.class);
    }

    private Ear listen(Map<String, Object> parameters) throws Exception {
        return listen(VIEWER, Call.of(VIEWER, parameters));
    }

    private Ear listen(Caller caller, Call call) throws Exception {
        assertThat(call.requireCaller()).isEqualTo(caller);
        var stream = (Answer.Stream) ask(call).content();
        var ear = new Ear();
        stream.source().open(ear);
        time.pass(0);
        return ear;
    }

    private Answer ask(Call call) throws Exception {
        return streams.operations().get("streamEvents").answer(call);
    }
}
