// SPDX-License-Identifier: Apache-2.0
package cloudy.mdns;

import static org.assertj.core.api.Assertions.assertThat;

import cloudy.api.network.Announcement;
import cloudy.mdns.wire.MalformedMessageException;
import cloudy.mdns.wire.Message;
import cloudy.mdns.wire.MessageReader;
import cloudy.mdns.wire.Name;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** All that a node is on a link, in a time of its own, while strangers say whatever they like. */
class StormTest {

    private static final Name HOST = Say.host("alpha");
    private static final List<Entry> OURS = List.of(
            Entry.host(HOST, Say.address("10.0.0.1")),
            Entry.service("alpha", Plan.NODE_TYPE, HOST, 0, List.of("id=a1a1")),
            Entry.service("Web @alpha", Say.type("web"), HOST, 80, List.of("a=1")));
    private static final int ADDRESSES = 250;

    private final VirtualTime time = new VirtualTime();
    private final RecordingWire wire = new RecordingWire();
    private final Random random = new Random(11);
    private final Heard heard = new Heard();
    private final Neighbours neighbours = new Neighbours();
    private final List<Name> taken = new ArrayList<>();
    private final Attachment eth0 =
            new Attachment("eth0", 2, List.of(new Attachment.Network((Inet4Address) Say.address("10.0.0.1"), 24)));
    private final Set<Name> own = Set.of(HOST, OURS.get(1).owner(), OURS.get(2).owner());
    private final Browser browser = new Browser(
            time, time, wire, random, eth0, own::contains, () -> Browser.MAX_SERVICES, new Browser.Listener() {
                @Override
                public void found(Sighting sighting) {
                    neighbours.found("eth0", sighting);
                }

                @Override
                public void lost(Name instance) {
                    neighbours.lost("eth0", instance);
                }
            });
    private final Responder responder = new Responder(
            time,
            wire,
            random,
            eth0::isOwn,
            new Responder.Listener() {
                @Override
                public void announced(Name owner) {}

                @Override
                public void taken(Name owner) {
                    taken.add(owner);
                }
            },
            new Replies.Reach(Say.PORT, eth0::reaches));

    @BeforeEach
    void begin() {
        neighbours.tell(heard);
        browser.start();
        responder.want(OURS);
        time.pass(10_000);
        wire.multicasts();
    }

    @Test
    void manyMutantsChangeNothingOfOurs() {
        storm(300_000);
    }

    @Test
    @Tag("slow")
    void aMillionMutantsChangeNothingOfOurs() {
        storm(1_000_000);
    }

    private void storm(int count) {
        long before = used();
        var mutants = new Mutants(random);
        int understood = 0;
        int said = 0;
        for (int i = 0; i < count; i++) {
            understood += receive(mutants.next(), source(i)) ? 1 : 0;
            time.pass(random.nextInt(3));
            if (i % 1_000 == 0) {
                said += wire.multicasts().size() + wire.unicasts().size();
            }
        }

        // Else the test would only have seen the first check.
        assertThat(understood).isBetween(count / 5, count);
        assertThat(said).as("what they had us say").isLessThan(count / 4);
        assertThat(heard.all()).hasSizeLessThanOrEqualTo(Browser.MAX_SERVICES);
        assertThat(time.waiting()).isLessThan(2 * Browser.MAX_SERVICES);
        assertThat(used() - before).as("bytes kept").isLessThan(24 << 20);
        assertThatAllIsWell();
    }

    /** As large as they may be, each a new service, from all addresses that there are. */
    @Test
    void aHundredThousandBogusRecordsAreKeptWithinTheirBound() {
        long before = used();
        String[] facts = IntStream.range(0, 5)
                .mapToObj(i -> "k" + i + "=" + "é".repeat(120))
                .toArray(String[]::new);
        for (int i = 0; i < 25_000; i++) {
            Name host = Say.host("h" + i + "x".repeat(50));
            Name instance = Say.type("type" + i % 500).child("bogus " + i + "é".repeat(20));
            hear(
                    Say.response(
                            Say.pointer(instance.parent(), instance),
                            Say.server(instance, host, 1 + i % 60_000),
                            Say.text(instance, facts),
                            Say.address(host, "10.0.0." + (2 + i % ADDRESSES))),
                    source(i));
            time.pass(random.nextInt(2));
        }

        assertThat(heard.all()).hasSizeBetween(Browser.MAX_SERVICES / 2, Browser.MAX_SERVICES);
        System.out.printf("mdns: %,d bytes for the largest services that there can be%n", used() - before);
        assertThat(used() - before).as("bytes kept").isLessThan(24 << 20);
        // In ten minutes all of it is forgotten, as nobody says it again.
        time.pass(600_000);
        wire.multicasts();
        assertThat(heard.all()).isEmpty();
        assertThat(time.waiting()).isLessThan(2 * Types.MAX);
        assertThatAllIsWell();
    }

    /** What is ours is said as before, and what the recorded neighbours say is understood as before. */
    private void assertThatAllIsWell() {
        assertThat(taken).isEmpty();
        time.pass(10_000);
        wire.multicasts();
        assertThat(OURS).allMatch(entry -> responder.isAnnounced(entry.owner()));
        time.pass(600_000);
        Mutants.sound().stream()
                .filter(message -> read(message).response())
                .filter(message -> read(message).told().noneMatch(record -> record.ttl() == 0))
                .forEach(message -> {
                    receive(message, Say.address("10.0.0.9"));
                    time.pass(300);
                });
        time.pass(1_000);
        assertThat(heard.all())
                .extracting(Announcement::description)
                .contains("Ràdio del poble", "Printer 1.2", "Web 1.2", "Names");
    }

    private InetAddress source(int number) {
        return Say.address("10.0.0." + (2 + number % ADDRESSES));
    }

    private boolean receive(byte[] packet, InetAddress from) {
        try {
            hear(MessageReader.read(ByteBuffer.wrap(packet)), from);
            return true;
        } catch (MalformedMessageException e) {
            return false;
        }
    }

    private static Message read(byte[] message) {
        return RecordingWire.read(message);
    }

    /** As {@link Link} does. */
    private void hear(Message message, InetAddress from) {
        if (message.response()) {
            responder.heard(message);
            browser.heard(message, from);
        } else {
            browser.asked(message);
            responder.asked(message, new InetSocketAddress(from, Say.PORT));
        }
    }

    private static long used() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
