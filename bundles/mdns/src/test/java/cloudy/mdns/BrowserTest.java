// SPDX-License-Identifier: Apache-2.0
package cloudy.mdns;

import static org.assertj.core.api.Assertions.assertThat;

import cloudy.mdns.wire.Name;
import cloudy.mdns.wire.Question;
import cloudy.mdns.wire.RecordType;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a browser asks, finds and loses among those who mean well. */
class BrowserTest extends BrowserScene {

    @Test
    void asksForTypesAndForNodesLessAndLessOften() {
        var link = new RecordingWire();
        new Browser(
                        time,
                        time,
                        link,
                        new Random(1),
                        eth0,
                        own::contains,
                        () -> Browser.MAX_SERVICES,
                        new Browser.Listener() {
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
}
