// SPDX-License-Identifier: Apache-2.0
package cloudy.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** What one cluster has, kept up to date by the library: list, watch, resumed where it broke, listed anew when expired. */
final class Link implements AutoCloseable {

    /** One page of a list: more at a time would need memory that a small board does not have. */
    private static final long PAGE = 100;

    private static final int LIST_S = 20;
    private static final int FORBIDDEN = 403;
    private static final int UNKNOWN = 404;

    private final String name;
    private final String namespace;
    private final KubernetesClient client;
    private final Runnable changed;
    private final List<SharedIndexInformer<?>> informers = new ArrayList<>();
    private final List<String> lacking = new ArrayList<>();
    private final boolean everywhere;
    private final SharedIndexInformer<Service> services;
    private final SharedIndexInformer<EndpointSlice> slices;
    private SharedIndexInformer<Node> nodes;
    private SharedIndexInformer<Ingress> ingresses;

    /**
     * Lists everything; what comes later is told to {@code changed}. Blocks.
     *
     * @throws KubernetesClientException when the cluster does not let it
     */
    Link(String name, String namespace, KubernetesClient client, Runnable changed) throws InterruptedException {
        this.name = name;
        this.namespace = namespace;
        this.client = client;
        this.changed = changed;
        boolean all = true;
        SharedIndexInformer<Service> found;
        try {
            try {
                found = follow(client.services().inAnyNamespace(), Link::withoutSelector);
            } catch (KubernetesClientException e) {
                if (e.getCode() != FORBIDDEN || namespace.isEmpty()) {
                    throw e;
                }
                // An account that may look into one namespace only: that one is the community's.
                all = false;
                found = follow(client.services().inNamespace(namespace), Link::withoutSelector);
            }
            everywhere = all;
            services = found;
            slices = follow(
                    scoped(
                            client.discovery().v1().endpointSlices().inAnyNamespace(),
                            client.discovery().v1().endpointSlices().inNamespace(namespace)),
                    Link::withoutAddresses);
            nodes = whereAllowed("nodes", client.nodes(), Link::withoutImages);
            ingresses = whereAllowed(
                    "ingresses",
                    scoped(
                            client.network().v1().ingresses().inAnyNamespace(),
                            client.network().v1().ingresses().inNamespace(namespace)),
                    ingress -> {});
        } catch (RuntimeException | InterruptedException e) {
            close();
            throw e;
        }
    }

    KubernetesClient client() {
        return client;
    }

    /** Whether it sees all namespaces. */
    boolean isEverywhere() {
        return everywhere;
    }

    /** What it may not see. */
    List<String> lacking() {
        return List.copyOf(lacking);
    }

    View view() {
        return new View(
                name,
                services.getStore().list(),
                slices.getStore().list(),
                nodes == null ? List.of() : nodes.getStore().list(),
                ingresses == null ? List.of() : ingresses.getStore().list());
    }

    /** Asks for next to nothing, with the rights that everything else needs. */
    void ping() {
        var one = new ListOptionsBuilder().withLimit(1L).build();
        if (everywhere) {
            client.services().inAnyNamespace().list(one);
        } else {
            client.services().inNamespace(namespace).list(one);
        }
    }

    @Override
    public void close() {
        informers.forEach(SharedIndexInformer::stop);
        client.close();
    }

    private static void withoutSelector(Service service) {
        if (service.getSpec() != null) {
            service.getSpec().setSelector(null);
        }
    }

    private static void withoutAddresses(EndpointSlice slice) {
        slice.setPorts(List.of());
        slice.getEndpoints().forEach(endpoint -> {
            endpoint.setAddresses(List.of());
            endpoint.setTargetRef(null);
        });
    }

    private static void withoutImages(Node node) {
        if (node.getStatus() != null) {
            node.getStatus().setImages(null);
        }
    }

    private <T> T scoped(T all, T one) {
        return everywhere ? all : one;
    }

    private <T extends HasMetadata> SharedIndexInformer<T> whereAllowed(
            String what, Informable<T> things, Consumer<T> slimming) throws InterruptedException {
        try {
            return follow(things, slimming);
        } catch (KubernetesClientException e) {
            if (e.getCode() != FORBIDDEN && e.getCode() != UNKNOWN) {
                throw e;
            }
            lacking.add(what);
            return null;
        }
    }

    private <T extends HasMetadata> SharedIndexInformer<T> follow(Informable<T> things, Consumer<T> slimming)
            throws InterruptedException {
        SharedIndexInformer<T> informer = things.withLimit(PAGE)
                .runnableInformer(0)
                .removeNamespaceIndex()
                .itemStore(new Held<>(client.getKubernetesSerialization(), slimming))
                .addEventHandler(new Any<>(changed))
                // Once it has begun it goes on for ever; before, who opens it decides.
                .exceptionHandler((started, failure) -> started);
        try {
            informer.start().toCompletableFuture().get(LIST_S, TimeUnit.SECONDS);
            informers.add(informer);
            return informer;
        } catch (ExecutionException e) {
            informer.stop();
            throw e.getCause() instanceof KubernetesClientException known
                    ? known
                    : new KubernetesClientException(String.valueOf(e.getCause().getMessage()), e.getCause());
        } catch (TimeoutException e) {
            informer.stop();
            throw new KubernetesClientException("no list within " + LIST_S + " s", e);
        }
    }

    /** Whatever happens to anything is a reason to look. */
    private record Any<T>(Runnable changed) implements ResourceEventHandler<T> {

        @Override
        public void onAdd(T thing) {
            changed.run();
        }

        @Override
        public void onUpdate(T before, T after) {
            changed.run();
        }

        @Override
        public void onDelete(T thing, boolean unknown) {
            changed.run();
        }
    }
}
