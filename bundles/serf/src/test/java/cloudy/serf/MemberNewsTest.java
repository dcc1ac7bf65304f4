// SPDX-License-Identifier: Apache-2.0
package cloudy.serf;

import static org.assertj.core.api.Assertions.assertThat;

import cloudy.api.access.Role;
import cloudy.api.event.Event;
import cloudy.api.event.EventSink;
import cloudy.serf.rpc.Member;
import cloudy.serf.rpc.MemberEvent;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class MemberNewsTest {

    private static final String NAME = "00000000000000bb-10.0.0.2-5000";

    private final List<Event> events = new ArrayList<>();
    private final AtomicLong nanos = new AtomicLong();
    private final MemberView view = new MemberView(
            "00000000000000aa",
            Clock.systemUTC(),
            () -> {},
            new MemberNews(() -> List.<EventSink>of(events::add), nanos::get));

    @Test
    void whoComesFailsComesBackLeavesAndIsForgottenIsTold() {
        view.told(member(NAME, "alive", "10.0.0.2"));
        view.told(event("member-failed", NAME));
        view.told(event("member-join", NAME));
        view.told(event("member-leave", NAME));
        view.told(event("member-reap", NAME));

        assertThat(events)
                .containsExactly(
                        told(NAME, "alive"),
                        told(NAME, "failed"),
                        told(NAME, "alive"),
                        told(NAME, "left"),
                        told(NAME, "gone"));
    }

    @Test
    void whatSaysNothingNewIsNotTold() {
        view.told(member(NAME, "alive", "10.0.0.2"));
        events.clear();

        view.told(member(NAME, "alive", "10.0.0.2"));
        view.told(event("member-update", NAME));
        view.told(event("member-reap", "somebody else"));

        assertThat(events).isEmpty();
    }

    @Test
    void anotherAddressIsTold() {
        view.told(member(NAME, "alive", "10.0.0.2"));
        events.clear();

        view.told(member(NAME, "alive", "10.0.0.3"));

        assertThat(events).containsExactly(told(NAME, "alive"));
    }

    @Test
    void whoIsMissingWhenTheListIsReadAnewIsTold() {
        view.told(member(NAME, "alive", "10.0.0.2"));
        events.clear();

        Runnable sweep = view.doubt();
        sweep.run();

        assertThat(events).containsExactly(told(NAME, "gone"));
    }

    @Test
    void ofACrowdTheFirstAreNamedAndThenAllOfIt() {
        for (int i = 0; i < 1_000; i++) {
            view.told(member("node-" + i, "alive", "10.0.0.2"));
        }

        assertThat(events.subList(0, MemberNews.NAMED)).doesNotContain(Event.of("member", ""));
        assertThat(events.subList(MemberNews.NAMED, 1_000)).containsOnly(Event.of("member", ""));
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
        view.told(event("member-failed", "node-7"));
        assertThat(events).last().isEqualTo(told("node-7", "failed"));
    }

    @Test
    void aHostileNameIsOneLineOfBoundedLength() {
        view.told(member("x\ndata: y\n\n" + "z".repeat(1_000), "alive", "10.0.0.2"));

        assertThat(events).singleElement().satisfies(event -> assertThat(event.subject())
                .hasSizeLessThanOrEqualTo(128)
                .doesNotContain("\n"));
    }

    private static Event told(String name, String status) {
        return new Event("member", name, Role.VIEWER, Map.of("status", status));
    }

    private static Member member(String name, String status, String address) {
        return new Member(name, Optional.of(TestNode.address(address)), 5000, Map.of(), status);
    }

    private static MemberEvent event(String kind, String name) {
        return new MemberEvent(kind, member(name, "alive", "10.0.0.2"));
    }
}
