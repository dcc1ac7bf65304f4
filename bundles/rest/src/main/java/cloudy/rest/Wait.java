// SPDX-License-Identifier: Apache-2.0
package cloudy.rest;

import cloudy.api.rest.Answer;
import cloudy.api.rest.Problem;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;

/** Waits for an answer that comes later, without a thread. */
final class Wait implements AsyncListener {

    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final AsyncContext context;
    private final BiConsumer<Answer, Throwable> sent;
    private final AtomicBoolean over = new AtomicBoolean();
    private CompletionStage<Answer> awaited;

    /**
     * Makes one.
     *
     * @param sent is given the answer, or why there is none, by a thread that may block
     */
    Wait(AsyncContext context, BiConsumer<Answer, Throwable> sent) {
        this.context = context;
        this.sent = sent;
    }

    void begin(CompletionStage<Answer> answer) {
        awaited = answer;
        context.setTimeout(LIMIT.toMillis());
        context.addListener(this);
        // Whoever has the answer must not be held up by a slow caller.
        answer.whenComplete((value, failure) -> {
            if (over.compareAndSet(false, true)) {
                context.start(() -> finish(value, failure));
            }
        });
    }

    private void finish(Answer value, Throwable failure) {
        try {
            sent.accept(value, failure instanceof CompletionException wrapped ? wrapped.getCause() : failure);
        } finally {
            context.complete();
        }
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        if (over.compareAndSet(false, true)) {
            finish(null, Problem.of(503, "The answer did not come in time."));
            awaited.toCompletableFuture().cancel(false);
        }
    }

    @Override
    public void onError(AsyncEvent event) {
        if (over.compareAndSet(false, true)) {
            awaited.toCompletableFuture().cancel(false);
            context.complete();
        }
    }

    @Override
    public void onComplete(AsyncEvent event) {}

    @Override
    public void onStartAsync(AsyncEvent event) {}
}
