// SPDX-License-Identifier: Apache-2.0
package cloudy.registry;

import cloudy.api.Audience;
import cloudy.api.network.Outcome;
import cloudy.api.network.Publisher;
import cloudy.api.network.Wanted;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** A carrier that keeps what it was asked for. */
final class FakePublisher implements Publisher, Outlet.Source {

    record Call(List<Wanted> wanted, Consumer<Map<String, Outcome>> answer) {

        List<String> ids() {
            return wanted.stream().map(Wanted::id).toList();
        }

        void all(Outcome outcome) {
            answer.accept(wanted.stream().collect(Collectors.toMap(Wanted::id, each -> outcome)));
        }
    }

    final BlockingQueue<Call> calls = new LinkedBlockingQueue<>();
    final CountDownLatch released = new CountDownLatch(1);
    final AtomicInteger atOnce = new AtomicInteger();
    volatile Consumer<Call> manner = call -> {};
    private final String carrier;
    private final Audience reach;

    FakePublisher(String carrier, Audience reach) {
        this.carrier = carrier;
        this.reach = reach;
    }

    /** Announces everything at once. */
    FakePublisher willing() {
        manner = call -> call.all(Outcome.announced());
        return this;
    }

    @Override
    public String carrier() {
        return carrier;
    }

    @Override
    public Audience reach() {
        return reach;
    }

    @Override
    public void publish(List<Wanted> wanted, Consumer<Map<String, Outcome>> answer) {
        if (atOnce.incrementAndGet() > 1) {
            throw new IllegalStateException("called by two threads");
        }
        try {
            var call = new Call(wanted, answer);
            calls.add(call);
            manner.accept(call);
        } finally {
            atOnce.decrementAndGet();
        }
    }

    Call next() {
        try {
            Call call = calls.poll(10, TimeUnit.SECONDS);
            if (call == null) {
                throw new AssertionError(carrier + " was not asked for anything");
            }
            return call;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public Publisher get() {
        return this;
    }

    @Override
    public void release(Publisher publisher) {
        released.countDown();
    }
}
