// SPDX-License-Identifier: Apache-2.0
package cloudy.registry;

import static org.assertj.core.api.Assertions.assertThat;

import cloudy.api.Audience;
import cloudy.api.registry.LocalService.Run;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Services whose checks do not end, that cannot be made, or that come and go. */
class HangingTest {

    private final Bench bench = new Bench();
    private final FakePublisher mdns = bench.publisher(new FakePublisher("mdns", Audience.LAN).willing());

    @AfterEach
    void close() {
        bench.release();
        bench.close();
    }

    @Test
    void everyRoundThatItMissesIsAFailureAndTakesNoOtherThread() {
        bench.add(new FakeService("pads"));
        bench.untilWanted(mdns, "org.example/pads/pads");
        bench.hangs = true;

        bench.pass(33);
        bench.pass(5);
        assertThat(bench.service("pads").run()).isEqualTo(Run.FAILING);
        assertThat(bench.service("pads").reason()).isEqualTo("its check did not end within 5 s");
        bench.pass(33);
        assertThat(bench.service("pads").run()).isEqualTo(Run.FAILING);
        assertThat(bench.service("pads").reason()).startsWith("its check hangs");
        bench.pass(33);
        assertThat(bench.service("pads").run()).isEqualTo(Run.DOWN);
        bench.untilWanted(mdns);
        bench.pass(300);
        assertThat(bench.hanging).hasSize(1);

        bench.release();
        bench.pass(34);
        assertThat(bench.service("pads").run()).isEqualTo(Run.UP);
        bench.untilWanted(mdns, "org.example/pads/pads");
    }

    @Test
    void itsSuccessorIsAskedAllTheSame() {
        bench.hangs = true;
        Object reference = bench.add(new FakeService("pads"));
        bench.pass(6);
        assertThat(bench.service("pads").run()).isEqualTo(Run.DOWN);
        bench.board.vanished(reference, false);
        bench.loop.run();
        bench.hangs = false;

        bench.add(new FakeService("pads"));

        bench.pass(1);
        assertThat(bench.service("pads").run()).isEqualTo(Run.UP);
    }

    @Test
    void afterThreeInstancesThatHangTheFourthIsNotTried() {
        Object reference = bench.add(new FakeService("pads"));
        bench.untilWanted(mdns, "org.example/pads/pads");
        bench.hangs = true;
        for (int i = 0; i < 6; i++) {
            bench.pass(1);
            bench.board.vanished(reference, false);
            reference = bench.add(new FakeService("pads"));
        }
        bench.pass(1);

        assertThat(bench.hanging).as("the end of the first, and three checks").hasSize(4);
        assertThat(bench.service("pads").reason()).startsWith("earlier checks of it hang");

        bench.release();
        bench.pass(40);
        assertThat(bench.service("pads").run()).isEqualTo(Run.UP);
    }

    @Test
    void anObjectThatHangsIsLetGoWhenItsCheckEnds() {
        var pads = new FakeService("pads");
        Object reference = bench.add(pads);
        bench.until("pads", Run.UP);
        bench.hangs = true;
        bench.pass(40);

        bench.board.vanished(reference, true);
        bench.loop.run();
        assertThat(pads.held).hasValue(1);

        bench.release();
        bench.loop.run();
        assertThat(pads.held).hasValue(0);
    }

    @Test
    void switchingOffAndOnWhileItHangsAsksAgainWhenItEnds() {
        var pads = new FakeService("pads");
        bench.hangs = true;
        Object reference = bench.add(pads);
        bench.pass(1);
        pads.properties.put("cloudy.enabled", false);
        bench.board.modified(reference);
        bench.loop.run();
        assertThat(bench.service("pads").run()).isEqualTo(Run.OFF);
        bench.pass(10);
        assertThat(bench.service("pads").run()).as("nobody wants to know").isEqualTo(Run.OFF);

        pads.properties.put("cloudy.enabled", true);
        bench.board.modified(reference);
        bench.loop.run();
        assertThat(bench.service("pads").run()).isEqualTo(Run.DOWN);
        assertThat(bench.hanging).hasSize(1);
        bench.release();
        bench.pass(34);

        assertThat(bench.service("pads").run()).isEqualTo(Run.UP);
    }

    @Test
    void oneThatCannotBeMadeIsTriedLessAndLessOften() {
        var attempts = new AtomicInteger();
        var pads = new FakeService("pads");
        pads.constructor = () -> {
            attempts.incrementAndGet();
            return null;
        };
        bench.add(pads);

        bench.pass(3_600);
        assertThat(bench.service("pads").run()).isEqualTo(Run.MISCONFIGURED);
        assertThat(attempts.get()).as("not 120 times in an hour").isBetween(6, 14);

        pads.constructor = () -> pads;
        bench.pass(700);
        assertThat(bench.service("pads").run()).isEqualTo(Run.UP);
    }

    @Test
    void oneThatComesAndGoesWithoutEverBeingUpIsWithdrawnInTime() {
        Object reference = bench.add(new FakeService("pads"));
        bench.untilWanted(mdns, "org.example/pads/pads");
        for (int i = 0; i < 4; i++) {
            bench.board.vanished(reference, false);
            bench.pass(2);
            reference = bench.add(new FakeService("pads").checking(() -> {
                throw new IllegalStateException("not yet");
            }));
            bench.pass(1);
        }

        bench.untilWanted(mdns);
        assertThat(bench.service("pads").run()).isEqualTo(Run.DOWN);
    }
}
