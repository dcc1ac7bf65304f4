// SPDX-License-Identifier: Apache-2.0
package cloudy.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import cloudy.api.Audience;
import cloudy.api.Offer;
import cloudy.api.Protocol;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressBuilder;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanTest {

    private static final Node PI1 = board("pi1", "192.0.2.1", "True");
    private static final Node PI2 = board("pi2", "192.0.2.2", "True");

    @Test
    void announcesEveryPortWithItsName() {
        Service service = new ServiceBuilder(Home.nodePort("cloudy", "git", 30_001, Map.of()))
                .editSpec()
                .editFirstPort()
                .withName("web")
                .endPort()
                .addNewPort()
                .withName("ssh")
                .withPort(22)
                .withNodePort(30_022)
                .endPort()
                .addNewPort()
                .withName("game")
                .withProtocol("UDP")
                .withPort(99)
                .withNodePort(30_099)
                .endPort()
                .endSpec()
                .build();

        List<Offer> offers =
                one(service, Home.slice("cloudy", "git", "pi1", true)).offers();

        assertThat(offers).extracting(Offer::description).containsExactly("git (web)", "git (ssh)", "git (game)");
        assertThat(offers).extracting(Offer::port).containsExactly(30_001, 30_022, 30_099);
        assertThat(offers).extracting(Offer::protocol).containsExactly(Protocol.TCP, Protocol.TCP, Protocol.UDP);
        assertThat(offers).extracting(Offer::key).doesNotHaveDuplicates();
    }

    @Test
    void followsTheAnnotations() {
        Service service = Home.nodePort(
                "home",
                "etherpad-lite",
                30_001,
                Map.of(
                        "cloudy.community/publish", "true",
                        "cloudy.community/type", "etherpad",
                        "cloudy.community/name", "Pads",
                        "cloudy.community/path", "/p/",
                        "cloudy.community/tags", "text,office",
                        "cloudy.community/audience", "lan"));

        Offer offer = one(service, Home.slice("home", "etherpad-lite", "pi1", true))
                .offers()
                .get(0);

        assertThat(offer.type()).isEqualTo("etherpad");
        assertThat(offer.description()).isEqualTo("Pads");
        assertThat(offer.audience()).isEqualTo(Audience.LAN);
        assertThat(offer.txt()).hasToString("NodePort&path=/p/&tags=text,office");
    }

    @ParameterizedTest
    @CsvSource({
        "type, a type with blanks, type: must be 1 to 15 letters",
        "audience, everybody, audience: must be lan or community",
        "port, ssh, it has no port ssh"
    })
    void saysWhichAnnotationIsWrong(String word, String value, String why) {
        Service service = Home.nodePort("cloudy", "nginx", 30_001, Map.of("cloudy.community/" + word, value));

        Entry entry = one(service, Home.slice("cloudy", "nginx", "pi1", true));

        assertThat(entry.state()).isEqualTo(Entry.State.REFUSED);
        assertThat(entry.why().english()).startsWith(why);
        assertThat(entry.offers()).isEmpty();
    }

    @Test
    void refusesWhatOnlyTheClusterCanUse() {
        Service service = typed("ClusterIP");

        Entry entry = one(service, Home.slice("cloudy", "nginx", "pi1", true));

        assertThat(entry.state()).isEqualTo(Entry.State.REFUSED);
        assertThat(entry.why().english()).contains("of type ClusterIP", "NodePort");
        assertThat(entry.why().byLanguage()).containsKeys("ca", "es", "en");
    }

    @Test
    void waitsForTheAddressOfALoadBalancerAndTakesIt() {
        EndpointSlice slice = Home.slice("cloudy", "nginx", "pi1", true);
        assertThat(one(typed("LoadBalancer"), slice).state()).isEqualTo(Entry.State.WAITING);

        Service given = new ServiceBuilder(typed("LoadBalancer"))
                .withNewStatus()
                .withNewLoadBalancer()
                .addNewIngress()
                .withIp("192.0.2.77")
                .endIngress()
                .endLoadBalancer()
                .endStatus()
                .build();

        Offer offer = one(given, slice).offers().get(0);
        assertThat(offer.address().orElseThrow().getHostAddress()).isEqualTo("192.0.2.77");
        assertThat(offer.port()).isEqualTo(80);
    }

    @Test
    void leavesTheBoardOutThatHasDiedWhereTheLoadBalancerNamesAll() {
        Service given = new ServiceBuilder(typed("LoadBalancer"))
                .withNewStatus()
                .withNewLoadBalancer()
                .addNewIngress()
                .withIp("192.0.2.1")
                .endIngress()
                .addNewIngress()
                .withIp("192.0.2.2")
                .endIngress()
                .endLoadBalancer()
                .endStatus()
                .build();
        var view = new View(
                "home",
                List.of(given),
                List.of(Home.slice("cloudy", "nginx", "pi2", true)),
                List.of(board("pi1", "192.0.2.1", "Unknown"), PI2),
                List.of());

        Offer offer = Plan.of(view, "cloudy").get(0).offers().get(0);

        assertThat(offer.address().orElseThrow().getHostAddress()).isEqualTo("192.0.2.2");
    }

    @Test
    void waitsForAReadyEndpoint() {
        Service service = Home.nodePort("cloudy", "nginx", 30_001, Map.of());

        assertThat(one(service, Home.slice("cloudy", "nginx", "pi1", false)).state())
                .isEqualTo(Entry.State.WAITING);
        assertThat(one(service, Home.slice("cloudy", "other", "pi1", true)).state())
                .isEqualTo(Entry.State.WAITING);
    }

    @Test
    void keepsToTheBoardsOfItsPodsWhereOthersDoNotAnswer() {
        Service service = new ServiceBuilder(Home.nodePort("cloudy", "nginx", 30_001, Map.of()))
                .editSpec()
                .withExternalTrafficPolicy("Local")
                .endSpec()
                .build();

        for (String board : List.of("pi1", "pi2")) {
            Offer offer = one(service, Home.slice("cloudy", "nginx", board, true))
                    .offers()
                    .get(0);
            assertThat(offer.address().orElseThrow().getHostAddress()).endsWith(board.substring(2));
        }
    }

    @Test
    void takesNoBoardThatIsNotReadyOrHasNoAddressForNeighbours() {
        Service service = Home.nodePort("cloudy", "nginx", 30_001, Map.of());
        var view = new View(
                "home",
                List.of(service),
                List.of(Home.slice("cloudy", "nginx", "pi1", true)),
                List.of(
                        board("pi1", "192.0.2.1", "Unknown"),
                        board("pi2", "127.0.0.1", "True"),
                        board("pi3", "pi3", "True")),
                List.of());

        assertThat(Plan.of(view, "cloudy").get(0).state()).isEqualTo(Entry.State.WAITING);
    }

    @Test
    void spreadsServicesOverTheBoardsAndMovesOnlyThoseOfTheOneThatDies() {
        var both = new Boards(List.of(PI1, PI2));
        var left = new Boards(List.of(PI2));
        Set<Object> used = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            var address = both.of("uid-" + i).orElseThrow();
            used.add(address);
            if (address.getHostAddress().equals("192.0.2.2")) {
                assertThat(left.of("uid-" + i)).contains(address);
            }
        }
        assertThat(used).hasSize(2);
    }

    @Test
    void announcesTheHostOfAnIngress() {
        Ingress ingress = new IngressBuilder()
                .withNewMetadata()
                .withNamespace("cloudy")
                .withName("wiki")
                .withUid("u")
                .endMetadata()
                .withNewSpec()
                .addNewRule()
                .withHost("wiki.example.net")
                .endRule()
                .addNewTl()
                .addToHosts("wiki.example.net")
                .endTl()
                .endSpec()
                .withNewStatus()
                .withNewLoadBalancer()
                .addNewIngress()
                .withIp("192.0.2.9")
                .endIngress()
                .endLoadBalancer()
                .endStatus()
                .build();

        Offer offer = Plan.of(new View("home", List.of(), List.of(), List.of(), List.of(ingress)), "cloudy")
                .get(0)
                .offers()
                .get(0);

        assertThat(offer.port()).isEqualTo(443);
        assertThat(offer.txt()).hasToString("Ingress&scheme=https&host=wiki.example.net");
    }

    @Test
    void neverPublishesWhatWasImported() {
        Service service = new ServiceBuilder(Home.nodePort("cloudy", "pads", 30_001, Map.of(Marks.PUBLISH, "true")))
                .editMetadata()
                .addToLabels(Marks.IMPORTED, "ffffffffffffffff")
                .endMetadata()
                .build();

        Entry entry = one(service, Home.slice("cloudy", "pads", "pi1", true));

        assertThat(entry.state()).isEqualTo(Entry.State.REFUSED);
        assertThat(entry.why().english()).isEqualTo("it was imported from the community");
    }

    @Test
    void keepsLongNamesApart() {
        String name = "a".repeat(60);

        assertThat(Keys.bounded("home/cloudy/" + name + "1/80/TCP")).hasSize(64);
        assertThat(Keys.bounded("home/cloudy/" + name + "1/80/TCP"))
                .isNotEqualTo(Keys.bounded("home/cloudy/" + name + "2/80/TCP"));
    }

    private static Service typed(String type) {
        return new ServiceBuilder(Home.nodePort("cloudy", "nginx", 0, Map.of()))
                .editSpec()
                .withType(type)
                .endSpec()
                .build();
    }

    private static Entry one(Service service, EndpointSlice slice) {
        var view = new View("home", List.of(service), List.of(slice), List.of(PI1, PI2), List.of());
        return Plan.of(view, "cloudy").get(0);
    }

    private static Node board(String name, String address, String ready) {
        return new NodeBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withNewStatus()
                .addNewAddress()
                .withType("InternalIP")
                .withAddress(address)
                .endAddress()
                .addNewCondition()
                .withType("Ready")
                .withStatus(ready)
                .endCondition()
                .endStatus()
                .build();
    }
}
