// SPDX-License-Identifier: Apache-2.0
package cloudy.kubernetes;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import java.util.List;

/** What a cluster has, at one moment. */
record View(
        String cluster, List<Service> services, List<EndpointSlice> slices, List<Node> nodes, List<Ingress> ingresses) {

    View {
        services = List.copyOf(services);
        slices = List.copyOf(slices);
        nodes = List.copyOf(nodes);
        ingresses = List.copyOf(ingresses);
    }
}
