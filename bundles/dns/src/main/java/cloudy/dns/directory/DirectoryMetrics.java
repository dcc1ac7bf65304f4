// SPDX-License-Identifier: Apache-2.0
package cloudy.dns.directory;

import cloudy.api.metric.MetricSource;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Figures about the directory's zone. */
@Component(service = MetricSource.class)
public final class DirectoryMetrics implements MetricSource {

    private final DirectoryDns dns;

    @Activate
    public DirectoryMetrics(@Reference DirectoryDns dns) {
        this.dns = dns;
    }

    @Override
    public void collect(Metrics metrics) {
        dns.server().ifPresent(server -> {
            Counts counts = server.counts();
            metrics.gauge(
                    "cloudy_dns_directory_services",
                    "Services that have a name",
                    Map.of(),
                    server.names().size());
            queries(metrics, "udp", (double) counts.udp.sum());
            queries(metrics, "tcp", (double) counts.tcp.sum());
            metrics.counter(
                    "cloudy_dns_directory_refused_total",
                    "Messages that were no queries for the zone",
                    Map.of(),
                    (double) counts.refused.sum());
            metrics.counter(
                    "cloudy_dns_directory_limited_total", "Queries of those who asked too much", Map.of(), (double)
                            counts.limited.sum());
        });
    }

    private static void queries(Metrics metrics, String transport, double count) {
        metrics.counter(
                "cloudy_dns_directory_queries_total",
                "Queries for the directory's zone",
                Map.of("transport", transport),
                count);
    }
}
