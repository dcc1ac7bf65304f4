// SPDX-License-Identifier: Apache-2.0
package cloudy.kubernetes;

import java.lang.annotation.Annotation;

/** What {@code etc/cloudy.kubernetes.cfg} says. */
@SuppressWarnings("BadAnnotationImplementation")
record Wish(
        String[] clusters,
        String namespace,
        int staleSeconds,
        boolean lease,
        boolean events,
        String importNamespace,
        String[] imports)
        implements KubernetesConfig {

    static Wish usual(String... clusters) {
        return new Wish(clusters, "cloudy", 120, false, false, "", new String[0]);
    }

    Wish withLease() {
        return new Wish(clusters, namespace, staleSeconds, true, events, importNamespace, imports);
    }

    Wish withEvents() {
        return new Wish(clusters, namespace, staleSeconds, lease, true, importNamespace, imports);
    }

    Wish stale(int seconds) {
        return new Wish(clusters, namespace, seconds, lease, events, importNamespace, imports);
    }

    Wish importing(String space, String... wanted) {
        return new Wish(clusters, namespace, staleSeconds, lease, events, space, wanted);
    }

    @Override
    public Class<? extends Annotation> annotationType() {
        return KubernetesConfig.class;
    }
}
