// SPDX-License-Identifier: Apache-2.0
package cloudy.registry;

import cloudy.api.CloudyService;
import cloudy.api.Health;
import cloudy.api.Offer;
import cloudy.api.form.Texts;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** A service that does what a test says, and how it is registered. */
final class FakeService implements CloudyService, Registered {

    final Map<String, Object> properties = new ConcurrentHashMap<>();
    final Map<String, Object> declared = new ConcurrentHashMap<>();
    final AtomicInteger rounds = new AtomicInteger();
    final AtomicInteger mostAtOnce = new AtomicInteger(1);
    final AtomicInteger held = new AtomicInteger();
    final CountDownLatch released = new CountDownLatch(1);
    volatile UnaryOperator<List<Offer>> offers = described -> described;
    volatile Check check = Health::up;
    volatile Callable<CloudyService> constructor = () -> this;
    volatile boolean there = true;
    private volatile String bundle = "org.example";
    private final AtomicInteger atOnce = new AtomicInteger();

    /** What {@link #check} does. */
    interface Check {
        Health call() throws Exception;
    }

    private interface Work<T, E extends Exception> {
        T call() throws E;
    }

    FakeService(String name) {
        properties.put("component.name", name);
        properties.put("cloudy.type", name);
        properties.put("cloudy.description", "Service " + name);
        properties.put("cloudy.port", 9001);
    }

    FakeService with(String key, Object value) {
        properties.put(key, value);
        return this;
    }

    FakeService checking(Check how) {
        check = how;
        return this;
    }

    FakeService offering(UnaryOperator<List<Offer>> what) {
        offers = what;
        return this;
    }

    @Override
    public List<Offer> offers(List<Offer> described) {
        rounds.incrementAndGet();
        return alone(() -> offers.apply(described));
    }

    @Override
    public Health check() throws Exception {
        return alone(check::call);
    }

    private <T, E extends Exception> T alone(Work<T, E> work) throws E {
        if (atOnce.incrementAndGet() > 1) {
            mostAtOnce.set(2);
        }
        try {
            return work.call();
        } finally {
            atOnce.decrementAndGet();
        }
    }

    FakeService inBundle(String name) {
        bundle = name;
        return this;
    }

    @Override
    public String bundle() {
        return bundle;
    }

    @Override
    public Map<String, Object> properties() {
        return new HashMap<>(properties);
    }

    @Override
    public Map<String, Object> declared() {
        return Map.copyOf(declared);
    }

    @Override
    public boolean isThere() {
        return there;
    }

    @Override
    public CloudyService get() {
        try {
            CloudyService made = constructor.call();
            if (made != null) {
                held.incrementAndGet();
            }
            return made;
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public Texts whyNot() {
        return Texts.of("it failed to start: its constructor threw");
    }

    @Override
    public void release(CloudyService service) {
        held.decrementAndGet();
        released.countDown();
    }
}
