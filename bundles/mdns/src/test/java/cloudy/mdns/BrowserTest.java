// SPDX-License-Identifier: Apache-2.0
package cloudy.mdns;

import static org.assertj.core.api.Assertions.assertThat;

import cloudy.api.Protocol;
import cloudy.mdns.wire.Name;
import cloudy.mdns.wire.Question;
import cloudy.mdns.wire.Rdata;
import cloudy.mdns.wire.RecordType;
import cloudy.mdns.wire.Resource;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BrowserTest {

    private static final Name HOST = Say.host("beta");
    private static final Entry NODE = Entry.host(HOST, Say.address("10.0.0.2"));
    private static final Entry WEB = Entry.service("Web @beta", Say.type("web"), HOST, 80, List.of("a=1"));
    private static final Entry IDENTITY = Entry.service("beta", Plan.NODE_TYPE, HOST, 0, List.of("id=b2b2"));
    private static final InetAddress BETA = Say.address("10.0.0.2");

    private final VirtualTime time = new VirtualTime();
    private final RecordingWire wire = new RecordingWire();
    private final Set<Name> own = new HashSet<>();
    private final Map<Name, Sighting> found = new HashMap<>();
    private final List<Name> lost = new ArrayList<>();
    private int tellings;
    private final Attachment eth0 =
            new Attachment("eth0", 2, List.of(new Attachment.Network((Inet4Address) Say.address("10.0.0.1"), 24)));
    private final Browser browser =
            new Browser(time, time, wire, new Random(1), eth0, own::contains, new Browser.Listener() {
                @Override
                public void found(Sighting sighting) {
                    found.put(sighting.instance(), sighting);
                    tellings++;
                }

                @Override
                public void lost(Name instance) {
                    assertThat(found.remove(instance)).isNotNull();
                    lost.add(instance);
                }
            });

    @BeforeEach
    void start() {
        browser.start();
        time.pass(3_600_000);
        wire.multicasts();
    }

    @Test
    void asksForTypesAndForNodesLessAndLessOften() {
        var link = new RecordingWire();
        new Browser(time, time, link, new Random(1), eth0, own::contains, new Browser.Listener() {
                    @Override
                    public void found(Sighting sighting) {}

                    @Override
                    public void lost(Name instance) {}
                })
                .start();
        time.pass(120);
        assertThat(link.asked())
                .containsExactly(Question.of(Entry.TYPES, RecordType.PTR), Question.of(Plan.NODE_TYPE, RecordType.PTR));
        // After 1, 3, 7 … 8191 s.
        time.pass(3_600_000);
        assertThat(link.asked()).hasSize(2 * 11);
        time.pass(24 * 3_600_000L);
        assertThat(link.asked()).hasSizeLessThan(2 * 26);
    }

    @Test
    void findsWhatIsAnnouncedWholeWithoutAsking() {
        browser.heard(Say.response(NODE, WEB), BETA);

        assertThat(found).containsOnlyKeys(WEB.owner());
        Sighting sighting = found.get(WEB.owner());
        assertThat(sighting.host()).isEqualTo(HOST);
        assertThat(sighting.address()).isEqualTo(BETA);
        assertThat(sighting.port()).isEqualTo(80);
        assertThat(sighting.txt()).containsExactly("a=1");
        time.pass(1_000);
        // But for others of that type.
        assertThat(wire.asked()).containsOnly(Question.of(Say.type("web"), RecordType.PTR));
    }

    @Test
    void findsWhatComesInAnyOrder() {
        browser.heard(
                Say.response(
                        Say.address(HOST, "10.0.0.2"),
                        Say.text(WEB.owner(), "a=1"),
                        Say.server(WEB.owner(), HOST, 80),
                        Say.pointer(Say.type("web"), WEB.owner())),
                BETA);

        assertThat(found).containsOnlyKeys(WEB.owner());
    }

    @Test
    void asksForWhatIsLacking() {
        browser.heard(Say.response(Say.pointer(Say.type("web"), WEB.owner())), BETA);
        time.pass(200);
        assertThat(wire.asked())
                .contains(Question.of(WEB.owner(), RecordType.SRV), Question.of(WEB.owner(), RecordType.TXT));

        browser.heard(Say.response(Say.server(WEB.owner(), HOST, 80), Say.text(WEB.owner())), BETA);
        assertThat(found).isEmpty();
        time.pass(400);
        assertThat(wire.asked())
                .contains(Question.of(HOST, RecordType.A))
                .doesNotContain(Question.of(WEB.owner(), RecordType.SRV));

        browser.heard(Say.response(NODE), BETA);
        assertThat(found).containsOnlyKeys(WEB.owner());
    }

    @Test
    void asksFourTimesAndThenForgets() {
        browser.heard(Say.response(Say.pointer(Say.type("web"), WEB.owner())), BETA);
        time.pass(60_000);

        assertThat(wire.asked().stream().filter(Question.of(WEB.owner(), RecordType.SRV)::equals))
                .hasSize(4);
        // Forgotten: what comes now is not asked for.
        browser.heard(
                Say.response(Say.server(WEB.owner(), HOST, 80), NODE.unique().get(0)), BETA);
        assertThat(found).isEmpty();
    }

    @Test
    void showsAServiceThatSaysNothingAboutItself() {
        browser.heard(
                Say.response(
                        Say.pointer(Say.type("web"), WEB.owner()),
                        Say.server(WEB.owner(), HOST, 80),
                        NODE.unique().get(0)),
                BETA);
        assertThat(found).isEmpty();

        time.pass(21_000);

        assertThat(found.get(WEB.owner()).txt()).isEmpty();
    }

    @Test
    void losesAtOnceWhatSaysGoodbye() {
        browser.heard(Say.response(NODE, WEB), BETA);

        browser.heard(Say.goodbye(WEB), BETA);

        assertThat(found).isEmpty();
        assertThat(lost).containsExactly(WEB.owner());
        time.pass(200_000);
        assertThat(lost).hasSize(1);
    }

    @Test
    void losesAHostThatDiedWithinTwoMinutesThoughItPromisedAnHour() {
        // JmDNS promises an hour for everything.
        browser.heard(
                Say.response(
                        Say.pointer(Say.type("web"), WEB.owner()).withTtl(3_600),
                        Say.server(WEB.owner(), HOST, 80).withTtl(3_600),
                        Say.text(WEB.owner(), "a=1").withTtl(3_600),
                        Say.address(HOST, "10.0.0.2").withTtl(3_600)),
                BETA);

        time.pass(119_000);
        assertThat(found).hasSize(1);
        assertThat(wire.asked().stream().filter(Question.of(WEB.owner(), RecordType.SRV)::equals))
                .hasSize(4);
        time.pass(2_000);
        assertThat(found).isEmpty();
        assertThat(lost).containsExactly(WEB.owner());
    }

    @Test
    void asksAnewForATypeWhoseHostFellSilent() {
        for (int i = 0; i < 3 * 60; i++) {
            browser.heard(Say.response(NODE, WEB), BETA);
            time.pass(60_000);
        }
        wire.multicasts();
        time.pass(60_500);
        assertThat(found).isEmpty();

        // By now the question would come once an hour; whoever was away is found again in the time that it was away.
        List<Question> again = List.of(Question.of(Say.type("web"), RecordType.PTR));
        for (int away = 1_000; away < 600_000; away *= 2) {
            wire.multicasts();
            time.pass(away);
            assertThat(wire.asked()).containsAll(again);
        }
    }

    @Test
    void asksNoMoreOftenForATypeWhoseHostSaidGoodbye() {
        browser.heard(Say.response(NODE, WEB), BETA);
        time.pass(100_000);
        wire.multicasts();

        browser.heard(Say.goodbye(NODE, WEB), BETA);
        time.pass(20_000);

        assertThat(wire.asked()).isEmpty();
    }

    @Test
    void keepsAHostThatAnswers() {
        browser.heard(Say.response(NODE, WEB), BETA);
        for (int i = 0; i < 3_600; i++) {
            time.pass(1_000);
            if (wire.asked().contains(Question.of(WEB.owner(), RecordType.SRV))) {
                browser.heard(Say.response(WEB.unique().get(0), NODE.unique().get(0)), BETA);
            }
        }

        assertThat(found).hasSize(1);
        assertThat(lost).isEmpty();
        // A sign of life now and then, and not a stream of them.
        assertThat(tellings).isBetween(30, 60);
    }

    @Test
    void asksForTheFactsAgainBeforeTheyExpire() {
        browser.heard(Say.response(NODE, WEB), BETA);
        boolean asked = false;
        for (int i = 0; i < 4_000 && !asked; i++) {
            time.pass(1_000);
            browser.heard(Say.response(WEB.unique().get(0), NODE.unique().get(0)), BETA);
            asked = wire.asked().contains(Question.of(WEB.owner(), RecordType.TXT));
        }

        assertThat(asked).isTrue();
        assertThat(found).hasSize(1);
    }

    @Test
    void noticesOtherValues() {
        browser.heard(Say.response(NODE, WEB), BETA);
        time.pass(1_000);

        browser.heard(Say.response(Say.text(WEB.owner(), "a=2"), Say.server(WEB.owner(), HOST, 81)), BETA);

        assertThat(found.get(WEB.owner()).txt()).containsExactly("a=2");
        assertThat(found.get(WEB.owner()).port()).isEqualTo(81);
        assertThat(lost).isEmpty();
    }

    @Test
    void followsAHostToAnotherAddress() {
        browser.heard(Say.response(NODE, WEB), BETA);
        time.pass(5_000);

        browser.heard(Say.response(Say.address(HOST, "10.0.0.77")), Say.address("10.0.0.77"));

        assertThat(found.get(WEB.owner()).address()).isEqualTo(Say.address("10.0.0.77"));
        assertThat(lost).isEmpty();
    }

    @Test
    void prefersAnAddressOfThisLink() {
        browser.heard(
                Say.response(
                        Say.address(HOST, "172.17.0.1"),
                        Say.address(HOST, "2001:db8::2"),
                        Say.address(HOST, "10.0.0.2")),
                BETA);
        browser.heard(
                Say.response(
                        WEB.shared().get(0),
                        WEB.unique().get(0),
                        WEB.unique().get(1),
                        Say.address(HOST, "172.17.0.1"),
                        Say.address(HOST, "2001:db8::2"),
                        Say.address(HOST, "10.0.0.2")),
                BETA);

        assertThat(found.get(WEB.owner()).address()).isEqualTo(BETA);
    }

    @Test
    void keepsTheAddressOfThisLinkOfAHostThatHasTwoHere() {
        browser.heard(Say.response(NODE, WEB), BETA);
        for (int i = 0; i < 50; i++) {
            time.pass(2_000);
            browser.heard(Say.response(Say.address(HOST, "10.78.0.2")), Say.address("10.78.0.2"));
            time.pass(2_000);
            browser.heard(Say.response(NODE, WEB), BETA);
        }

        assertThat(found.get(WEB.owner()).address()).isEqualTo(BETA);
        assertThat(lost).isEmpty();
        // One reachable address has gone, the other is better than none.
        for (int i = 0; i < 70; i++) {
            time.pass(2_000);
            browser.heard(
                    Say.response(Say.address(HOST, "10.78.0.2"), WEB.unique().get(0)), Say.address("10.78.0.2"));
        }
        assertThat(found.get(WEB.owner()).address()).isEqualTo(Say.address("10.78.0.2"));
    }

    @Test
    void keepsNoMoreOfTheFactsThanTheDirectoryWill() {
        String[] facts = IntStream.range(0, 100)
                .mapToObj(i -> "k" + i + "=" + "x".repeat(60))
                .toArray(String[]::new);

        browser.heard(
                Say.response(
                        NODE.unique().get(0), WEB.shared().get(0), WEB.unique().get(0), Say.text(WEB.owner(), facts)),
                BETA);

        assertThat(found.get(WEB.owner()).txt()).hasSizeBetween(15, 25);
    }

    @Test
    void takesForAnIdOnlyWhatCanBeOne() {
        for (String id : List.of("a/b", "x".repeat(64), "", "<b>", "é")) {
            browser.heard(
                    Say.response(NODE, WEB, Entry.service("beta", Plan.NODE_TYPE, HOST, 0, List.of("id=" + id))), BETA);
            time.pass(1_000);
            assertThat(found.get(WEB.owner()).nodeId()).isEmpty();
        }
    }

    @Test
    void countsOnlyWhatItHeardAsASignOfLife() {
        browser.heard(Say.response(NODE, WEB), BETA);
        var first = found.get(WEB.owner()).lastHeard();
        time.pass(115_000);

        // It asked four times meanwhile, and heard nothing.
        assertThat(found.get(WEB.owner()).lastHeard()).isEqualTo(first);
        assertThat(tellings).isEqualTo(1);
        browser.heard(Say.response(WEB.unique().get(0)), BETA);
        assertThat(found.get(WEB.owner()).lastHeard()).isAfter(first.plusSeconds(100));
        assertThat(found.get(WEB.owner()).firstHeard()).isEqualTo(first);
    }

    @Test
    void doesNotBelieveAddressesThatLeadElsewhere() {
        for (String lie : List.of("127.0.0.1", "0.0.0.0", "224.0.0.1", "169.254.1.1", "::1", "fe80::1")) {
            browser.heard(
                    Say.response(
                            WEB.shared().get(0),
                            WEB.unique().get(0),
                            WEB.unique().get(1),
                            Say.address(HOST, lie)),
                    BETA);
        }

        assertThat(found).isEmpty();
    }

    @Test
    void knowsTheNodeOfAHost() {
        browser.heard(Say.response(NODE, WEB), BETA);
        assertThat(found.get(WEB.owner()).nodeId()).isEmpty();
        time.pass(600);

        browser.heard(Say.response(IDENTITY), BETA);

        assertThat(found.get(WEB.owner()).nodeId()).contains("b2b2");
        assertThat(found.get(IDENTITY.owner()).nodeId()).contains("b2b2");
    }

    @Test
    void knowsTheNodeOfAServiceOnAnothersAddress() {
        Name foreign = HOST.child("10-0-0-200");
        Entry printer = Entry.service("Printer @beta", Say.type("printer"), foreign, 631, List.of());

        browser.heard(Say.response(NODE, IDENTITY, Entry.host(foreign, Say.address("10.0.0.200")), printer), BETA);

        assertThat(found.get(printer.owner()).nodeId()).contains("b2b2");
        assertThat(found.get(printer.owner()).address()).isEqualTo(Say.address("10.0.0.200"));
    }

    @Test
    void doesNotLetAStrangerSpeakForAHostUnderAnotherName() {
        browser.heard(Say.response(NODE, WEB, IDENTITY), BETA);
        Entry forged = Entry.service("mallory", Plan.NODE_TYPE, HOST, 0, List.of("id=6666"));

        browser.heard(Say.response(forged), Say.address("10.0.0.66"));

        assertThat(found.get(WEB.owner()).nodeId()).contains("b2b2");
    }

    @Test
    void hearsOfATypeThatAppearsForTheFirstTime() {
        browser.heard(Say.response(Say.pointer(Entry.TYPES, Name.of("_Docker", "_udp", "local"))), BETA);
        time.pass(200);
        assertThat(wire.asked()).containsExactly(Question.of(Name.of("_docker", "_udp", "local"), RecordType.PTR));

        time.pass(100_000);
        assertThat(wire.asked()).hasSizeBetween(5, 7);
    }

    @Test
    void readsPartsOfTypesAndCapitalLetters() {
        Name type = Name.of("_Docker", "_tcp", "local");
        Name instance = type.child("img_container");
        browser.heard(
                Say.response(
                        Say.pointer(Name.of("_x", "_sub", "_Docker", "_tcp", "local"), instance),
                        Say.server(instance, HOST, 8080),
                        Say.text(instance),
                        NODE.unique().get(0)),
                BETA);

        assertThat(ServiceType.of(found.get(instance).instance().parent()))
                .contains(new ServiceType("Docker", Protocol.TCP));
    }

    @Test
    void ignoresWhatIsNoService() {
        Name type = Say.type("web");
        browser.heard(
                Say.response(
                        Say.pointer(Name.of("1", "0", "0", "10", "in-addr", "arpa"), HOST),
                        Say.pointer(type, type),
                        Say.pointer(type, Say.type("chat").child("Chat")),
                        Say.pointer(type, Name.of("local")),
                        Say.pointer(Name.of("web", "_tcp", "local"), Name.of("x", "web", "_tcp", "local")),
                        Say.pointer(Name.of("_web", "_sctp", "local"), Name.of("x", "_web", "_sctp", "local")),
                        Say.pointer(Name.of("_web", "_tcp", "example"), Name.of("x", "_web", "_tcp", "example"))),
                BETA);
        time.pass(10_000);

        assertThat(found).isEmpty();
        assertThat(wire.asked()).allMatch(question -> question.name().equals(type));
    }

    @Test
    void skipsWhatThisNodeAnnouncesItself() {
        own.add(WEB.owner());
        browser.heard(Say.response(NODE, WEB), BETA);
        assertThat(found).isEmpty();

        own.clear();
        own.add(HOST);
        Entry chat = Entry.service("Chat", Say.type("chat"), HOST, 1, List.of());
        browser.heard(Say.response(NODE, chat), BETA);
        assertThat(found).isEmpty();
    }

    @Test
    void tellsWhoAsksWhatItKnowsAlready() {
        browser.heard(Say.response(NODE, WEB), BETA);
        time.pass(1_500);

        List<Resource> known = wire.multicasts().stream()
                .flatMap(message -> message.answers().stream())
                .toList();
        assertThat(known).isNotEmpty().allMatch(record -> record.data().equals(new Rdata.Pointer(WEB.owner())));
    }

    @Test
    void keepsNoMoreThanItsShareOfOneSource() {
        for (int i = 0; i < 10_000; i++) {
            browser.heard(Say.response(NODE, service("flood" + i)), Say.address("10.0.0.66"));
        }

        assertThat(found).hasSize(Browser.MAX_PER_SOURCE);
        browser.heard(Say.response(NODE, WEB), BETA);
        assertThat(found).containsKey(WEB.owner());
    }

    @Test
    void prefersWholeServicesToMereNamesOfTheSameSource() {
        for (int i = 0; i < 10_000; i++) {
            browser.heard(Say.response(service("flood" + i).shared().get(0)), BETA);
        }
        assertThat(found).isEmpty();

        browser.heard(Say.response(NODE, WEB), BETA);

        assertThat(found).containsOnlyKeys(WEB.owner());
        for (int i = 0; i < 10_000; i++) {
            browser.heard(Say.response(service("flood" + i).shared().get(0)), BETA);
        }
        assertThat(found).containsOnlyKeys(WEB.owner());
    }

    @Test
    void makesRoomForAQuietHostAmongLoudOnes() {
        for (int source = 1; source <= 10; source++) {
            for (int i = 0; i < 400; i++) {
                browser.heard(Say.response(NODE, service("flood" + source + "x" + i)), Say.address("10.0.1." + source));
            }
        }
        assertThat(found).hasSize(Browser.MAX_SERVICES);

        browser.heard(Say.response(NODE, WEB), BETA);

        assertThat(found).hasSize(Browser.MAX_SERVICES).containsKey(WEB.owner());
    }

    @Test
    void asksForNoMoreTypesThanItsLimit() {
        for (int i = 0; i < 5_000; i++) {
            browser.heard(Say.response(Say.pointer(Entry.TYPES, Say.type("type" + i))), BETA);
        }
        time.pass(20_000);
        wire.multicasts();
        time.pass(40_000);

        // Each has one or two questions in that time.
        assertThat(wire.asked()).hasSizeLessThan(2 * Types.MAX);
        assertThat(time.waiting()).isLessThan(Types.MAX + 10);
    }

    @Test
    void keepsATypeThatHasServicesAmongManyThatHaveNone() {
        browser.heard(Say.response(NODE, WEB), BETA);
        for (int i = 0; i < 5_000; i++) {
            browser.heard(Say.response(Say.pointer(Entry.TYPES, Say.type("type" + i))), BETA);
        }
        wire.multicasts();
        for (int i = 0; i < 10; i++) {
            browser.heard(Say.response(NODE, WEB), BETA);
            time.pass(100_000);
        }

        assertThat(wire.asked()).contains(Question.of(Say.type("web"), RecordType.PTR));
    }

    @Test
    void doesNotStormOverThreeHundredServicesThatAreNamedOnly() {
        IntStream.range(0, 300)
                .forEach(i ->
                        browser.heard(Say.response(service("s" + i).shared().get(0)), BETA));
        int questions = 0;
        for (int second = 0; second < 60; second++) {
            time.pass(1_000);
            int now = wire.asked().size();
            assertThat(now).isLessThanOrEqualTo(1_000 / Asker.PAUSE * Asker.BATCH + Asker.BATCH);
            questions += now;
        }

        // Four times SRV and TXT of each, and the questions for the type.
        assertThat(questions).isBetween(1_800, 2_420);
        time.pass(600_000);
        assertThat(wire.asked()).hasSizeLessThan(10);
    }

    @Test
    void passesOnAValueThatTurnsToAndFroOnlyNowAndThen() {
        browser.heard(Say.response(NODE, WEB), BETA);
        int before = tellings;
        for (int i = 0; i < 1_000; i++) {
            browser.heard(Say.response(Say.server(WEB.owner(), HOST, i)), BETA);
            time.pass(1);
        }
        assertThat(tellings - before).isLessThanOrEqualTo(2);

        time.pass(1_000);
        assertThat(found.get(WEB.owner()).port()).isEqualTo(999);
    }

    @Test
    void forgetsEverythingOfAHostWhoseServicesAreGone() {
        for (int i = 0; i < 1_000; i++) {
            Name host = Say.host("host" + i);
            Entry service = Entry.service("s" + i, Say.type("web"), host, 1, List.of());
            browser.heard(Say.response(Entry.host(host, BETA), service), BETA);
            browser.heard(Say.goodbye(service), BETA);
        }

        assertThat(found).isEmpty();
        // Only the questions for three types are left.
        assertThat(time.waiting()).isLessThanOrEqualTo(4);
    }

    @Test
    void takesAnEmptyIdForNone() {
        Entry nameless = Entry.service("beta", Plan.NODE_TYPE, HOST, 0, List.of());
        browser.heard(Say.response(NODE, nameless, WEB), BETA);

        assertThat(found.get(WEB.owner()).nodeId()).isEqualTo(Optional.empty());
    }

    private static Entry service(String label) {
        return Entry.service(label, Say.type("web"), HOST, 80, List.of("a=1"));
    }
}
