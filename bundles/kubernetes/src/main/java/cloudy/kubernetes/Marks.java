// SPDX-License-Identifier: Apache-2.0
package cloudy.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What is written on things in a cluster: by people as annotations, by this bundle as labels. */
final class Marks {

    static final String PREFIX = "cloudy.community/";
    static final String PUBLISH = PREFIX + "publish";

    /** On what was imported; its value is the id of the node that did. It is never published. */
    static final String IMPORTED = PREFIX + "imported";

    /** Beside it, so that others' tools leave it alone. */
    static final String MANAGED_BY = "app.kubernetes.io/managed-by";

    /** On an EndpointSlice: the Service whose it is. */
    static final String SERVICE_NAME = "kubernetes.io/service-name";

    /** All the labels that are read here. */
    static final Set<String> READ = Set.of(IMPORTED, SERVICE_NAME);

    private Marks() {}

    /** What somebody wrote about how a thing is published. */
    static Optional<String> wish(HasMetadata thing, String word) {
        Map<String, String> annotations = thing.getMetadata().getAnnotations();
        return Optional.ofNullable(annotations == null ? null : annotations.get(PREFIX + word))
                .map(String::strip)
                .filter(text -> !text.isEmpty());
    }

    static boolean isImported(HasMetadata thing) {
        Map<String, String> labels = thing.getMetadata().getLabels();
        return labels != null && labels.containsKey(IMPORTED);
    }
}
