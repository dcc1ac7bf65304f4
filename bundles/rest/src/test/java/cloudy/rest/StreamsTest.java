// SPDX-License-Identifier: Apache-2.0
package cloudy.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloudy.api.rest.Answer;
import cloudy.rest.time.VirtualTime;
import java.net.InetAddress;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** What is open for long is looked at again. */
class StreamsTest {

    private static final InetAddress HERE = InetAddress.getLoopbackAddress();

    private final VirtualTime time = new VirtualTime();
    private final Streams streams = new Streams(time);
    private final AtomicBoolean good = new AtomicBoolean(true);
    private final AtomicReference<Answer.Sink> sink = new AtomicReference<>();
    private final AtomicInteger closed = new AtomicInteger();

    @Test
    void endsWithinHalfAMinuteForWhoWouldNotBeLetInAnyMore() throws Exception {
        FakeContext caller = open("text/event-stream", good::get);
        FakeContext other = open("text/event-stream", () -> true);
        time.pass(40_000);
        assertThat(caller.completed).isZero();

        good.set(false);
        time.pass(30_000);

        assertThat(caller.completed).isEqualTo(1);
        assertThat(closed).hasValue(1);
        assertThat(other.completed).isZero();
    }

    @Test
    void endsForThoseOfWhomNothingIsKnown() throws Exception {
        FakeContext caller = open("text/event-stream", () -> {
            throw new IllegalStateException("gone");
        });
        time.pass(30_000);
        assertThat(caller.completed).isEqualTo(1);
    }

    @Test
    void showsLifeWhereNothingElseIsSent() throws Exception {
        FakeContext caller = open("text/event-stream", good::get);
        time.pass(2 * Streams.LOOK_MILLIS);
        assertThat(caller.sent()).isEqualTo(":\n\n");

        sink.get().send("data: a\n\n");
        time.pass(Streams.LOOK_MILLIS);
        assertThat(caller.sent()).isEqualTo(":\n\ndata: a\n\n");
        time.pass(Streams.LOOK_MILLIS);
        assertThat(caller.sent()).isEqualTo(":\n\ndata: a\n\n:\n\n");
    }

    @Test
    void soundsThoseOfAnAddressWhenSomebodyComesFromThereAnew() throws Exception {
        FakeContext left = open("text/event-stream", good::get);
        FakeContext elsewhere = open("text/event-stream", InetAddress.getByName("192.0.2.1"), good::get);

        open("text/event-stream", good::get);

        assertThat(left.sent()).isEqualTo(":\n\n");
        assertThat(elsewhere.sent()).isEmpty();
    }

    @Test
    void neverCutsAnEventInTwo() throws Exception {
        FakeContext caller = open("text/event-stream", good::get);
        sink.get().send("data: a\n");
        time.pass(3 * Streams.LOOK_MILLIS);
        sink.get().send("data: b\n\n");

        assertThat(caller.sent()).isEqualTo("data: a\ndata: b\n\n");
    }

    @Test
    void addsNothingToPlainText() throws Exception {
        FakeContext caller = open("text/plain", good::get);
        time.pass(3 * Streams.LOOK_MILLIS);
        assertThat(caller.sent()).isEmpty();
    }

    @Test
    void sleepsWhileNobodyListens() throws Exception {
        open("text/event-stream", good::get);
        assertThat(time.isIdle()).isFalse();
        sink.get().end();
        time.pass(Streams.LOOK_MILLIS);
        assertThat(time.isIdle()).isTrue();
    }

    @Test
    void endsAllAndTakesNoMoreWhenTheNodeStops() throws Exception {
        FakeContext caller = open("text/event-stream", good::get);
        streams.close();
        assertThat(caller.completed).isEqualTo(1);
        assertThat(closed).hasValue(1);
        var late = new FakeContext();
        assertThat(streams.add(new Pieces(late.context, late, HERE, good::get, streams::remove)))
                .isFalse();
    }

    @Test
    void leavesTheAnswerToOthersWhenTheSourceFails() {
        var caller = new FakeContext();
        var pieces = new Pieces(caller.context, caller, HERE, good::get, streams::remove);
        streams.add(pieces);
        assertThatThrownBy(() -> pieces.begin(new Answer.Stream("text/event-stream", to -> {
                    to.send("data: never\n\n");
                    throw new IllegalStateException("no room");
                })))
                .hasMessage("no room");

        assertThat(caller.completed).isZero();
        assertThat(caller.sent()).isEmpty();
        assertThat(pieces.send("late")).isFalse();
    }

    private FakeContext open(String type, BooleanSupplier standing) throws Exception {
        return open(type, HERE, standing);
    }

    private FakeContext open(String type, InetAddress from, BooleanSupplier standing) throws Exception {
        var caller = new FakeContext();
        var pieces = new Pieces(caller.context, caller, from, standing, streams::remove);
        assertThat(streams.add(pieces)).isTrue();
        pieces.begin(new Answer.Stream(type, to -> {
            sink.set(to);
            return closed::incrementAndGet;
        }));
        return caller;
    }
}
