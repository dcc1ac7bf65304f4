// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A bundle that is dropped in again and again leaves nothing of its former selves behind. */
@Tag("slow")
class RedeployIT {

    private static final int WARM_UP = 20;
    private static final int TIMES = 200;
    private static final int PORT = 9001;

    @RegisterExtension
    static final Rig rig = new Rig();

    @Test
    void twoHundredRedeploysLeaveThreadsHandlesAndMetaspaceFlat() throws IOException {
        CloudyNode node = rig.node(rig.lan().join("alpha")).start().awaitBoot();
        Listener.on(node.host(), PORT);
        for (int i = 0; i < WARM_UP; i++) {
            redeploy(node, i);
        }
        // With the classes of what asks at the end.
        Awaitility.await("the first of them")
                .until(() -> !node.lists("etherpad").isEmpty());
        Vitals before = Vitals.collected(node);
        long begun = System.nanoTime();

        for (int i = WARM_UP; i < WARM_UP + TIMES; i++) {
            redeploy(node, i);
        }

        String last = "Pads number " + (WARM_UP + TIMES - 1);
        Awaitility.await(last).until(() -> node.lists(last).size() == 1);
        double seconds = (System.nanoTime() - begun) / 1e9;
        Vitals after = Vitals.collected(node);
        System.out.printf(
                "measured: %d re-deploys in %.1f s; threads %d -> %d, handles %d -> %d, metaspace %.2f -> %.2f MB,"
                        + " heap %.1f -> %.1f MB, resident %.0f -> %.0f MB%n",
                TIMES,
                seconds,
                before.threads(),
                after.threads(),
                before.handles(),
                after.handles(),
                before.metaspace() / 1e6,
                after.metaspace() / 1e6,
                before.heap() / 1e6,
                after.heap() / 1e6,
                before.resident() / 1e6,
                after.resident() / 1e6);
        // Each would bring 40 kB, were its classes kept.
        assertThat(after.metaspace() - before.metaspace()).isLessThan(2_000_000);
        assertThat(after.heap() - before.heap()).isLessThan(3_000_000);
        assertThat(after.threads() - before.threads()).isLessThan(10);
        assertThat(after.handles() - before.handles()).isLessThan(10);
    }

    private static void redeploy(CloudyNode node, int i) throws IOException {
        node.drop(DropIn.of("etherpad", "Pads", PORT).updated("1.0." + i, "Pads number " + i));
        // Not by the node's shell, which keeps a thread for each command for a minute.
        String started = "org.example.etherpad 1.0." + i + " started";
        Awaitility.await(started)
                .atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> node.logged().contains(started));
    }
}
