// SPDX-License-Identifier: Apache-2.0
package cloudy.kubernetes;

import java.lang.annotation.Annotation;
import java.util.List;

/** What {@code etc/cloudy.kubernetes.cfg} says. */
@SuppressWarnings({"BadAnnotationImplementation", "ImmutableAnnotationChecker"})
record Wish(
        List<String> named,
        String namespace,
        int staleSeconds,
        boolean lease,
        boolean events,
        String importNamespace,
        List<String> wanted)
        implements KubernetesConfig {

    static Wish usual(String... clusters) {
        return new Wish(List.of(clusters), "cloudy", 120, false, false, "", List.of());
    }

    Wish withLease() {
        return new Wish(named, namespace, staleSeconds, true, events, importNamespace, wanted);
    }

    Wish withEvents() {
        return new Wish(named, namespace, staleSeconds, lease, true, importNamespace, wanted);
    }

    Wish stale(int seconds) {
        return new Wish(named, namespace, seconds, lease, events, importNamespace, wanted);
    }

    Wish importing(String space, String... imports) {
        return new Wish(named, namespace, staleSeconds, lease, events, space, List.of(imports));
    }

    @Override
    public String[] clusters() {
        return named.toArray(new String[0]);
    }

    @Override
    public String[] imports() {
        return wanted.toArray(new String[0]);
    }

    @Override
    public Class<? extends Annotation> annotationType() {
        return KubernetesConfig.class;
    }
}
