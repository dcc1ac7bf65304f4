// SPDX-License-Identifier: Apache-2.0
package cloudy.kubernetes;

import cloudy.api.CloudyService;
import cloudy.api.Offer;
import cloudy.api.access.Caller;
import cloudy.api.registry.LocalService;
import cloudy.api.registry.LocalServices;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;

/** A cluster, a door that answers for every board, and Cloudy nodes that see the cluster. */
final class Home implements AutoCloseable {

    static final Cluster.Pace QUICK = new Cluster.Pace(
            Duration.ofMillis(100), Duration.ofMillis(300), Duration.ofMillis(250), Duration.ofSeconds(2));

    final ApiServer server;
    final KubernetesClient admin;
    final Path folder;
    final Door door;
    final List<String> looked = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Clients.threads();
    private final List<KubernetesService> nodes = new ArrayList<>();

    Home(Path folder) throws IOException {
        this(folder, true);
    }

    /** @param allowed whether the account may do more than read */
    Home(Path folder, boolean allowed) throws IOException {
        this.folder = folder;
        door = new Door();
        server = new ApiServer(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), allowed, door.port());
        admin = Clients.open(
                new Access(URI.create("http://127.0.0.1:" + server.port()), "", () -> "", "", ""), "cloudy", threads);
        kubeconfig("home", "http://127.0.0.1:" + server.port(), "token: secret");
    }

    void kubeconfig(String name, String address, String user) throws IOException {
        Files.writeString(
                folder.resolve(name + ".yaml"),
                """
                apiVersion: v1
                kind: Config
                current-context: only
                contexts: [{name: only, context: {cluster: c, user: u}}]
                clusters: [{name: c, cluster: {server: "%s"}}]
                users: [{name: u, user: {%s}}]
                """
                        .formatted(address, user));
    }

    /** Every board of every cluster is this host, by whatever address it is announced. */
    Doors doors() {
        return new Doors(
                Duration.ofSeconds(1),
                there -> new InetSocketAddress(InetAddress.getLoopbackAddress(), there.getPort()));
    }

    KubernetesService node(String id, Wish wish) {
        var service = new KubernetesService(
                null,
                wish,
                Map.of(CloudyService.ENABLED, "true"),
                id,
                new Kubeconfig(folder, folder.resolve("none"), Map.of()),
                QUICK,
                doors(),
                doors());
        service.services = new Registry(looked);
        nodes.add(service);
        return service;
    }

    static Node board(String name, String address, boolean ready) {
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
                .withStatus(ready ? "True" : "Unknown")
                .endCondition()
                .endStatus()
                .build();
    }

    /** What {@code kubectl expose --type=NodePort} makes. */
    static Service nodePort(String namespace, String name, int port, Map<String, String> annotations) {
        return new ServiceBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .withUid(UUID.nameUUIDFromBytes((namespace + name).getBytes(StandardCharsets.UTF_8))
                        .toString())
                .withAnnotations(annotations)
                .endMetadata()
                .withNewSpec()
                .withType("NodePort")
                .addNewPort()
                .withPort(80)
                .withNodePort(port)
                .withProtocol("TCP")
                .endPort()
                .endSpec()
                .build();
    }

    static EndpointSlice slice(String namespace, String service, String board, boolean ready) {
        return new EndpointSliceBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(service + "-x1")
                .addToLabels("kubernetes.io/service-name", service)
                .endMetadata()
                .withAddressType("IPv4")
                .addNewEndpoint()
                .withAddresses("10.244.0.5")
                .withNodeName(board)
                .withNewConditions()
                .withReady(ready)
                .endConditions()
                .endEndpoint()
                .build();
    }

    /** A service behind the door, with a ready pod. */
    void expose(String namespace, String name, Map<String, String> annotations) {
        admin.resource(slice(namespace, name, "pi1", true)).create();
        admin.resource(nodePort(namespace, name, door.port(), annotations)).create();
    }

    static List<String> descriptions(KubernetesService node) {
        return node.offers(List.of()).stream().map(Offer::description).sorted().toList();
    }

    @Override
    public void close() throws IOException {
        nodes.forEach(KubernetesService::stop);
        admin.close();
        server.close();
        threads.shutdownNow();
        door.close();
    }

    /** The registry, as far as it is asked to look. */
    private record Registry(List<String> looked) implements LocalServices {

        @Override
        public List<LocalService> all() {
            return List.of();
        }

        @Override
        public long revision() {
            return 0;
        }

        @Override
        public void wish(String id, LocalService.Wish wish, Caller by) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void check(String id) {
            looked.add(id);
        }
    }
}
