// SPDX-License-Identifier: Apache-2.0
package cloudy.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cloudy.api.Audience;
import cloudy.api.Health;
import cloudy.api.Offer;
import cloudy.api.registry.LocalService;
import cloudy.api.registry.LocalService.Run;
import cloudy.testing.MemorySettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** More services than any node has, on the registry's real threads, and among them those that do what none should. */
class CrowdTest {

    private static final int MANY = 500;
    private static final Duration LIMIT = Duration.ofMillis(400);
    private static final String THREADS = "cloudy-registry-check";

    private final LoopThread loop = new LoopThread();
    private final Board board = new Board(
            loop,
            loop::close,
            new CheckThreads(loop, Threads.many(THREADS, Duration.ofMillis(300)), LIMIT),
            new PortProbe(Duration.ofSeconds(2)),
            new MemorySettings(),
            5);
    private final FakePublisher mdns = new FakePublisher("mdns", Audience.LAN).willing();
    private final CountDownLatch released = new CountDownLatch(1);

    @BeforeEach
    void start() {
        board.addOutlet(mdns, mdns);
    }

    @AfterEach
    void stop() {
        released.countDown();
        board.close();
    }

    @Test
    void fiveHundredAtOnceAreUpAndAnnounced() {
        var atOnce = new AtomicInteger();
        var most = new AtomicInteger();
        for (int i = 0; i < MANY; i++) {
            add(new FakeService("s" + i).checking(() -> {
                most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
                atOnce.decrementAndGet();
                return Health.up();
            }));
        }

        soon().until(() -> count(each -> each.run() == Run.UP) == MANY);
        soon().until(() -> last().size() == MANY);
        assertThat(most.get()).as("checks at the same time").isLessThanOrEqualTo(16);
        assertThat(mdns.calls.size()).as("times that a carrier was asked").isLessThan(MANY);
        soon().until(() -> threads(THREADS) == 0);
    }

    @Test
    void whatNeverReturnsHoldsUpItsOwnBundleAndNobodyElse() {
        for (int i = 0; i < MANY; i++) {
            FakeService service = new FakeService("s" + i);
            add(i % 2 == 0 ? service : service.inBundle("org.example.hangs").checking(this::never));
        }

        soon().until(() -> count(each -> each.bundle().equals("org.example") && each.run() == Run.UP) == MANY / 2);
        // Those that got no thread do not wait for one for ever.
        soon().until(() ->
                count(each -> each.bundle().equals("org.example.hangs") && each.run() == Run.DOWN) == MANY / 2);
        assertThat(board.all())
                .anyMatch(each -> each.reason().equals("other checks hang, and there is no thread for this one"));
        assertThat(threads(THREADS)).isLessThanOrEqualTo(64);
        add(new FakeService("later"));
        soon().until(() -> count(each -> each.id().endsWith("later") && each.run() == Run.UP) == 1);
    }

    @Test
    void whenEverythingHangsThatIsSaid() {
        for (int i = 0; i < MANY; i++) {
            add(new FakeService("s" + i).inBundle("org.example.b" + i).checking(this::never));
        }

        soon().until(() -> count(each -> each.run() == Run.DOWN) == MANY);
        assertThat(threads(THREADS)).isLessThanOrEqualTo(64);
        released.countDown();
        soon().until(() -> threads(THREADS) == 0);
        board.all().forEach(each -> board.check(each.id()));
        soon().until(() -> count(each -> each.run() == Run.UP) == MANY);
    }

    @Test
    void oneThatForksThreadsIsOneServiceAmongOthers() {
        var forked = new AtomicInteger();
        add(new FakeService("forks").inBundle("org.example.forks").checking(() -> {
            for (int i = 0; i < 200; i++) {
                var thread = new Thread(this::linger, "forked-" + forked.incrementAndGet());
                thread.setDaemon(true);
                thread.start();
            }
            return Health.up();
        }));
        for (int i = 0; i < 20; i++) {
            add(new FakeService("s" + i));
        }

        soon().until(() -> count(each -> each.run() == Run.UP) == 21);
        // At most one for each of the services, whatever one of them forks.
        assertThat(threads(THREADS)).isLessThanOrEqualTo(21);
        assertThat(forked.get()).isGreaterThanOrEqualTo(200);
    }

    @Test
    void oneThatOffersSomethingElseAtEveryCallIsAskedNoMoreOftenForThat() {
        var round = new AtomicInteger();
        var restless = new FakeService("restless").offering(described -> {
            int now = round.incrementAndGet();
            List<Offer> offers = new ArrayList<>();
            for (int i = 0; i < 1 + now % 20; i++) {
                offers.add(Offer.of("pads", "Pads " + now + "-" + i, 9001).withKey("k" + now + i));
            }
            return offers;
        });
        add(restless);
        add(new FakeService("quiet"));

        soon().until(() -> {
            board.check("org.example/restless");
            return round.get() >= 5;
        });
        soon().until(() -> last().stream().anyMatch(id -> id.contains("/k" + round.get())));
        // One call for each round, and one for the quiet one.
        assertThat(mdns.calls.size()).isLessThanOrEqualTo(2 * round.get() + 4);
        assertThat(last()).contains("org.example/quiet/quiet").hasSizeLessThanOrEqualTo(21);
    }

    private Health never() {
        linger();
        return Health.up();
    }

    /** Ignores that it is interrupted. */
    private void linger() {
        boolean waits = true;
        while (waits) {
            try {
                released.await();
                waits = false;
            } catch (InterruptedException e) {
                waits = released.getCount() > 0;
            }
        }
    }

    private void add(FakeService service) {
        var reference = new Object();
        loop.execute(() -> board.appeared(reference, service));
    }

    private List<String> last() {
        List<FakePublisher.Call> calls = List.copyOf(mdns.calls);
        return calls.isEmpty() ? List.of() : calls.get(calls.size() - 1).ids();
    }

    private long count(Predicate<LocalService> wanted) {
        return board.all().stream().filter(wanted).count();
    }

    private static long threads(String prefix) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith(prefix))
                .count();
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofMinutes(1)).pollInterval(Duration.ofMillis(20));
    }
}
