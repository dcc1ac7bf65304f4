// SPDX-License-Identifier: Apache-2.0
package cloudy.rest;

import cloudy.api.form.Texts;
import cloudy.api.rest.Answer;
import cloudy.api.rest.Problem;
import cloudy.rest.time.Clockwork;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;

/** Waits for an answer that comes later, without a thread. */
final class Wait implements AsyncListener {

    static final long LIMIT_MILLIS = 120_000;

    private record Awaited(AsyncContext context, CompletionStage<Answer> answer, BiConsumer<Answer, Throwable> sent) {

        void send(Answer value, Throwable failure) {
            Throwable cause = failure instanceof CompletionException wrapped ? wrapped.getCause() : failure;
            // Whoever has the answer must not be held up by a slow caller.
            context.start(() -> sent.accept(value, cause));
        }

        void cancel() {
            answer.toCompletableFuture().cancel(false);
        }
    }

    // Taken out by whoever ends it; the clock has this object for longer than it waits.
    private final AtomicReference<Awaited> awaited = new AtomicReference<>();

    /**
     * Begins.
     *
     * @param sent is given the answer, or why there is none, once, by a thread of the server; not when the caller has gone
     */
    void begin(
            AsyncContext context, CompletionStage<Answer> answer, Clockwork clock, BiConsumer<Answer, Throwable> sent) {
        awaited.set(new Awaited(context, answer, sent));
        context.addListener(this);
        clock.after(LIMIT_MILLIS, this::expire);
        answer.whenComplete((value, failure) -> take().ifPresent(it -> it.send(value, failure)));
    }

    private void expire() {
        take().ifPresent(it -> {
            it.send(
                    null,
                    Problem.of(
                            503,
                            Texts.of(
                                    "La resposta no ha arribat a temps.",
                                    "La respuesta no ha llegado a tiempo.",
                                    "The answer did not come in time.")));
            it.cancel();
        });
    }

    private Optional<Awaited> take() {
        return Optional.ofNullable(awaited.getAndSet(null));
    }

    @Override
    public void onTimeout(AsyncEvent event) {}

    @Override
    public void onError(AsyncEvent event) {
        take().ifPresent(it -> {
            it.cancel();
            it.context().complete();
        });
    }

    @Override
    public void onComplete(AsyncEvent event) {
        take().ifPresent(Awaited::cancel);
    }

    @Override
    public void onStartAsync(AsyncEvent event) {}
}
