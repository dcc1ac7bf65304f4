// SPDX-License-Identifier: Apache-2.0
package cloudy.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cloudy.api.Health;
import cloudy.api.Offer;
import cloudy.api.form.Texts;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way from the API of a cluster to what the registry is told. */
class KubernetesServiceTest {

    private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

    @TempDir
    private Path folder;

    private Home home;

    @BeforeEach
    void open() throws Exception {
        home = new Home(folder);
        home.admin.resource(Home.board("pi1", "192.0.2.1", true)).create();
        home.admin.resource(Home.board("pi2", "192.0.2.2", true)).create();
    }

    @AfterEach
    void close() throws Exception {
        home.close();
    }

    @Test
    void publishesWhatIsExposedAndWithdrawsWhatIsDeleted() {
        KubernetesService node = home.node("0123456789abcdef", Wish.usual("home"));
        await().until(() -> node.check().equals(Health.up()));

        home.expose("cloudy", "nginx", Map.of());

        await().atMost(TEN_SECONDS).until(() -> node.offers(List.of()).size() == 1);
        Offer offer = node.offers(List.of()).get(0);
        assertThat(offer.type()).isEqualTo("kubernetes");
        assertThat(offer.description()).isEqualTo("nginx");
        assertThat(offer.port()).isEqualTo(home.door.port());
        assertThat(offer.address().orElseThrow().getHostAddress()).startsWith("192.0.2.");
        assertThat(offer.txt()).hasToString("NodePort");
        assertThat(home.looked).contains("cloudy.kubernetes");

        home.admin.services().inNamespace("cloudy").withName("nginx").delete();
        await().atMost(TEN_SECONDS).until(() -> node.offers(List.of()).isEmpty());
    }

    @Test
    void movesToAnotherBoardWhenOneDies() {
        KubernetesService node = home.node("0123456789abcdef", Wish.usual("home"));
        home.expose("cloudy", "nginx", Map.of());
        await().atMost(TEN_SECONDS).until(() -> node.offers(List.of()).size() == 1);
        Offer before = node.offers(List.of()).get(0);
        boolean first = before.address().orElseThrow().getHostAddress().equals("192.0.2.1");

        home.admin
                .resource(Home.board(first ? "pi1" : "pi2", first ? "192.0.2.1" : "192.0.2.2", false))
                .update();

        String other = first ? "192.0.2.2" : "192.0.2.1";
        await().atMost(TEN_SECONDS).until(() -> node.offers(List.of()).stream()
                .anyMatch(
                        offer -> offer.address().orElseThrow().getHostAddress().equals(other)));
        assertThat(node.offers(List.of()).get(0).key()).isEqualTo(before.key());
    }

    @Test
    void publishesExactlyWhatThereIsAfterARestart() {
        home.expose("cloudy", "kept", Map.of());
        home.expose("cloudy", "deleted", Map.of());
        KubernetesService before = home.node("0123456789abcdef", Wish.usual("home"));
        await().atMost(TEN_SECONDS).until(() -> Home.descriptions(before).equals(List.of("deleted", "kept")));
        List<Offer> offered = before.offers(List.of());
        before.stop();
        home.admin.services().inNamespace("cloudy").withName("deleted").delete();
        home.expose("cloudy", "added", Map.of());

        KubernetesService after = home.node("0123456789abcdef", Wish.usual("home"));

        await().atMost(TEN_SECONDS).until(() -> Home.descriptions(after).equals(List.of("added", "kept")));
        assertThat(offered)
                .containsAll(after.offers(List.of()).stream()
                        .filter(offer -> offer.description().equals("kept"))
                        .toList());
    }

    @Test
    void holdsBackWhatDoesNotAnswer() throws Exception {
        KubernetesService node = home.node("0123456789abcdef", Wish.usual("home"));
        int silent = Door.silent();
        home.admin.resource(Home.slice("cloudy", "mute", "pi1", true)).create();
        home.admin.resource(Home.nodePort("cloudy", "mute", silent, Map.of())).create();
        home.expose("cloudy", "loud", Map.of());

        await().atMost(TEN_SECONDS).until(() -> Home.descriptions(node).equals(List.of("loud")));
        Entry mute = entry(node, "mute");
        assertThat(mute.state()).isEqualTo(Entry.State.WAITING);
        assertThat(mute.why().english()).startsWith("nothing answers at 192.0.2.");
    }

    @Test
    void publishesAnywhereByAnnotationAndWithdrawsWithIt() {
        KubernetesService node = home.node("0123456789abcdef", Wish.usual("home"));
        home.expose("default", "plain", Map.of());
        home.expose("default", "pads", Map.of(Marks.PUBLISH, "true", "cloudy.community/type", "etherpad"));
        await().atMost(TEN_SECONDS).until(() -> Home.descriptions(node).equals(List.of("pads")));
        assertThat(node.offers(List.of()).get(0).type()).isEqualTo("etherpad");
        assertThat(entry(node, "plain").state()).isEqualTo(Entry.State.UNWISHED);

        home.admin.services().inNamespace("default").withName("pads").edit(service -> {
            service.getMetadata().getAnnotations().put(Marks.PUBLISH, "false");
            return service;
        });

        await().atMost(TEN_SECONDS).until(() -> node.offers(List.of()).isEmpty());
    }

    @Test
    void keepsWhatWasPublishedForAWhileWhenTheClusterGoesAndThenWithdrawsIt() {
        KubernetesService node =
                home.node("0123456789abcdef", Wish.usual("home").stale(10));
        home.expose("cloudy", "nginx", Map.of());
        await().atMost(TEN_SECONDS).until(() -> node.offers(List.of()).size() == 1);
        Cluster cluster = node.clusters().orElseThrow().all().get(0);

        home.server.close();

        await().atMost(TEN_SECONDS).until(() -> !cluster.fault().isEmpty());
        assertThat(node.offers(List.of())).hasSize(1);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> node.offers(List.of()).isEmpty());
        assertThat(node.check().status()).isEqualTo(Health.Status.DOWN);
        assertThat(entry(node, "nginx").why().english()).isEqualTo("the cluster has not answered for too long");
    }

    @Test
    void tellsTheServiceOnceWhatBecameOfIt() {
        KubernetesService node =
                home.node("0123456789abcdef", Wish.usual("home").withEvents());
        home.expose("cloudy", "nginx", Map.of());
        home.admin
                .resource(new ServiceBuilder(Home.nodePort("cloudy", "inner", 0, Map.of()))
                        .editSpec()
                        .withType("ClusterIP")
                        .endSpec()
                        .build())
                .create();

        await().atMost(TEN_SECONDS).until(() -> messages().size() == 2);
        assertThat(messages()).anyMatch(text -> text.startsWith("published as kubernetes \"nginx\" at 192.0.2."));
        assertThat(messages()).anyMatch(text -> text.startsWith("not published: it is of type ClusterIP"));

        node.stop();
        KubernetesService after =
                home.node("0123456789abcdef", Wish.usual("home").withEvents());
        await().atMost(TEN_SECONDS).until(() -> after.offers(List.of()).size() == 1);
        home.expose("cloudy", "later", Map.of());
        await().atMost(TEN_SECONDS).until(() -> messages().size() > 2);
        assertThat(messages()).hasSize(3).anyMatch(text -> text.contains("\"later\""));
    }

    @Test
    void publishesOnceWhereTwoNodesSeeOneCluster() {
        home.expose("cloudy", "nginx", Map.of());
        KubernetesService one = home.node("aaaaaaaaaaaaaaaa", Wish.usual("home").withLease());
        await().atMost(TEN_SECONDS).until(() -> one.offers(List.of()).size() == 1);
        KubernetesService two = home.node("bbbbbbbbbbbbbbbb", Wish.usual("home").withLease());
        await().atMost(TEN_SECONDS).until(() -> entry(two, "nginx").state() == Entry.State.WAITING);
        await().atMost(TEN_SECONDS)
                .until(() -> entry(two, "nginx").why().english().equals("another node publishes it: aaaaaaaaaaaaaaaa"));
        assertThat(two.offers(List.of())).isEmpty();
        assertThat(two.check()).isEqualTo(Health.up());

        one.stop();

        await().atMost(TEN_SECONDS).until(() -> two.offers(List.of()).size() == 1);
    }

    @Test
    void isOffUntilItIsSwitchedOnAndSaysWhatIsWrongWithItsSettings() {
        var off = new KubernetesService(
                null,
                Wish.usual("home"),
                Map.of("cloudy.enabled", "false"),
                "0123456789abcdef",
                null,
                Home.QUICK,
                null,
                null);
        assertThat(off.check().status()).isEqualTo(Health.Status.OFF);

        var wrong = home.node("0123456789abcdef", Wish.usual("home").stale(1));
        assertThat(wrong.check().status()).isEqualTo(Health.Status.MISCONFIGURED);
        assertThat(wrong.check().reason()).contains("etc/cloudy.kubernetes.cfg: staleSeconds");

        var none = home.node("0123456789abcdef", Wish.usual());
        assertThat(none.check().why()).isNotEqualTo(Texts.none());
        assertThat(none.check().status()).isEqualTo(Health.Status.MISCONFIGURED);
    }

    private List<String> messages() {
        return home.admin.v1().events().inNamespace("cloudy").list().getItems().stream()
                .map(event -> event.getMessage())
                .toList();
    }

    private static Entry entry(KubernetesService node, String name) {
        await().atMost(TEN_SECONDS).until(() -> node.clusters().orElseThrow().entries().stream()
                .anyMatch(entry -> entry.name().equals(name)));
        return node.clusters().orElseThrow().entries().stream()
                .filter(entry -> entry.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
