// SPDX-License-Identifier: Apache-2.0
package cloudy.access;

import cloudy.api.metric.MetricSource;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** How many are signed in, and how many could not. */
@Component(service = MetricSource.class)
public final class AccessMetrics implements MetricSource {

    private final People people;

    @Activate
    public AccessMetrics(@Reference Recognition known) {
        this(known.people());
    }

    AccessMetrics(People people) {
        this.people = people;
    }

    @Override
    public void collect(Metrics metrics) {
        metrics.gauge(
                "cloudy_sessions",
                "Browsers that are signed in.",
                Map.of(),
                people.sessions().all().size());
        metrics.counter("cloudy_sign_ins_refused_total", "Tries to sign in that were refused.", Map.of(), (double)
                people.log().refused());
    }
}
