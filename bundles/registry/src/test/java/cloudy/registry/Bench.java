// SPDX-License-Identifier: Apache-2.0
package cloudy.registry;

import static org.assertj.core.api.Assertions.assertThat;

import cloudy.api.network.Outcome;
import cloudy.api.registry.LocalService;
import cloudy.testing.MemorySettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** A board on a test's bench: its clock is the test's, what it checks, it checks on the spot, or when told. */
final class Bench implements AutoCloseable {

    final ManualLoop loop = new ManualLoop();
    final MemorySettings settings = new MemorySettings();
    final Board board = new Board(
            loop,
            () -> ended = true,
            new CheckThreads(loop, this::check, CheckThreads.LIMIT),
            new PortProbe(Duration.ofMillis(500)),
            settings,
            30);
    final List<Runnable> hanging = new ArrayList<>();
    boolean hangs;
    boolean ended;
    int calls;
    private final Map<FakePublisher, FakePublisher.Call> last = new HashMap<>();

    /** Registers a service, and answers what stands for its reference. */
    Object add(FakeService service) {
        var reference = new Object();
        board.appeared(reference, service);
        return reference;
    }

    FakePublisher publisher(FakePublisher publisher) {
        board.addOutlet(publisher, publisher);
        await(() -> {
            drain(publisher);
            return last.containsKey(publisher);
        });
        return publisher;
    }

    void pass(long seconds) {
        loop.pass(Duration.ofSeconds(seconds));
    }

    /** The service of a name, when it is so. */
    LocalService until(String name, LocalService.Run run) {
        loop.runUntil(() -> find(name).filter(each -> each.run() == run).isPresent());
        return service(name);
    }

    void untilRounds(FakeService service, int rounds) {
        loop.runUntil(() -> service.rounds.get() == rounds);
        loop.runUntil(() -> !board.all().isEmpty());
        assertThat(service.mostAtOnce).hasValue(1);
    }

    /** Lets bursts end until a publisher was asked for exactly these. */
    void untilWanted(FakePublisher publisher, String... ids) {
        await(() -> {
            drain(publisher);
            return last.containsKey(publisher) && last.get(publisher).ids().equals(List.of(ids));
        });
    }

    /** Lets bursts end, and waits for what publishers do on their threads. */
    void await(BooleanSupplier so) {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!so.getAsBoolean()) {
            assertThat(System.nanoTime()).as("time is up").isLessThan(end);
            if (!loop.passToNext(Duration.ofMillis(60))) {
                Thread.onSpinWait();
            }
        }
    }

    FakePublisher.Call last(FakePublisher publisher) {
        drain(publisher);
        return last.get(publisher);
    }

    LocalService service(String name) {
        return find(name).orElseThrow();
    }

    Outcome outcome(String name, String carrier) {
        return outcomes(name).get(carrier);
    }

    Map<String, Outcome> outcomes(String name) {
        return service(name).offers().get(0).by();
    }

    @Override
    public void close() {
        board.close();
        loop.run();
    }

    /** Lets checks that hang go on. */
    void release() {
        hangs = false;
        List.copyOf(hanging).forEach(Runnable::run);
        hanging.clear();
    }

    private void check(Runnable job) {
        if (hangs) {
            hanging.add(job);
        } else {
            job.run();
        }
    }

    private void drain(FakePublisher publisher) {
        while (!publisher.calls.isEmpty()) {
            last.put(publisher, publisher.next());
            calls++;
        }
    }

    private Optional<LocalService> find(String name) {
        return board.all().stream()
                .filter(each -> each.id().equals(name) || each.id().equals("org.example/" + name))
                .findFirst();
    }
}
