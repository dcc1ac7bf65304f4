// SPDX-License-Identifier: Apache-2.0
package cloudy.kubernetes;

import cloudy.api.Protocol;
import cloudy.api.network.Announcement;
import cloudy.api.network.Query;
import cloudy.api.network.ServiceDirectory;
import cloudy.api.network.Trust;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Brings what was chosen of the community into a cluster: a Service without selector, which gives the name, and an
 * EndpointSlice that says where the nearest healthy one is.
 *
 * <p>Both are marked. Only what has this node's mark is changed or deleted; what has any such mark is never published.
 */
final class Imports {

    /** Neighbours that are looked at for one name: the nearest ones. */
    private static final int NEAREST = 3;

    private final KubernetesSettings settings;
    private final String nodeId;
    private final Doors doors;
    private volatile Map<String, Announcement> chosen = Map.of();

    Imports(KubernetesSettings settings, String nodeId, Doors doors) {
        this.settings = settings;
        this.nodeId = nodeId;
        this.doors = doors;
    }

    /** The announcement behind each name, as far as one was healthy. */
    Map<String, Announcement> chosen() {
        return chosen;
    }

    /** Looks for the nearest healthy announcement of each; where none is, what was there before stays. */
    void choose(ServiceDirectory directory) throws IOException {
        Map<String, List<Announcement>> candidates = new HashMap<>();
        Set<InetSocketAddress> all = new HashSet<>();
        for (KubernetesSettings.Import wanted : settings.imports()) {
            Query query = Query.all().ofType(wanted.type()).limit(Query.MAX);
            query = wanted.words().isEmpty() ? query : query.matching(wanted.words());
            List<Announcement> near = directory.search(query).stream()
                    .filter(this::isForeign)
                    .limit(NEAREST)
                    .toList();
            candidates.put(wanted.name(), near);
            near.stream()
                    .filter(each -> each.protocol() == Protocol.TCP)
                    .map(Imports::door)
                    .forEach(all::add);
        }
        doors.look(all, true);
        Map<String, Announcement> next = new HashMap<>();
        candidates.forEach((name, near) -> near.stream()
                .filter(each -> each.protocol() != Protocol.TCP || doors.isOpen(door(each)))
                .findFirst()
                .or(() -> Optional.ofNullable(chosen.get(name)))
                .ifPresent(each -> next.put(name, each)));
        chosen = Map.copyOf(next);
    }

    private boolean isForeign(Announcement heard) {
        return heard.trust() != Trust.OWN
                && !heard.nodeId().equals(Optional.of(nodeId))
                && heard.port() > 0
                && Addresses.parse(heard.address().getHostAddress()).isPresent();
    }

    /** Whether a cluster has something of this node's where nothing is imported to any more. */
    boolean hasLeftIn(View view) {
        return Stream.concat(view.services().stream(), view.slices().stream()).anyMatch(this::isLeft);
    }

    /** Takes away what this node imported to where nothing is imported to any more. Blocks. */
    Void clear(KubernetesClient client, View view) {
        for (Service service : view.services()) {
            if (isLeft(service)) {
                client.resource(service).delete();
            }
        }
        for (EndpointSlice slice : view.slices()) {
            if (isLeft(slice)) {
                client.resource(slice).delete();
            }
        }
        return null;
    }

    private boolean isLeft(HasMetadata thing) {
        return isOurs(thing)
                && !settings.importNamespace().equals(thing.getMetadata().getNamespace());
    }

    /**
     * Has the cluster hold exactly what is chosen. Blocks.
     *
     * @param leads whether it is this node's turn: then it goes on with what another node imported by the same name, which
     *     may be gone
     */
    Void apply(KubernetesClient client, boolean leads) {
        String namespace = settings.importNamespace();
        Set<String> wanted = new HashSet<>();
        settings.imports().forEach(each -> wanted.add(each.name()));
        for (Service there : client.services()
                .inNamespace(namespace)
                .withLabel(Marks.IMPORTED, nodeId)
                .list()
                .getItems()) {
            if (!wanted.contains(there.getMetadata().getName())) {
                client.resource(there).delete();
            }
        }
        for (EndpointSlice there : client.discovery()
                .v1()
                .endpointSlices()
                .inNamespace(namespace)
                .withLabel(Marks.IMPORTED, nodeId)
                .list()
                .getItems()) {
            if (!wanted.contains(there.getMetadata().getLabels().get(Marks.SERVICE_NAME))) {
                client.resource(there).delete();
            }
        }
        chosen.forEach((name, heard) -> put(client, namespace, name, heard, leads));
        return null;
    }

    private void put(KubernetesClient client, String namespace, String name, Announcement heard, boolean leads) {
        Service there = client.services().inNamespace(namespace).withName(name).get();
        if (there != null && !isOurs(there) && !(leads && Marks.isImported(there))) {
            // Somebody else's, of the same name: it stays as it is.
            return;
        }
        String protocol = heard.protocol().name();
        Service service = new ServiceBuilder()
                .withMetadata(marked(namespace, name, Map.of()))
                .withNewSpec()
                .addNewPort()
                .withName("main")
                .withPort(heard.port())
                .withProtocol(protocol)
                .endPort()
                .endSpec()
                .build();
        if (there == null) {
            client.resource(service).create();
        } else if (!isOurs(there) || !isOnly(there.getSpec().getPorts(), heard)) {
            there.getMetadata().setLabels(service.getMetadata().getLabels());
            there.getSpec().setPorts(service.getSpec().getPorts());
            client.resource(there).update();
        }
        EndpointSlice slice = new EndpointSliceBuilder()
                .withMetadata(marked(namespace, name + "-cloudy", Map.of(Marks.SERVICE_NAME, name)))
                .withAddressType(heard.address() instanceof Inet6Address ? "IPv6" : "IPv4")
                .addNewEndpoint()
                .withAddresses(heard.address().getHostAddress())
                .withNewConditions()
                .withReady(true)
                .endConditions()
                .endEndpoint()
                .addNewPort()
                .withName("main")
                .withPort(heard.port())
                .withProtocol(protocol)
                .endPort()
                .build();
        EndpointSlice before = client.discovery()
                .v1()
                .endpointSlices()
                .inNamespace(namespace)
                .withName(name + "-cloudy")
                .get();
        if (before != null && !before.getAddressType().equals(slice.getAddressType())) {
            // The type of a slice cannot be changed.
            client.resource(before).delete();
            before = null;
        }
        if (before == null) {
            client.resource(slice).create();
        } else if (!isOurs(before) || !where(before).equals(where(slice))) {
            before.getMetadata().setLabels(slice.getMetadata().getLabels());
            before.setEndpoints(slice.getEndpoints());
            before.setPorts(slice.getPorts());
            client.resource(before).update();
        }
    }

    private static boolean isOnly(List<ServicePort> ports, Announcement heard) {
        return ports.size() == 1
                && ports.get(0).getPort() == heard.port()
                && heard.protocol().name().equals(ports.get(0).getProtocol());
    }

    private static List<Object> where(EndpointSlice slice) {
        return Stream.<Object>concat(
                        slice.getEndpoints().stream().map(Endpoint::getAddresses),
                        slice.getPorts().stream().flatMap(port -> Stream.of(port.getPort(), port.getProtocol())))
                .toList();
    }

    private boolean isOurs(HasMetadata there) {
        Map<String, String> labels = there.getMetadata().getLabels();
        return labels != null && nodeId.equals(labels.get(Marks.IMPORTED));
    }

    private ObjectMeta marked(String namespace, String name, Map<String, String> more) {
        return new ObjectMetaBuilder()
                .withNamespace(namespace)
                .withName(name)
                .addToLabels(Marks.IMPORTED, nodeId)
                .addToLabels(Marks.MANAGED_BY, "cloudy")
                .addToLabels(more)
                .build();
    }

    private static InetSocketAddress door(Announcement heard) {
        return new InetSocketAddress(heard.address(), heard.port());
    }
}
