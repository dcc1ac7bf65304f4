// SPDX-License-Identifier: Apache-2.0
package cloudy.dns;

import cloudy.api.metric.MetricSource;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** What the name server had counted when it was looked at last. */
@Component(service = MetricSource.class)
public final class DnsMetrics implements MetricSource {

    private final DnsService service;

    @Activate
    public DnsMetrics(@Reference DnsService service) {
        this.service = service;
    }

    @Override
    public void collect(Metrics metrics) {
        Optional<NameServer> server = service.server();
        server.ifPresent(own -> metrics.gauge(
                "cloudy_dns_zones",
                "Zones that are served",
                Map.of(),
                own.now().plan().zones().size()));
        server.flatMap(NameServer::lastFigures).ifPresent(figures -> {
            figures.byType()
                    .forEach((type, count) -> metrics.counter(
                            "cloudy_dns_queries_total",
                            "Questions by type",
                            Map.of("type", type),
                            count.doubleValue()));
            metrics.counter(
                    "cloudy_dns_refused_total", "Questions that were no business of who asked", Map.of(), (double)
                            figures.refused());
            metrics.counter("cloudy_dns_limited_total", "Answers held back for one address", Map.of(), (double)
                    figures.limited());
        });
    }
}
