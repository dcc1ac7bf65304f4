// SPDX-License-Identifier: Apache-2.0
package cloudy.jobs;

import cloudy.api.job.Job;
import cloudy.api.metric.MetricSource;
import java.util.Locale;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Figures about jobs. */
@Component(service = MetricSource.class)
public final class JobMetrics implements MetricSource {

    private final NodeJobs jobs;

    @Activate
    public JobMetrics(@Reference NodeJobs jobs) {
        this.jobs = jobs;
    }

    @Override
    public void collect(Metrics metrics) {
        for (Job.State state : Job.State.values()) {
            String word = state.name().toLowerCase(Locale.ROOT);
            if (state.isFinal()) {
                metrics.counter(
                        "cloudy_jobs_total", "Jobs that ended since the node started", Map.of("result", word), (double)
                                jobs.ended(state));
            } else {
                metrics.gauge(
                        "cloudy_jobs", "Jobs that have not ended", Map.of("state", word), (double) jobs.alive(state));
            }
        }
    }
}
