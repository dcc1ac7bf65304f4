// SPDX-License-Identifier: Apache-2.0
package cloudy.rest.node;

import cloudy.api.cluster.Cluster;
import cloudy.api.cluster.ClusterState;
import cloudy.api.metric.MetricSource;
import cloudy.api.network.ServiceDirectory;
import cloudy.api.registry.LocalService;
import cloudy.api.registry.LocalService.Run;
import cloudy.api.registry.LocalServices;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** The figures of this node: its services, what it hears, and who is there. */
@Component(service = MetricSource.class)
public final class NodeFigures implements MetricSource {

    /** Services beyond are counted and not named: all figures of a source together have a limit. */
    private static final int MAX_NAMED = 500;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    volatile LocalServices services;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    volatile ServiceDirectory directory;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    volatile Cluster cluster;

    private final String version;

    @Activate
    public NodeFigures(BundleContext context) {
        this(context.getBundle().getVersion().toString());
    }

    NodeFigures(String version) {
        this.version = version;
    }

    @Override
    public void collect(Metrics metrics) {
        metrics.gauge(
                "cloudy_build_info",
                "Always 1; the labels say what this node runs.",
                Map.of("version", version, "java", Runtime.version().toString()),
                1);
        LocalServices here = services;
        if (here != null) {
            services(metrics, here.all());
        }
        ServiceDirectory known = directory;
        if (known != null) {
            metrics.gauge("cloudy_directory_entries", "Announcements that this node knows of.", Map.of(), known.size());
        }
        Cluster joined = cluster;
        if (joined != null) {
            members(metrics, joined.state());
        }
    }

    private static void services(Metrics metrics, List<LocalService> all) {
        var counts = new EnumMap<Run, Integer>(Run.class);
        all.forEach(service -> counts.merge(service.run(), 1, Integer::sum));
        for (Run run : Run.values()) {
            metrics.gauge(
                    "cloudy_services",
                    "Services of this node, by how they are.",
                    Map.of("run", run.name().toLowerCase(Locale.ROOT).replace('_', '-')),
                    counts.getOrDefault(run, 0));
        }
        all.stream()
                .filter(service -> service.run() != Run.OFF)
                .limit(MAX_NAMED)
                .forEach(service -> metrics.gauge(
                        "cloudy_service_up",
                        "Whether a service of this node that is switched on is up.",
                        Map.of("service", service.id()),
                        service.run() == Run.UP ? 1 : 0));
    }

    private static void members(Metrics metrics, ClusterState state) {
        Map.of("alive", state.alive(), "failed", state.failed(), "left", state.left())
                .forEach((word, count) -> metrics.gauge(
                        "cloudy_members", "Members of the cluster, by their state.", Map.of("state", word), count));
    }
}
