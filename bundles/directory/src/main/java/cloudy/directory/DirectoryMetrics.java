// SPDX-License-Identifier: Apache-2.0
package cloudy.directory;

import cloudy.api.metric.MetricSource;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Figures about the directory. */
@Component(service = MetricSource.class)
public final class DirectoryMetrics implements MetricSource {

    private final Directory directory;

    @Activate
    public DirectoryMetrics(@Reference Directory directory) {
        this.directory = directory;
    }

    @Override
    public void collect(Metrics metrics) {
        metrics.gauge("cloudy_directory_services", "Services announced by anyone", Map.of(), directory.size());
        metrics.counter("cloudy_directory_changes_total", "Changes of what a search can find", Map.of(), (double)
                directory.revision());
    }
}
