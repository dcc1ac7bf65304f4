// SPDX-License-Identifier: Apache-2.0
package cloudy.kubernetes;

import cloudy.api.metric.MetricSource;
import java.util.Locale;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Figures of the clusters, by the names that the operator gave them. */
@Component(service = MetricSource.class)
public final class KubernetesMetrics implements MetricSource {

    private final KubernetesService service;

    @Activate
    public KubernetesMetrics(@Reference KubernetesService service) {
        this.service = service;
    }

    @Override
    public void collect(Metrics metrics) {
        service.clusters().ifPresent(clusters -> {
            for (Cluster cluster : clusters.all()) {
                metrics.gauge(
                        "cloudy_kubernetes_cluster_up",
                        "Whether the cluster answers",
                        Map.of("cluster", cluster.name()),
                        cluster.isFresh() && cluster.fault().isEmpty() ? 1 : 0);
                for (Entry.State state : Entry.State.values()) {
                    metrics.gauge(
                            "cloudy_kubernetes_services",
                            "Services and Ingresses of the cluster by what became of them",
                            Map.of(
                                    "cluster",
                                    cluster.name(),
                                    "state",
                                    state.name().toLowerCase(Locale.ROOT)),
                            (double) clusters.entries().stream()
                                    .filter(entry -> entry.state() == state
                                            && entry.cluster().equals(cluster.name()))
                                    .count());
                }
            }
        });
    }
}
