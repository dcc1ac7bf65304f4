// SPDX-License-Identifier: Apache-2.0
package cloudy.backup;

import static org.assertj.core.api.Assertions.assertThat;

import cloudy.api.access.Caller;
import cloudy.api.backup.Part;
import cloudy.api.form.Texts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** While a backup is being made, others wait for its end, whatever is changed meanwhile. */
class TwoAtOnceTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    private TestNode node;
    private NodeBackups backups;
    private final CountDownLatch atWork = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final AtomicInteger busy = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();

    @BeforeEach
    void begin() throws Exception {
        node = new TestNode(folder);
        Path db = node.write("data/pads/db", "pads");
        node.service("cloudy.pads", true);
        node.with(new Said("cloudy.pads", () -> {
            most.accumulateAndGet(busy.incrementAndGet(), Math::max);
            atWork.countDown();
            assertThat(goOn.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
            busy.decrementAndGet();
            return List.of(Part.of("db", Texts.of("Db"), db).whileStopped());
        }));
        backups = node.backups();
    }

    @Test
    void aChangeOfSettingsLetsNobodyWorkBesideTheFirst() throws Exception {
        Thread first = start(() -> backups.create("", Reason.ASKED, Caller.node()));
        assertThat(atWork.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();

        backups.change(node.with("kept", 1)
                .with("folder", folder.resolve("elsewhere").toString())
                .config());
        assertThat(node.switched).isEmpty();
        Thread second = start(() -> backups.create("", Reason.ASKED, Caller.node()));
        awaitWaiting(second);
        goOn.countDown();
        first.join(LIMIT.toMillis());
        second.join(LIMIT.toMillis());

        assertThat(most).hasValue(1);
        assertThat(node.switched)
                .containsExactly("cloudy.pads off", "cloudy.pads on", "cloudy.pads off", "cloudy.pads on");
        assertThat(backups.vault().all()).hasSize(1);
        try (var before = Files.list(node.place.data().resolve("backups"))) {
            assertThat(before).hasSize(1);
        }
    }

    @Test
    void whoEndsWaitsForTheWorkToEnd() throws Exception {
        Thread first = start(() -> backups.create("", Reason.ASKED, Caller.node()));
        assertThat(atWork.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();

        Thread end = start(() -> {
            try {
                backups.close();
                most.accumulateAndGet(10 * busy.get(), Math::max);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        awaitWaiting(end);
        goOn.countDown();
        end.join(LIMIT.toMillis());
        first.join(LIMIT.toMillis());

        assertThat(most).hasValue(1);
    }

    private static Thread start(Runnable work) {
        var thread = new Thread(work);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static void awaitWaiting(Thread thread) {
        Awaitility.await("it waits")
                .atMost(LIMIT)
                .until(() ->
                        thread.getState() == Thread.State.WAITING || thread.getState() == Thread.State.TIMED_WAITING);
    }
}
