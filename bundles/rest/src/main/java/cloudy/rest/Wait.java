// SPDX-License-Identifier: Apache-2.0
package cloudy.rest;

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
import java.util.function.Supplier;

/** Waits for what comes later, while a caller waits for its answer, without a thread. */
final class Wait<T> implements AsyncListener {

    private record Awaited<T>(AsyncContext context, CompletionStage<T> stage, BiConsumer<T, Throwable> then) {

        void end(T value, Throwable failure) {
            Throwable cause = failure instanceof CompletionException wrapped ? wrapped.getCause() : failure;
            // Whoever made it come must not be held up by a slow caller.
            context.start(() -> then.accept(value, cause));
        }

        void cancel() {
            stage.toCompletableFuture().cancel(false);
        }
    }

    private final long limitMillis;
    private final Supplier<Problem> late;

    // Taken out by whoever ends it; the clock has this object for longer than it waits.
    private final AtomicReference<Awaited<T>> awaited = new AtomicReference<>();

    /** @param late what to say of what has not come within the limit */
    Wait(long limitMillis, Supplier<Problem> late) {
        this.limitMillis = limitMillis;
        this.late = late;
    }

    /**
     * Begins.
     *
     * @param stage what is awaited; cancelled when nobody waits any more
     * @param then is given what came, or why nothing did, once, by a thread of the server; not when the caller has gone
     */
    void begin(AsyncContext context, CompletionStage<T> stage, Clockwork clock, BiConsumer<T, Throwable> then) {
        awaited.set(new Awaited<>(context, stage, then));
        context.addListener(this);
        clock.after(limitMillis, this::expire);
        stage.whenComplete((value, failure) -> take().ifPresent(it -> it.end(value, failure)));
    }

    private void expire() {
        take().ifPresent(it -> {
            it.end(null, late.get());
            it.cancel();
        });
    }

    private Optional<Awaited<T>> take() {
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
