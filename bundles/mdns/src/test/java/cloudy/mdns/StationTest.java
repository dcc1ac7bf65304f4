// SPDX-License-Identifier: Apache-2.0
package cloudy.mdns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cloudy.api.Offer;
import cloudy.api.network.Announcement;
import cloudy.api.network.Outcome;
import cloudy.api.network.Wanted;
import java.net.Inet4Address;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A node whose interfaces come and go. */
class StationTest {

    private static final Wanted WEB = new Wanted("w", Offer.of("web", "Web", 80));

    private final Segment segment = new Segment();
    private final Map<String, Outcome> outcomes = new ConcurrentHashMap<>();
    private final Heard heard = new Heard();
    private final Plugs plugs = new Plugs();

    /** Interfaces that the test plugs in. */
    private static final class Plugs extends Interfaces {

        private volatile Set<Attachment> plugged = Set.of();
        private volatile boolean failing;

        Plugs() {
            super("lo");
        }

        @Override
        Set<Attachment> usable() throws SocketException {
            if (failing) {
                throw new SocketException("too many open files");
            }
            return plugged;
        }
    }

    @AfterEach
    void close() throws Exception {
        segment.close();
    }

    @Test
    void withholdsEverythingWhileThereIsNoInterface() {
        Mdns alpha = alpha(Optional.empty());
        publish(alpha, WEB);

        soon().until(() -> outcomes.containsKey("w"));
        assertThat(outcomes.get("w").kind()).isEqualTo(Outcome.Kind.WITHHELD);
        assertThat(outcomes.get("w").reason()).isEqualTo("none of the interfaces lo is up with an IPv4 address");
    }

    @Test
    void announcesOnAnInterfaceThatComesAndWithholdsWhenItGoes() throws Exception {
        segment.node("beta").find(heard);
        Mdns alpha = alpha(Optional.empty());
        publish(alpha, WEB);
        soon().until(() -> outcomes.containsKey("w"));

        plugs.plugged = Set.of(lo());
        soon().until(() -> heard.of("web").size() == 1 && Outcome.announced().equals(outcomes.get("w")));

        plugs.plugged = Set.of();
        soon().until(() -> outcomes.get("w").kind() == Outcome.Kind.WITHHELD);
        plugs.plugged = Set.of(lo());
        soon().until(() -> Outcome.announced().equals(outcomes.get("w")));
        assertThat(heard.of("web")).hasSize(1);
    }

    @Test
    void forgetsWhatItHeardOnAnInterfaceThatGoes() throws Exception {
        plugs.plugged = Set.of(lo());
        Mdns alpha = alpha(Optional.empty());
        alpha.find(heard);
        publish(segment.node("beta"), WEB);
        soon().until(() -> heard.of("web").size() == 1);

        plugs.plugged = Set.of();
        soon().until(() -> heard.all().isEmpty());

        plugs.plugged = Set.of(lo());
        soon().until(() -> heard.of("web").size() == 1);
    }

    @Test
    void followsAnInterfaceToAnotherAddress() throws Exception {
        segment.node("beta").find(heard);
        plugs.plugged = Set.of(lo());
        publish(alpha(Optional.empty()), WEB);
        soon().until(() -> heard.of("web").size() == 1);

        plugs.plugged = Set.of(lo("127.0.0.9"));

        soon().until(() ->
                heard.of("web").stream().map(Announcement::address).toList().equals(List.of(Say.address("127.0.0.9"))));
    }

    /** Who judges the network is told of the cable, and of nothing while it stays. */
    @Test
    void hasTheNetworkJudgedAnewWhenAnInterfaceComesOrGoes() throws Exception {
        var touched = new CopyOnWriteArrayList<String>();
        Mdns alpha = alpha(Optional.empty());
        alpha.sinks = List.of(event -> touched.add(event.type() + ' ' + event.subject()));

        plugs.plugged = Set.of(lo());
        soon().until(() -> touched.contains("check lan-announcements"));
        assertThat(touched).contains("check network", "check cluster").doesNotHaveDuplicates();

        touched.clear();
        plugs.plugged = Set.of();
        soon().until(() -> touched.contains("check network"));
    }

    @Test
    void saysTheAddressThatTheOperatorWishesWhereItIsNoneOfThisHosts() throws Exception {
        segment.node("beta").find(heard);
        plugs.plugged = Set.of(lo());
        publish(alpha(Optional.of((Inet4Address) Say.address("192.0.2.7"))), WEB);

        soon().until(() -> heard.of("web").size() == 1);
        assertThat(heard.of("web").get(0).address()).isEqualTo(Say.address("192.0.2.7"));
    }

    @Test
    void saysTheWishedOneOfSeveralAddressesOfTheInterface() throws Exception {
        segment.node("beta").find(heard);
        var networks = List.of(network("127.0.0.1"), network("127.0.0.5"));
        plugs.plugged = Set.of(new Attachment("lo", lo().index(), networks));
        publish(alpha(Optional.of((Inet4Address) Say.address("127.0.0.5"))), WEB);

        soon().until(() -> heard.of("web").size() == 1);
        assertThat(heard.of("web").get(0).address()).isEqualTo(Say.address("127.0.0.5"));
    }

    @Test
    void looksAgainAfterALookThatFailed() throws Exception {
        plugs.failing = true;
        Mdns alpha = alpha(Optional.empty());
        publish(alpha, WEB);

        plugs.plugged = Set.of(lo());
        plugs.failing = false;

        soon().until(() -> Outcome.announced().equals(outcomes.get("w")));
    }

    @Test
    void saysWhyAnInterfaceIsOfNoUseAndTriesItAgain() throws Exception {
        plugs.plugged = Set.of(new Attachment("gone0", 99_999, List.of(network("10.0.0.1"))));
        Mdns alpha = alpha(Optional.empty());
        publish(alpha, WEB);

        soon().until(() -> outcomes.containsKey("w"));
        assertThat(outcomes.get("w").reason())
                .isEqualTo("mDNS cannot be spoken on gone0 (10.0.0.1): the interface is gone");

        plugs.plugged = Set.of(lo());
        soon().until(() -> Outcome.announced().equals(outcomes.get("w")));
    }

    @Test
    void answersEachCallAnew() throws Exception {
        plugs.plugged = Set.of(lo());
        Mdns alpha = alpha(Optional.empty());
        publish(alpha, WEB);
        soon().until(() -> outcomes.containsKey("w"));

        var again = new ConcurrentHashMap<String, Outcome>();
        alpha.publish(List.of(WEB, new Wanted("c", Offer.of("chat", "Chat", 9))), again::putAll);

        soon().until(() -> again.size() == 2);
        assertThat(again).containsEntry("w", Outcome.announced()).containsEntry("c", Outcome.announced());
    }

    @Test
    void goesOnWhenTheRegistryFails() throws Exception {
        plugs.plugged = Set.of(lo());
        segment.node("beta").find(heard);
        Mdns alpha = alpha(Optional.empty());
        alpha.publish(List.of(WEB), outcome -> {
            throw new IllegalStateException("full of bees");
        });
        soon().until(() -> heard.of("web").size() == 1);

        publish(alpha);

        soon().until(() -> heard.all().isEmpty());
    }

    private Mdns alpha(Optional<Inet4Address> wished) {
        var node = new TestNode("alpha", "a1a1a1a1a1a1a1a1", wished.map(address -> address));
        return segment.join(new Mdns(node, plugs, new Sockets(), segment.port(), 50));
    }

    private void publish(Mdns node, Wanted... wanted) {
        node.publish(List.of(wanted), outcomes::putAll);
    }

    private static Attachment lo() throws SocketException {
        return Attachment.of(NetworkInterface.getByName("lo")).orElseThrow();
    }

    private static Attachment lo(String address) throws SocketException {
        return new Attachment("lo", lo().index(), List.of(network(address)));
    }

    private static Attachment.Network network(String address) {
        return new Attachment.Network((Inet4Address) Say.address(address), 8);
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(15)).pollInterval(Duration.ofMillis(10));
    }
}
