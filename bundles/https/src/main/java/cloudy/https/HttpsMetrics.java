// SPDX-License-Identifier: Apache-2.0
package cloudy.https;

import cloudy.api.metric.MetricSource;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** When the certificate ends, and how many are connected. */
@Component(service = MetricSource.class)
public final class HttpsMetrics implements MetricSource {

    private final Certificates certificates;
    private final Admission admission;

    @Activate
    public HttpsMetrics(@Reference Certificates certificates, @Reference Admission admission) {
        this.certificates = certificates;
        this.admission = admission;
    }

    @Override
    public void collect(Metrics metrics) {
        metrics.gauge(
                "cloudy_certificate_expiry_timestamp_seconds", "When the certificate in use ends.", Map.of(), (double)
                        certificates.current().getNotAfter().toInstant().getEpochSecond());
        metrics.gauge("cloudy_http_connections", "Connections that are open.", Map.of(), admission.connections());
        metrics.counter(
                "cloudy_http_connections_refused_total", "Connections that were turned away.", Map.of(), (double)
                        admission.refused());
    }
}
