// SPDX-License-Identifier: Apache-2.0
package cloudy.registry;

import static org.assertj.core.api.Assertions.assertThat;

import cloudy.api.Audience;
import cloudy.api.Health;
import cloudy.api.access.Role;
import cloudy.api.event.Event;
import cloudy.api.form.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ServiceEventsTest {

    private final Bench bench = new Bench();
    private final BlockingQueue<Event> told = new LinkedBlockingQueue<>();
    private final ServiceEvents events = new ServiceEvents(bench.board);

    @BeforeEach
    void follow() {
        events.sinks = List.of(told::add);
        bench.loop.run();
    }

    @AfterEach
    void close() {
        events.close();
        bench.close();
    }

    @Test
    void tellsHowAServiceIsThatComesAndGoes() throws Exception {
        Object reference = bench.add(new FakeService("pads"));
        bench.pass(1);
        assertThat(next()).isEqualTo(event("up"));

        bench.board.vanished(reference, true);
        bench.pass(1);
        assertThat(next()).isEqualTo(event("gone"));
    }

    @Test
    void tellsOfWishesAndOutcomes() throws Exception {
        bench.add(new FakeService("pads"));
        bench.pass(1);
        next();

        bench.publisher(new FakePublisher("mdns", Audience.LAN).willing());
        bench.await(() -> bench.outcomes("pads").size() == 1);
        bench.pass(1);
        assertThat(next()).isEqualTo(event("up"));
        told.clear();

        bench.board.wish("org.example/pads", Map.of("enabled", "false"), cloudy.api.access.Caller.shell());
        bench.pass(1);
        assertThat(next()).isEqualTo(event("off"));
    }

    @Test
    void tellsNothingWhenNothingChanged() throws Exception {
        bench.add(new FakeService("pads"));
        bench.pass(1);
        next();
        bench.pass(200);

        bench.board.lack(List.of(new Lacking("z", "z", Texts.of("it needs y"), Map.of(), Map.of())));
        bench.pass(1);

        assertThat(next().subject()).as("the next is of another service").isEqualTo("z");
    }

    @Test
    void aSinkThatIsSlowGetsTheLatestAndHoldsUpNobody() throws Exception {
        var go = new CountDownLatch(1);
        var busy = new CountDownLatch(1);
        events.sinks = List.of(event -> {
            busy.countDown();
            try {
                go.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            told.add(event);
        });
        var healthy = new boolean[] {true};
        bench.add(new FakeService("pads").checking(() -> healthy[0] ? Health.up() : Health.down("x")));
        bench.pass(1);
        busy.await();
        healthy[0] = false;
        bench.pass(200);

        go.countDown();
        List<Event> all = new ArrayList<>(List.of(next(), next()));
        assertThat(all).containsExactly(event("up"), event("down"));
        assertThat(told).isEmpty();
    }

    @Test
    void aSinkThatThrowsHarmsNoOther() throws Exception {
        events.sinks = List.of(
                event -> {
                    throw new IllegalStateException("full");
                },
                told::add);

        bench.add(new FakeService("pads"));
        bench.pass(1);

        assertThat(next()).isEqualTo(event("up"));
    }

    private Event next() throws InterruptedException {
        Event event = told.poll(10, TimeUnit.SECONDS);
        assertThat(event).isNotNull();
        return event;
    }

    private static Event event(String run) {
        return new Event("service", "org.example/pads", Role.VIEWER, Map.of("run", run));
    }
}
