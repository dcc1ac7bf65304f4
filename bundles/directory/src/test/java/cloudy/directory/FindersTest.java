// SPDX-License-Identifier: Apache-2.0
package cloudy.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cloudy.api.network.Announcement;
import cloudy.api.network.Finder;
import cloudy.api.network.Query;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.ComponentServiceObjects;

class FindersTest {

    private final Directory directory = new Directory(Room.forEntries(1_000));
    private final Finders finders = new Finders(directory);

    @AfterEach
    void close() {
        finders.close();
        directory.close();
    }

    @Test
    void hearsEveryFinder() {
        add(new Fake(sink -> sink.heard(Heard.of(1, "a").build())));
        add(new Fake(sink -> sink.heard(Heard.lan(2, "b").build())));

        soon().untilAsserted(() -> assertThat(directory.search(Query.all()))
                .extracting(Announcement::id)
                .containsExactlyInAnyOrder("a", "b"));
    }

    @Test
    void forgetsWhatAFinderHeardWhenItGoes() {
        var fake = new Fake(sink -> sink.heard(Heard.of(1, "a").build()));
        ServiceReference<Finder> reference = add(fake);
        soon().until(() -> directory.size() == 1);

        finders.removeFinder(reference);
        finders.removeFinder(reference);

        assertThat(directory.size()).isZero();
        assertThat(fake.sink.heard(Heard.of(1, "late").build())).isFalse();
        soon().until(() -> fake.held.get() == 0);
    }

    @Test
    void oneThatThrowsOrBlocksHarmsNobody() {
        var stuck = new CountDownLatch(1);
        add(new Fake(sink -> {
            throw new NoClassDefFoundError("broken/Finder");
        }));
        add(new Fake(sink -> stuck.await()));
        add(new Fake(sink -> sink.heard(Heard.of(1, "a").build())));

        soon().until(() -> directory.size() == 1);
        stuck.countDown();
    }

    @Test
    void oneThatWentBeforeItStartedIsLetGo() throws Exception {
        var fake = new Fake(sink -> sink.heard(Heard.of(1, "a").build()));
        fake.start = new CountDownLatch(1);
        ServiceReference<Finder> reference = add(fake);

        finders.removeFinder(reference);
        fake.start.countDown();

        fake.begun.await();
        soon().until(() -> fake.held.get() == 0);
        assertThat(directory.size()).isZero();
    }

    @Test
    void oneThatCannotBeHadIsPassedOver() {
        finders.addFinder(reference(), new Objects(null));
        add(new Fake(sink -> sink.heard(Heard.of(1, "a").build())));

        soon().until(() -> directory.size() == 1);
    }

    @Test
    void itsEndIsTheEndOfAllThatWasHeard() {
        add(new Fake(sink -> sink.heard(Heard.of(1, "a").build())));
        soon().until(() -> directory.size() == 1);

        finders.close();

        assertThat(directory.size()).isZero();
    }

    private ServiceReference<Finder> add(Fake fake) {
        ServiceReference<Finder> reference = reference();
        finders.addFinder(reference, new Objects(fake));
        return reference;
    }

    @SuppressWarnings("unchecked")
    private static ServiceReference<Finder> reference() {
        return (ServiceReference<Finder>) Proxy.newProxyInstance(
                FindersTest.class.getClassLoader(), new Class<?>[] {ServiceReference.class}, (proxy, method, args) -> {
                    return switch (method.getName()) {
                        case "hashCode" -> System.identityHashCode(proxy);
                        case "equals" -> proxy == args[0];
                        default -> throw new UnsupportedOperationException(method.getName());
                    };
                });
    }

    private interface Work {
        void on(Finder.Sink sink) throws InterruptedException;
    }

    private static final class Fake implements Finder {

        private final Work work;
        private final AtomicInteger held = new AtomicInteger();
        private final CountDownLatch begun = new CountDownLatch(1);
        private CountDownLatch start = new CountDownLatch(0);
        private volatile Sink sink;

        Fake(Work work) {
            this.work = work;
        }

        @Override
        public String carrier() {
            return "fake";
        }

        @Override
        public void find(Sink into) {
            sink = into;
            try {
                work.on(into);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private record Objects(Fake fake) implements ComponentServiceObjects<Finder> {

        @Override
        public Finder getService() {
            if (fake == null) {
                return null;
            }
            try {
                fake.start.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            fake.held.incrementAndGet();
            fake.begun.countDown();
            return fake;
        }

        @Override
        public void ungetService(Finder service) {
            fake.held.decrementAndGet();
        }

        @Override
        public ServiceReference<Finder> getServiceReference() {
            return reference();
        }
    }

    /** Generous, for a machine that is busy with other things; nobody waits so long when all is well. */
    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(30));
    }
}
