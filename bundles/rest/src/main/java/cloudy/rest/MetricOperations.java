// SPDX-License-Identifier: Apache-2.0
package cloudy.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import cloudy.api.metric.MetricSource;
import cloudy.api.rest.Answer;
import cloudy.api.rest.Call;
import cloudy.api.rest.Operation;
import cloudy.api.rest.Operations;
import cloudy.api.rest.Problem;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands the figures of everyone who has some to Prometheus. A source that is broken costs its own figures only. */
@Component(service = Operations.class)
public final class MetricOperations implements Operations {

    private static final Logger log = LoggerFactory.getLogger(MetricOperations.class);
    private static final int MAX_WAIT_S = 5;

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    volatile List<MetricSource> sources = List.of();

    /** Sources are called by one thread at a time. */
    private final ReentrantLock lock = new ReentrantLock();

    /** Why a source was left out last time, so that the log says it once. */
    private final Map<MetricSource, String> broken = new WeakHashMap<>();

    @Activate
    public MetricOperations() {}

    @Override
    public Map<String, Operation> operations() {
        return Map.of("getMetrics", this::metrics);
    }

    private Answer metrics(Call call) throws InterruptedException {
        if (!lock.tryLock(MAX_WAIT_S, TimeUnit.SECONDS)) {
            throw Problem.of(503, "The figures are being collected for somebody else.");
        }
        try {
            return Answer.bytes(Exposition.MEDIA_TYPE, collect().getBytes(UTF_8));
        } finally {
            lock.unlock();
        }
    }

    private String collect() {
        // The whiteboard has those that came last, strangers', first; a name belongs to who had it before.
        var inOrder = new ArrayList<>(sources);
        Collections.reverse(inOrder);
        var exposition = new Exposition();
        inOrder.forEach(source -> collect(source, exposition));
        return exposition.text();
    }

    private void collect(MetricSource source, Exposition exposition) {
        try {
            var samples = new Samples();
            source.collect(samples);
            exposition.add(samples.families());
            if (broken.remove(source) != null) {
                log.info("The figures of {} are good again", source.getClass().getName());
            }
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            String why = e.toString();
            if (!why.equals(broken.put(source, why))) {
                log.warn("The figures of {} are left out: {}", source.getClass().getName(), why);
            }
        }
    }
}
