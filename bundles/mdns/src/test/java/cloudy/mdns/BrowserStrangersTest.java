// SPDX-License-Identifier: Apache-2.0
package cloudy.mdns;

import static org.assertj.core.api.Assertions.assertThat;

import cloudy.api.Protocol;
import cloudy.mdns.wire.Name;
import cloudy.mdns.wire.Question;
import cloudy.mdns.wire.Rdata;
import cloudy.mdns.wire.RecordType;
import cloudy.mdns.wire.Resource;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a browser makes of strangers who say too much, or what is not theirs to say. */
class BrowserStrangersTest extends BrowserScene {

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
    void keepsFewerWhereThereAreManyLinks() {
        assertThat(Station.room(1)).isEqualTo(Station.room(2)).isEqualTo(Browser.MAX_SERVICES);
        assertThat(Station.room(10)).isEqualTo(Browser.MAX_SERVICES / 5);
        room = Station.room(10);
        for (int source = 1; source <= 10; source++) {
            for (int i = 0; i < 100; i++) {
                browser.heard(Say.response(NODE, service("flood" + source + "x" + i)), Say.address("10.0.1." + source));
            }
        }

        assertThat(found).hasSize(room);
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
}
