// SPDX-License-Identifier: Apache-2.0
package cloudy.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cloudy.api.Audience;
import cloudy.api.network.Announcement;
import cloudy.api.network.Change;
import cloudy.api.network.Query;
import cloudy.api.network.ServiceDirectory;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What neighbours offer, within a cluster. */
class ImportsTest {

    private static final String NODE = "0123456789abcdef";
    private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

    @TempDir
    private Path folder;

    private Home home;

    @BeforeEach
    void open() throws Exception {
        home = new Home(folder);
    }

    @AfterEach
    void close() throws Exception {
        home.close();
    }

    @Test
    void bringsTheNearestHealthyOneAndFollowsIt() throws Exception {
        int silent = Door.silent();
        var imports = imports("pads=etherpad");

        imports.choose(new Neighbours(heard("192.0.2.7", silent), heard("192.0.2.8", home.door.port())));
        imports.apply(home.admin, false);

        assertThat(address("pads")).isEqualTo("192.0.2.8");
        imports.choose(new Neighbours(heard("192.0.2.9", home.door.port())));
        imports.apply(home.admin, false);
        assertThat(address("pads")).isEqualTo("192.0.2.9");
        Service service =
                home.admin.services().inNamespace("neighbours").withName("pads").get();
        assertThat(service.getSpec().getSelector()).isNullOrEmpty();
        assertThat(service.getMetadata().getLabels()).containsEntry(Marks.IMPORTED, NODE);
    }

    @Test
    void takesAwayWhatIsNoLongerChosenAndLeavesWhatIsNotItsOwn() throws Exception {
        Service others = new ServiceBuilder()
                .withNewMetadata()
                .withNamespace("neighbours")
                .withName("wiki")
                .endMetadata()
                .withNewSpec()
                .withClusterIP("10.43.0.9")
                .addNewPort()
                .withPort(1)
                .endPort()
                .endSpec()
                .build();
        home.admin.resource(others).create();
        var both = imports("pads=etherpad", "wiki=etherpad");
        both.choose(new Neighbours(heard("192.0.2.8", home.door.port())));
        both.apply(home.admin, false);
        assertThat(address("pads")).isEqualTo("192.0.2.8");

        imports().apply(home.admin, false);

        assertThat(home.admin.services().inNamespace("neighbours").list().getItems())
                .extracting(service -> service.getMetadata().getName())
                .containsExactly("wiki");
        assertThat(home.admin
                        .services()
                        .inNamespace("neighbours")
                        .withName("wiki")
                        .get()
                        .getSpec()
                        .getClusterIP())
                .isEqualTo("10.43.0.9");
        assertThat(home.admin
                        .discovery()
                        .v1()
                        .endpointSlices()
                        .inNamespace("neighbours")
                        .list()
                        .getItems())
                .isEmpty();
    }

    @Test
    void takesEverythingAwayOnceNoNamespaceIsSet() throws Exception {
        KubernetesService before = home.node(NODE, Wish.usual("home").importing("neighbours", "pads=etherpad"));
        before.directory = new Neighbours(heard("192.0.2.8", home.door.port()));
        await().atMost(TEN_SECONDS).until(() -> slices() == 1);
        before.stop();

        home.node("aaaaaaaaaaaaaaaa", Wish.usual("home"));
        home.node(NODE, Wish.usual("home"));

        await().atMost(TEN_SECONDS).until(() -> slices() == 0);
        await().atMost(TEN_SECONDS).until(() -> home.admin
                .services()
                .inNamespace("neighbours")
                .list()
                .getItems()
                .isEmpty());
    }

    @Test
    void goesOnWithWhatANodeImportedThatIsGoneOnceItIsItsTurn() throws Exception {
        var gone = imports("pads=etherpad");
        gone.choose(new Neighbours(heard("192.0.2.8", home.door.port())));
        gone.apply(home.admin, true);
        var next = new Imports(
                KubernetesSettings.of(Wish.usual("home").importing("neighbours", "pads=etherpad")),
                "aaaaaaaaaaaaaaaa",
                home.doors());
        next.choose(new Neighbours(heard("192.0.2.9", home.door.port())));

        next.apply(home.admin, false);
        assertThat(address("pads")).isEqualTo("192.0.2.8");
        next.apply(home.admin, true);
        assertThat(address("pads")).isEqualTo("192.0.2.9");

        gone.apply(home.admin, false);
        assertThat(address("pads")).isEqualTo("192.0.2.9");
    }

    private int slices() {
        return home.admin
                .discovery()
                .v1()
                .endpointSlices()
                .inNamespace("neighbours")
                .list()
                .getItems()
                .size();
    }

    @Test
    void makesNoLoopOfWhatItImports() throws Exception {
        home.admin.resource(Home.board("pi1", "192.0.2.1", true)).create();
        KubernetesService node = home.node(NODE, Wish.usual("home").importing("neighbours", "pads=etherpad"));
        node.directory = new Neighbours(heard("192.0.2.8", home.door.port()));
        await().atMost(TEN_SECONDS)
                .until(() -> home.admin
                                .services()
                                .inNamespace("neighbours")
                                .withName("pads")
                                .get()
                        != null);

        home.admin.services().inNamespace("neighbours").withName("pads").edit(service -> new ServiceBuilder(service)
                .editMetadata()
                .addToAnnotations(Marks.PUBLISH, "true")
                .endMetadata()
                .editSpec()
                .withType("NodePort")
                .editFirstPort()
                .withNodePort(home.door.port())
                .endPort()
                .endSpec()
                .build());

        await().atMost(TEN_SECONDS).until(() -> node.clusters().orElseThrow().entries().stream()
                .anyMatch(entry -> entry.why().english().equals("it was imported from the community")));
        assertThat(node.offers(List.of())).isEmpty();
    }

    @Test
    void takesNothingThatThisNodeAnnouncesItself() throws Exception {
        var imports = imports("pads=etherpad");
        Announcement own = heard("192.0.2.8", home.door.port())
                .copy()
                .nodeId(Optional.of(NODE))
                .build();

        imports.choose(new Neighbours(own));

        assertThat(imports.chosen()).isEmpty();
    }

    private Imports imports(String... wanted) {
        KubernetesSettings settings = KubernetesSettings.of(Wish.usual("home").importing("neighbours", wanted));
        return new Imports(
                settings,
                NODE,
                new Doors(
                        Duration.ofSeconds(1),
                        door -> new InetSocketAddress(InetAddress.getLoopbackAddress(), door.getPort())));
    }

    private String address(String name) {
        return home.admin
                .discovery()
                .v1()
                .endpointSlices()
                .inNamespace("neighbours")
                .withName(name + "-cloudy")
                .get()
                .getEndpoints()
                .get(0)
                .getAddresses()
                .get(0);
    }

    private static Announcement heard(String address, int port) throws Exception {
        return Announcement.heardBy("serf", Audience.COMMUNITY, address, InetAddress.getByName(address), Instant.EPOCH)
                .type("etherpad")
                .description("Pads")
                .nodeId(Optional.of("fedcba9876543210"))
                .port(port)
                .build();
    }

    /** A directory, the nearest first. */
    private record Neighbours(List<Announcement> all) implements ServiceDirectory {

        private Neighbours(Announcement... all) {
            this(List.of(all));
        }

        @Override
        public List<Announcement> search(Query query) {
            return all;
        }

        @Override
        public int size() {
            return all.size();
        }

        @Override
        public long revision() {
            return 0;
        }

        @Override
        public Watch watch(Query query, Consumer<List<Change>> watcher) {
            throw new UnsupportedOperationException();
        }
    }
}
