// SPDX-License-Identifier: Apache-2.0
package cloudy.mdns;

import static org.assertj.core.api.Assertions.assertThat;

import cloudy.mdns.wire.Message;
import cloudy.mdns.wire.Name;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Conflicts that are none: they must not take a name from this node, whose services would be called otherwise for good. */
class TrapsTest {

    private static final Name HOST = Say.host("alpha");
    private static final Entry NODE = Entry.host(HOST, Say.address("10.0.0.1"));
    private static final Entry WEB = Entry.service("Web @alpha", Say.type("web"), HOST, 80, List.of("a=1"));
    private static final InetSocketAddress STRANGER = Say.from("10.0.0.66");
    private static final Message LIE = Say.response(Say.server(WEB.owner(), Say.host("mallory"), 666));
    private static final Message RIVAL =
            Say.probe(Entry.service("Web @alpha", Say.type("web"), Say.host("zzz"), 65_535, List.of("z=1")));

    private final VirtualTime time = new VirtualTime();
    private final RecordingWire wire = new RecordingWire();
    private final List<Name> taken = new ArrayList<>();
    private final Responder responder = new Responder(
            time,
            wire,
            new Random(1),
            Say.address("10.0.0.1")::equals,
            new Responder.Listener() {
                @Override
                public void announced(Name owner) {}

                @Override
                public void taken(Name owner) {
                    taken.add(owner);
                }
            },
            new Replies.Reach(Say.PORT, address -> true));

    @Test
    void aMomentOfConflictsCostsNoName() {
        announce();
        for (int i = 0; i < 1_000; i++) {
            responder.heard(LIE);
            time.pass(1);
        }

        time.pass(10_000);

        assertThatAllIsOurs();
    }

    @Test
    void oneConflictNowAndThenCostsNoName() {
        announce();
        for (int i = 0; i < 1_000; i++) {
            responder.heard(LIE);
            time.pass(7_000);
        }

        time.pass(10_000);

        assertThatAllIsOurs();
    }

    @Test
    void whoAsksForANameForEverAndNeverHasItDoesNotKeepUsFromIt() {
        responder.want(List.of(NODE, WEB));
        for (int i = 0; i < 10_000; i++) {
            responder.asked(RIVAL, STRANGER);
            time.pass(1);
        }

        assertThatAllIsOurs();
    }

    @Test
    void askingForWhatIsAnnouncedTakesNothing() {
        announce();
        for (int i = 0; i < 10_000; i++) {
            responder.asked(RIVAL, STRANGER);
            time.pass(1);
        }

        assertThatAllIsOurs();
        // It defends itself four times a second at most.
        assertThat(wire.multicasts()).hasSizeLessThan(45);
    }

    /** A reflector hands each packet back from another address, late and twice, our own as well. */
    @Test
    void aReflectorsEchoesTakeNoName() {
        Consumer<Message> reflected = message -> {
            if (message.response()) {
                responder.heard(message);
            } else {
                responder.asked(message, STRANGER);
            }
        };
        responder.want(List.of(NODE, WEB));
        int said = 0;
        for (int i = 0; i < 600; i++) {
            time.pass(100);
            List<Message> now = wire.multicasts();
            said += now.size();
            now.forEach(reflected);
            now.forEach(reflected);
        }

        assertThatAllIsOurs();
        assertThat(said).isLessThan(60);
    }

    /** Also what it took back and wants again, while its goodbye still goes round. */
    @Test
    void aReflectorsEchoesOfAGoodbyeTakeNoName() {
        announce();
        responder.want(List.of(NODE));
        List<Message> goodbyes = wire.multicasts();
        responder.want(List.of(NODE, WEB));
        for (int i = 0; i < 50; i++) {
            goodbyes.forEach(responder::heard);
            time.pass(100);
        }
        time.pass(10_000);

        assertThatAllIsOurs();
    }

    @Test
    void aHundredThousandBogusRecordsChangeNothingOfOurs() {
        announce();
        var random = new Random(7);
        List<Entry> others = IntStream.range(0, 500)
                .mapToObj(i -> Entry.service("x" + i, Say.type("web"), Say.host("h" + i), i, List.of("k=" + i)))
                .toList();
        for (int i = 0; i < 25_000; i++) {
            Entry other = others.get(random.nextInt(others.size()));
            responder.heard(random.nextBoolean() ? Say.response(other) : Say.goodbye(other));
            responder.asked(Say.probe(other), STRANGER);
        }
        assertThat(wire.multicasts()).isEmpty();

        assertThatAllIsOurs();
    }

    private void announce() {
        responder.want(List.of(NODE, WEB));
        time.pass(10_000);
        wire.multicasts();
    }

    private void assertThatAllIsOurs() {
        assertThat(taken).isEmpty();
        assertThat(responder.isAnnounced(HOST)).isTrue();
        assertThat(responder.isAnnounced(WEB.owner())).isTrue();
    }
}
