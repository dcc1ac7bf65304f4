// SPDX-License-Identifier: Apache-2.0
package cloudy.kubernetes;

import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** On which boards the ready endpoints of each service are. */
final class Endpoints {

    private final Map<String, Set<String>> boards = new HashMap<>();

    Endpoints(List<EndpointSlice> slices) {
        for (EndpointSlice slice : slices) {
            Map<String, String> labels = slice.getMetadata().getLabels();
            if (labels != null && labels.containsKey(Marks.SERVICE_NAME)) {
                String key = key(slice.getMetadata().getNamespace(), labels.get(Marks.SERVICE_NAME));
                slice.getEndpoints().stream().filter(Endpoints::isReady).forEach(endpoint -> boards.computeIfAbsent(
                                key, each -> new HashSet<>())
                        // An endpoint outside of the cluster has no board, and is ready nevertheless.
                        .add(endpoint.getNodeName() == null ? "" : endpoint.getNodeName()));
            }
        }
    }

    /** The boards with a ready endpoint of a service; none where it has no ready endpoint at all. */
    Set<String> boards(String namespace, String service) {
        return boards.getOrDefault(key(namespace, service), Set.of());
    }

    /** Kubernetes: "nil should be interpreted as true". */
    private static boolean isReady(Endpoint endpoint) {
        return endpoint.getConditions() == null
                || !Boolean.FALSE.equals(endpoint.getConditions().getReady());
    }

    private static String key(String namespace, String service) {
        return namespace + '/' + service;
    }
}
