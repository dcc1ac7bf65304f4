// SPDX-License-Identifier: Apache-2.0
package cloudy.kubernetes;

import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.stream.Stream;

/** What the account may do beside reading: what the four Roles in {@code distribution/kubernetes} give. */
record Rights(boolean lease, boolean events, boolean annotations, boolean imports) {

    static final Rights NONE = new Rights(false, false, false, false);

    private static final String COORDINATION = "coordination.k8s.io";
    private static final String DISCOVERY = "discovery.k8s.io";

    /** Asks the cluster. Blocks. */
    static Rights of(KubernetesClient client, String namespace, String importNamespace) {
        return new Rights(
                may(client, COORDINATION, "leases", namespace, "create", "get", "update", "patch"),
                may(client, "", "events", namespace, "create"),
                may(client, "", "services", namespace, "patch"),
                !importNamespace.isEmpty()
                        && may(client, "", "services", importNamespace, "create", "update", "delete")
                        && may(client, DISCOVERY, "endpointslices", importNamespace, "create", "update", "delete"));
    }

    /** What they are called in {@code distribution/kubernetes}, of those that are missing. */
    List<String> missing(KubernetesSettings settings) {
        return Stream.of(
                        (settings.lease() && !lease) || (settings.events() && !events) ? "cloudy-report" : "",
                        annotations ? "" : "cloudy-switch",
                        settings.importNamespace().isEmpty() || imports ? "" : "cloudy-import")
                .filter(name -> !name.isEmpty())
                .toList();
    }

    private static boolean may(
            KubernetesClient client, String group, String resource, String namespace, String... verbs) {
        for (String verb : verbs) {
            var question = new SelfSubjectAccessReviewBuilder()
                    .withNewSpec()
                    .withNewResourceAttributes()
                    .withGroup(group)
                    .withResource(resource)
                    .withNamespace(namespace)
                    .withVerb(verb)
                    .endResourceAttributes()
                    .endSpec()
                    .build();
            try {
                var answer =
                        client.authorization().v1().selfSubjectAccessReview().create(question);
                if (answer.getStatus() != null
                        && !Boolean.TRUE.equals(answer.getStatus().getAllowed())) {
                    return false;
                }
            } catch (KubernetesClientException e) {
                // Who may not even ask may hardly do it; and who may finds out by doing it.
                return false;
            }
        }
        return true;
    }
}
