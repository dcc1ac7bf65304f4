// SPDX-License-Identifier: Apache-2.0
package cloudy.proxy3;

import cloudy.api.metric.MetricSource;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** What squid has counted, for those who watch the node. */
@Component(service = MetricSource.class)
public final class ProxyMetrics implements MetricSource {

    private final ProxyService service;

    @Activate
    public ProxyMetrics(@Reference ProxyService service) {
        this.service = service;
    }

    @Override
    public void collect(Metrics metrics) {
        Optional<Figures> known = service.proxy().flatMap(Proxy::figures);
        known.ifPresent(figures -> {
            counter(metrics, "requests", "Requests to this node's proxy", figures.requests());
            counter(metrics, "hits", "Requests that were answered from the cache", figures.hits());
            counter(metrics, "errors", "Requests that failed or were refused", figures.errors());
            counter(metrics, "received_bytes", "Bytes that came from servers", figures.inBytes());
            counter(metrics, "sent_bytes", "Bytes that went to people", figures.outBytes());
            metrics.gauge(
                    "cloudy_proxy3_clients", "Addresses that used the proxy", Map.of(), (double) figures.clients());
            metrics.gauge("cloudy_proxy3_users", "Users who signed in", Map.of(), (double) figures.users());
        });
    }

    private static void counter(Metrics metrics, String what, String help, long value) {
        metrics.counter("cloudy_proxy3_" + what + "_total", help, Map.of(), (double) value);
    }
}
