// SPDX-License-Identifier: Apache-2.0
package cloudy.registry;

import static org.assertj.core.api.Assertions.assertThat;

import cloudy.api.Audience;
import cloudy.api.Health;
import cloudy.api.registry.LocalService.Run;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Services that come and go: made anew after a change of settings, or gone with their bundle. */
class ComingAndGoingTest {

    private final Bench bench = new Bench();
    private final FakePublisher mdns = bench.publisher(new FakePublisher("mdns", Audience.LAN).willing());

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void keepsTheAnnouncementOfOneThatIsMadeAnewAndReplacesIt() {
        var before = new FakeService("pads");
        Object reference = bench.add(before);
        bench.untilWanted(mdns, "org.example/pads/pads");

        bench.board.vanished(reference, false);
        assertThat(bench.until("pads", Run.STARTING).reason()).isEqualTo("it is being started again");
        bench.pass(9);
        assertThat(mdns.calls).isEmpty();
        var after = new FakeService("pads").with("cloudy.port", "9002");
        bench.add(after);
        bench.until("pads", Run.UP);

        bench.pass(1);
        assertThat(mdns.next().wanted().get(0).offer().port())
                .as("never without it")
                .isEqualTo(9002);
        assertThat(mdns.calls).isEmpty();
        bench.loop.runUntil(() -> before.released.getCount() == 0);
        bench.pass(20);
        assertThat(bench.service("pads").run()).isEqualTo(Run.UP);
    }

    @Test
    void withdrawsOneThatIsNotMadeAnewInTime() {
        Object reference = bench.add(new FakeService("pads"));
        bench.untilWanted(mdns, "org.example/pads/pads");

        bench.board.vanished(reference, false);
        bench.pass(11);

        bench.untilWanted(mdns);
        assertThat(bench.board.all()).isEmpty();
        assertThat(bench.loop.timers()).isZero();
    }

    @Test
    void oneThatIsMadeAnewHasTenSecondsToBeUp() {
        Object reference = bench.add(new FakeService("pads"));
        bench.untilWanted(mdns, "org.example/pads/pads");
        bench.pass(1);
        bench.board.vanished(reference, false);
        var after = new FakeService("pads").checking(() -> Health.down("still starting"));
        bench.add(after);
        bench.untilRounds(after, 1);

        for (int round = 2; round <= 5; round++) {
            bench.pass(2);
            bench.untilRounds(after, round);
        }
        assertThat(bench.service("pads").run()).isEqualTo(Run.STARTING);
        assertThat(mdns.calls).isEmpty();
        bench.pass(3);

        assertThat(bench.until("pads", Run.DOWN).reason()).isEqualTo("still starting");
        bench.untilWanted(mdns);
    }

    @Test
    void oneThatIsMadeAnewSwitchedOffIsWithdrawnAtOnce() {
        Object reference = bench.add(new FakeService("pads"));
        bench.untilWanted(mdns, "org.example/pads/pads");
        bench.board.vanished(reference, false);

        bench.add(new FakeService("pads").with("cloudy.enabled", "false"));

        bench.until("pads", Run.OFF);
        bench.untilWanted(mdns);
        bench.pass(20);
        assertThat(bench.service("pads").run()).isEqualTo(Run.OFF);
    }

    @Test
    void theEndOfItsBundleWithdrawsItAtOnce() {
        var pads = new FakeService("pads");
        Object reference = bench.add(pads);
        bench.untilWanted(mdns, "org.example/pads/pads");

        bench.board.vanished(reference, true);

        bench.untilWanted(mdns);
        assertThat(bench.board.all()).isEmpty();
        bench.loop.runUntil(() -> pads.released.getCount() == 0);
        assertThat(pads.held).hasValue(0);
    }

    @Test
    void whatTheOperatorDeletedDoesNotComeBack() {
        for (boolean first : new boolean[] {true, false}) {
            Object reference = bench.add(new FakeService("org.example~pads")
                    .with("service.pid", "org.example~pads")
                    .with("cloudy.type", "pads"));
            bench.untilWanted(mdns, "org.example~pads/pads");

            if (first) {
                bench.board.deleted("org.example~pads");
            }
            bench.board.vanished(reference, false);
            if (!first) {
                bench.board.deleted("org.example~pads");
            }

            bench.untilWanted(mdns);
            assertThat(bench.board.all()).isEmpty();
        }
    }

    @Test
    void anUnregisteredServiceThatArrivesLateIsNotTakenUp() {
        var pads = new FakeService("pads");
        pads.there = false;

        bench.add(pads);
        bench.pass(1);

        assertThat(bench.board.all()).isEmpty();
    }

    @Test
    void twoOfOneNameAreTwo() {
        Object first = bench.add(new FakeService("pads"));
        bench.add(new FakeService("pads"));

        bench.untilWanted(mdns, "org.example/pads/pads", "org.example/pads#2/pads");
        bench.board.vanished(first, true);

        bench.untilWanted(mdns, "org.example/pads#2/pads");
    }
}
