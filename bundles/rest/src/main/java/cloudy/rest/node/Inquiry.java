// SPDX-License-Identifier: Apache-2.0
package cloudy.rest.node;

import cloudy.api.metric.MetricSource;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Asks sources for their figures, one after the other, and waits for none of them long. A source that does not answer
 * keeps the thread that it has and gets no other: it is not asked again before it has answered.
 */
final class Inquiry implements AutoCloseable {

    /** How many may hang before only those are asked who answered the last time. */
    static final int MAX_HANGING = 8;

    private static final Duration EACH = Duration.ofSeconds(1);

    /** All of them together have three times that: Prometheus goes away after ten seconds. */
    private static final int TOGETHER = 3;

    /** What a source has been asked. */
    private static final class Question implements Runnable {

        private final MetricSource source;
        private final CompletableFuture<Map<String, Family>> answer = new CompletableFuture<>();

        Question(MetricSource source) {
            this.source = source;
        }

        @Override
        public void run() {
            try {
                var samples = new Samples();
                source.collect(samples);
                answer.complete(samples.families());
            } catch (Throwable e) {
                // Whatever it is, it belongs to who waits for the answer.
                answer.completeExceptionally(e);
            }
        }
    }

    private final long eachNanos;
    private final AtomicInteger threads = new AtomicInteger();
    private final Map<Question, ThreadPoolExecutor> hanging = new LinkedHashMap<>();
    private final Set<MetricSource> answering = Collections.newSetFromMap(new IdentityHashMap<>());
    private ThreadPoolExecutor asker = newThread();
    private long endNanos;

    Inquiry() {
        this(EACH);
    }

    /** @param each how long one source may take */
    Inquiry(Duration each) {
        eachNanos = each.toNanos();
    }

    /** There only while it is used. */
    private ThreadPoolExecutor newThread() {
        var thread = new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
            var made = new Thread(work, "cloudy-rest-metrics-" + threads.incrementAndGet());
            made.setDaemon(true);
            return made;
        });
        thread.allowCoreThreadTimeOut(true);
        return thread;
    }

    /** Begins to ask all of these. */
    synchronized void begin(Collection<MetricSource> sources) {
        endNanos = System.nanoTime() + TOGETHER * eachNanos;
        hanging.keySet().removeIf(question -> question.answer.isDone());
        answering.removeIf(known -> sources.stream().noneMatch(source -> source == known));
        hanging.forEach((question, thread) -> {
            if (sources.stream().noneMatch(source -> source == question.source)) {
                // Whoever brought it is gone; it may let go of its thread now.
                thread.shutdownNow();
            }
        });
    }

    /**
     * Asks one of them; not to be called by two threads at a time.
     *
     * @throws ExecutionException with what the source threw
     * @throws TimeoutException when it does not answer; says so in plain words
     */
    Map<String, Family> ask(MetricSource source) throws ExecutionException, TimeoutException, InterruptedException {
        var question = new Question(source);
        long nanos = begin(question);
        try {
            Map<String, Family> answer = question.answer.get(nanos, TimeUnit.NANOSECONDS);
            answering.add(source);
            return answer;
        } catch (TimeoutException e) {
            leave(question);
            throw late();
        } catch (InterruptedException e) {
            leave(question);
            throw e;
        }
    }

    private synchronized long begin(Question question) throws TimeoutException {
        if (hanging.keySet().stream().anyMatch(asked -> asked.source == question.source)) {
            throw late();
        }
        if (!answering.remove(question.source) && hanging.size() >= MAX_HANGING) {
            throw new TimeoutException("too many others do not answer");
        }
        long nanos = Math.min(eachNanos, endNanos - System.nanoTime());
        if (nanos <= 0) {
            throw new TimeoutException("the others took all the time");
        }
        asker.execute(question);
        return nanos;
    }

    /** The question keeps its thread; the next one gets another. */
    private synchronized void leave(Question question) {
        boolean closed = asker.isShutdown();
        hanging.put(question, asker);
        if (!closed) {
            asker.shutdown();
            asker = newThread();
        }
    }

    private static TimeoutException late() {
        return new TimeoutException("it does not answer in time");
    }

    /** Asks nobody any more, and has those who hang let go if they can. */
    @Override
    public synchronized void close() {
        asker.shutdownNow();
        hanging.values().forEach(ThreadPoolExecutor::shutdownNow);
    }
}
