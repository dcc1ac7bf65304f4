// SPDX-License-Identifier: Apache-2.0
package cloudy.api.metric;

import java.util.Map;
import org.osgi.annotation.versioning.ConsumerType;

/** Has figures for {@code /metrics}. Register one as an OSGi service. */
@ConsumerType
public interface MetricSource {

    /**
     * Hands over what it has now. Called by one thread at a time; must not block: one that does not come back within a
     * second is left out and not asked again until it has.
     */
    void collect(Metrics metrics);

    /**
     * Takes figures. Names follow Prometheus: {@code cloudy_}, base units, {@code _total} for what only grows; labels
     * have few values, never what a stranger chose.
     */
    interface Metrics {

        /** A figure that goes up and down. */
        void gauge(String name, String help, Map<String, String> labels, double value);

        /** A figure that only grows while the node runs. */
        void counter(String name, String help, Map<String, String> labels, double value);
    }
}
