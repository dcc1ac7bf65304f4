// SPDX-License-Identifier: Apache-2.0
package cloudy.guifi;

import cloudy.api.metric.MetricSource;
import cloudy.guifi.Copies.State;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** How old guifi.net's data are, by what they are: of several of a kind the oldest counts. */
@Component(service = MetricSource.class)
public final class GuifiMetrics implements MetricSource {

    private final Guifi guifi;
    private final Clock clock;

    @Activate
    public GuifiMetrics(@Reference Guifi guifi) {
        this(guifi, Clock.systemUTC());
    }

    GuifiMetrics(Guifi guifi, Clock clock) {
        this.guifi = guifi;
        this.clock = clock;
    }

    @Override
    public void collect(Metrics metrics) {
        var ages = new TreeMap<String, Double>();
        var failing = new TreeMap<String, Double>();
        guifi.copies().states().forEach((key, state) -> {
            String kind = key.contains("-") ? key.substring(0, key.indexOf('-')) : key;
            age(state, kind, ages);
            failing.merge(kind, state.trouble().isEmpty() ? 0.0 : 1.0, Double::sum);
        });
        ages.forEach((kind, age) -> metrics.gauge(
                "cloudy_guifi_copy_age_seconds",
                "Time since guifi.net said that the copy is as it is",
                Map.of("copy", kind),
                age));
        failing.forEach((kind, count) -> metrics.gauge(
                "cloudy_guifi_copies_stale",
                "Copies that could not be made new the last time",
                Map.of("copy", kind),
                count));
    }

    private void age(State state, String kind, Map<String, Double> ages) {
        state.asOf()
                .ifPresent(asOf ->
                        ages.merge(kind, Duration.between(asOf, clock.instant()).toMillis() / 1000.0, Math::max));
    }
}
