// SPDX-License-Identifier: Apache-2.0
package cloudy.rest.node;

import static java.nio.charset.StandardCharsets.UTF_8;

import cloudy.api.form.Texts;
import cloudy.api.metric.MetricSource;
import cloudy.api.rest.Answer;
import cloudy.api.rest.Call;
import cloudy.api.rest.Operation;
import cloudy.api.rest.Operations;
import cloudy.api.rest.Problem;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands the figures of everyone who has some to Prometheus. A source that is broken, or hangs, costs its own figures only. */
@Component(service = Operations.class)
public final class MetricOperations implements Operations {

    private static final Logger log = LoggerFactory.getLogger(MetricOperations.class);
    private static final int MAX_WAIT_S = 5;

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    volatile List<MetricSource> sources = List.of();

    /** Sources are called by one thread at a time. */
    private final ReentrantLock lock = new ReentrantLock();

    /** Why a source was left out last time, so that the log says it once. */
    private IdentityHashMap<MetricSource, String> broken = new IdentityHashMap<>();

    private final Inquiry inquiry;

    @Activate
    public MetricOperations() {
        this(new Inquiry());
    }

    MetricOperations(Inquiry inquiry) {
        this.inquiry = inquiry;
    }

    @Deactivate
    void close() {
        inquiry.close();
    }

    @Override
    public Map<String, Operation> operations() {
        return Map.of("getMetrics", this::metrics);
    }

    private Answer metrics(Call call) throws InterruptedException {
        if (!lock.tryLock(MAX_WAIT_S, TimeUnit.SECONDS)) {
            throw Problem.of(
                    503,
                    Texts.of(
                            "S'estan recollint les xifres per a algú altre.",
                            "Se están recogiendo las cifras para otra persona.",
                            "The figures are being collected for somebody else."));
        }
        try {
            return Answer.bytes(Exposition.MEDIA_TYPE, collect().getBytes(UTF_8));
        } finally {
            lock.unlock();
        }
    }

    private String collect() throws InterruptedException {
        // The whiteboard has those that came last, strangers', first; a name belongs to who had it before.
        var inOrder = new ArrayList<>(sources);
        Collections.reverse(inOrder);
        inquiry.begin(inOrder);
        var exposition = new Exposition();
        // By identity: what a stranger's equals does is not known.
        var brokenNow = new IdentityHashMap<MetricSource, String>();
        for (MetricSource source : inOrder) {
            Optional<String> why = collect(source, exposition);
            why.ifPresent(reason -> brokenNow.put(source, reason));
            String before = broken.get(source);
            if (why.isPresent() && !why.get().equals(before)) {
                log.warn("The figures of {} are left out: {}", source.getClass().getName(), why.get());
            } else if (why.isEmpty() && before != null) {
                log.info("The figures of {} are good again", source.getClass().getName());
            }
        }
        broken = brokenNow;
        return exposition.text();
    }

    /** Adds the figures of a source, or says why not. */
    private Optional<String> collect(MetricSource source, Exposition exposition) throws InterruptedException {
        try {
            exposition.add(inquiry.ask(source));
            return Optional.empty();
        } catch (ExecutionException e) {
            return Optional.of(e.getCause().toString());
        } catch (TimeoutException e) {
            return Optional.of(e.getMessage());
        } catch (RejectedExecutionException e) {
            return Optional.of("the node is stopping");
        } catch (RuntimeException e) {
            return Optional.of(e.toString());
        }
    }
}
