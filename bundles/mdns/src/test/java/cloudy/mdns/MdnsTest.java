// SPDX-License-Identifier: Apache-2.0
package cloudy.mdns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cloudy.api.Audience;
import cloudy.api.Offer;
import cloudy.api.Protocol;
import cloudy.api.Txt;
import cloudy.api.network.Announcement;
import cloudy.api.network.Outcome;
import cloudy.api.network.Wanted;
import cloudy.mdns.wire.Message;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nodes on real sockets. */
class MdnsTest {

    private static final Wanted WEB =
            new Wanted("w", Offer.of("web", "Web 1.2", 80).with(Txt.parse("a=1&b=2")));

    private final Segment segment = new Segment();
    private final Map<String, Outcome> outcomes = new ConcurrentHashMap<>();
    private final Heard heard = new Heard();

    @AfterEach
    void close() throws Exception {
        segment.close();
    }

    @Test
    void isACarrierOfTheLan() {
        Mdns alpha = segment.node("alpha");

        assertThat(alpha.carrier()).isEqualTo("mdns");
        assertThat(alpha.reach()).isEqualTo(Audience.LAN);
    }

    @Test
    void isHeardByAnotherNodeAndForgottenWhenItWithdraws() {
        Mdns alpha = segment.node("alpha");
        segment.node("beta").find(heard);

        publish(alpha, WEB);
        soon().until(() -> heard.of("web").size() == 1);

        Announcement web = heard.of("web").get(0);
        assertThat(web.description()).isEqualTo("Web 1.2");
        assertThat(web.host()).isEqualTo("alpha");
        assertThat(web.nodeId()).contains("alphaalphaalphaa");
        assertThat(web.address()).isEqualTo(Say.address("127.0.0.1"));
        assertThat(web.port()).isEqualTo(80);
        assertThat(web.txt()).isEqualTo(Txt.parse("a=1&b=2"));
        assertThat(heard.of("cloudy-node")).hasSize(1);
        soon().until(() -> Outcome.announced().equals(outcomes.get("w")));

        publish(alpha);
        soon().until(() -> heard.all().isEmpty());
    }

    @Test
    void carriesCapitalLettersAndUdpAndForeignAddresses() {
        Mdns alpha = segment.node("alpha");
        segment.node("beta").find(heard);

        publish(
                alpha,
                new Wanted("d", Offer.of("Docker", "img_container", 8080).over(Protocol.UDP)),
                new Wanted("p", Offer.of("printer", "Down the hall", 631).at(Say.address("10.9.8.7"))));
        soon().until(() -> heard.of("Docker").size() == 1 && heard.of("printer").size() == 1);

        assertThat(heard.of("Docker").get(0).protocol()).isEqualTo(Protocol.UDP);
        Announcement printer = heard.of("printer").get(0);
        assertThat(printer.address()).isEqualTo(Say.address("10.9.8.7"));
        assertThat(printer.description()).isEqualTo("Down the hall");
        assertThat(printer.host()).isEqualTo("alpha");
        soon().until(() -> heard.of("printer").get(0).nodeId().isPresent());
    }

    @Test
    void saysNothingBeforeAServiceIsWanted() {
        Mdns alpha = segment.node("alpha");
        publish(alpha);
        List<Message> all = new ArrayList<>();
        // It asks, a second time after a second; it claims and announces nothing.
        soon().until(() -> {
            all.addAll(segment.overheard());
            return all.size() >= 2;
        });

        assertThat(all).noneMatch(Message::response).allMatch(message -> message.authorities()
                .isEmpty());
    }

    @Test
    void doesNotHearItself() {
        Mdns alpha = segment.node("alpha");
        alpha.find(heard);
        Mdns beta = segment.node("beta");
        var other = new Heard();
        beta.find(other);
        publish(alpha, WEB, new Wanted("p", Offer.of("printer", "Foreign", 1).at(Say.address("10.9.8.7"))));
        beta.publish(List.of(new Wanted("c", Offer.of("chat", "Chat", 9))), outcome -> {});

        soon().until(() -> other.all().size() == 3 && heard.of("chat").size() == 1);
        assertThat(heard.all()).allMatch(announcement -> announcement.host().equals("beta"));

        publish(alpha);
        soon().until(() -> other.all().isEmpty());
        assertThat(heard.all()).allMatch(announcement -> announcement.host().equals("beta"));
    }

    @Test
    void listsTwoNodesWithOneDescription() {
        segment.node("gamma").find(heard);
        publish(segment.node("alpha"), new Wanted("p", Offer.of("proxy3", "Proxy3_System", 3128)));
        publish(segment.node("beta"), new Wanted("p", Offer.of("proxy3", "Proxy3_System", 3128)));

        soon().until(() -> heard.of("proxy3").size() == 2);
        assertThat(heard.of("proxy3"))
                .extracting(Announcement::description)
                .containsExactly("Proxy3_System", "Proxy3_System");
        assertThat(heard.of("proxy3")).extracting(Announcement::host).containsExactlyInAnyOrder("alpha", "beta");
    }

    @Test
    void takesASecondNameWhenAnotherNodeHasItsOwn() {
        segment.node("gamma").find(heard);
        Mdns first = segment.node("pi", "1111222233334444");
        publish(first, new Wanted("p", Offer.of("proxy3", "Proxy3_System", 3128)));
        soon().until(() -> heard.of("proxy3").size() == 1);

        // Another port, and so another word under the same name; the address is the same on one host.
        Mdns second = segment.node("pi", "5555666677778888");
        var answers = new ConcurrentHashMap<String, Outcome>();
        second.publish(List.of(new Wanted("q", Offer.of("proxy3", "Proxy3_System", 3129))), answers::putAll);

        soon().until(() -> heard.of("proxy3").size() == 2 && answers.containsValue(Outcome.announced()));
        assertThat(heard.of("proxy3")).extracting(Announcement::port).containsExactlyInAnyOrder(3128, 3129);
        assertThat(heard.of("proxy3"))
                .extracting(announcement -> announcement.nodeId().orElseThrow())
                .containsExactlyInAnyOrder("1111222233334444", "5555666677778888");
    }

    @Test
    void keepsItsNameWhenItWithdrawsAndPublishesInAHurry() {
        segment.node("beta").find(heard);
        Mdns alpha = segment.node("alpha");
        for (int i = 0; i < 50; i++) {
            publish(alpha, WEB);
            publish(alpha);
        }
        publish(alpha, WEB);
        soon().until(() -> heard.of("web").size() == 1);
        for (int port = 1; port <= 20; port++) {
            publish(alpha);
            publish(alpha, new Wanted("w", Offer.of("web", "Web 1.2", port)));
        }

        soon().until(() -> heard.of("web").stream().anyMatch(web -> web.port() == 20));
        assertThat(heard.of("web")).extracting(Announcement::description).containsExactly("Web 1.2");
        assertThat(heard.of("web").get(0).id()).contains("Web 1\\.2 @alpha");
    }

    @Test
    void tellsADirectoryThatComesLaterAllThatIsKnown() {
        Mdns beta = segment.node("beta");
        beta.find(heard);
        publish(segment.node("alpha"), WEB);
        soon().until(() -> heard.of("web").size() == 1);

        var later = new Heard();
        beta.find(later);

        soon().until(() -> later.of("web").size() == 1);
    }

    @Test
    void findsWhatWasAnnouncedBeforeItCame() {
        publish(segment.node("alpha"), WEB);
        soon().until(() -> outcomes.containsKey("w"));

        segment.node("beta").find(heard);

        soon().until(() -> heard.of("web").size() == 1);
    }

    @Test
    void saysGoodbyeAtOnceWhenItIsClosedAndLeavesNoThread() throws Exception {
        segment.node("beta").find(heard);
        Mdns alpha = segment.node("alpha");
        publish(alpha, WEB);
        soon().until(() -> heard.of("web").size() == 1);
        assertThat(threads()).isEqualTo(2);
        segment.overheard();

        long start = System.nanoTime();
        alpha.close();
        long milliseconds = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);

        assertThat(milliseconds).isLessThan(900);
        assertThat(segment.overheard().stream().flatMap(Message::told))
                .anyMatch(record -> record.ttl() == 0 && record.name().equals(Say.host("alpha")));
        soon().until(() -> heard.all().isEmpty());
        assertThat(threads()).isEqualTo(1);
        // What comes too late harms nobody.
        publish(alpha, WEB);
        alpha.find(new Heard());
        alpha.close();
    }

    @Test
    void leavesNoGhostWhenItStartsAgainWithLess() throws Exception {
        segment.node("gamma").find(heard);
        Mdns alpha = segment.node("alpha");
        publish(alpha, WEB, new Wanted("c", Offer.of("chat", "Chat", 9)));
        soon().until(() -> heard.all().size() == 3);
        alpha.close();

        publish(segment.node("alpha"), WEB);

        soon().until(() ->
                heard.of("web").size() == 1 && heard.of("cloudy-node").size() == 1);
        assertThat(heard.all()).hasSize(2);
    }

    @Test
    void leavesNoGhostOfItsLifeBeforeAKillWhenItWithdrawsBeforeItAnnounces() throws Exception {
        segment.node("beta").find(heard);
        segment.awaitMessage(question -> true);
        // What a node said that has been killed since.
        InetAddress address = Say.address("127.0.0.1");
        Entry web = Entry.service("Web 1.2 @alpha", Say.type("web"), Say.host("alpha"), 80, List.of("a=1", "b=2"));
        segment.say(Entry.host(Say.host("alpha"), address), web);
        soon().until(() -> heard.of("web").size() == 1);

        Mdns alpha = segment.node("alpha");
        publish(alpha, WEB);
        segment.awaitMessage(probe -> !probe.authorities().isEmpty());
        publish(alpha);

        soon().until(() -> heard.of("web").isEmpty());
    }

    @Test
    void announcesThreeHundredServicesWithoutAStorm() {
        Mdns beta = segment.node("beta");
        beta.find(heard);
        Mdns alpha = segment.node("alpha");
        publish(
                alpha,
                IntStream.range(0, 300)
                        .mapToObj(i -> new Wanted("id" + i, Offer.of("many", "Service number " + i, i)))
                        .toArray(Wanted[]::new));

        List<Message> messages = new ArrayList<>();
        soon().until(() -> {
            messages.addAll(segment.overheard());
            return heard.of("many").size() == 300;
        });
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(4);
        await().atMost(Duration.ofSeconds(10)).until(() -> {
            messages.addAll(segment.overheard());
            return System.nanoTime() > until;
        });

        // Three announcements of some 50 messages each, as many to answer the first questions, and the probes.
        assertThat(messages).hasSizeLessThan(450);
        assertThat(messages.stream()
                        .filter(message ->
                                !message.response() && message.authorities().isEmpty())
                        .flatMap(message -> message.questions().stream()))
                .hasSizeLessThan(60);
        assertThat(outcomes).hasSize(300).containsValue(Outcome.announced());
        publish(alpha);
        soon().until(() -> heard.all().isEmpty());
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().contains("mdns"))
                .count();
    }

    private void publish(Mdns node, Wanted... wanted) {
        node.publish(List.of(wanted), outcomes::putAll);
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(15)).pollInterval(Duration.ofMillis(10));
    }
}
