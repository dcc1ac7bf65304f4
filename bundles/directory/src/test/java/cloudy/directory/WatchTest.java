// SPDX-License-Identifier: Apache-2.0
package cloudy.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cloudy.api.network.Announcement;
import cloudy.api.network.Change;
import cloudy.api.network.Finder;
import cloudy.api.network.Query;
import cloudy.api.network.ServiceDirectory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WatchTest {

    private final Directory directory = new Directory(Room.forEntries(100_000));
    private final Source source = directory.open();
    private final Finder.Sink sink = directory.sink(source);
    private final List<String> told = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        directory.close();
        soon().until(() -> !watchThreadLives());
    }

    @Test
    void tellsFirstWhatIsThere() {
        sink.heard(Heard.of(1, "a").build());
        sink.heard(Heard.of(2, "b").build());

        watch(Query.all());

        soon().untilAsserted(() -> assertThat(told).containsExactly("APPEARED a", "APPEARED b"));
    }

    @Test
    void tellsStepByStepWhatChangesAfterTheBeginning() {
        watch(Query.all());
        sink.heard(Heard.of(9, "first").build());
        soon().until(() -> told.contains("APPEARED first"));

        sink.heard(Heard.of(1, "a").build());
        sink.heard(Heard.of(1, "a").port(1).build());
        sink.heard(Heard.of(1, "a").port(1).build());
        sink.gone("a");

        soon().untilAsserted(
                        () -> assertThat(told).containsExactly("APPEARED first", "APPEARED a", "UPDATED a", "GONE a"));
    }

    @Test
    void appearsAndGoesAsItBeginsAndEndsToMatch() {
        watch(Query.all().ofType("webcam"));
        sink.heard(Heard.of(9, "first").type("webcam").build());
        soon().until(() -> told.contains("APPEARED first"));

        sink.heard(Heard.of(1, "a").build());
        sink.heard(Heard.of(1, "a").type("webcam").build());
        sink.heard(Heard.of(1, "a").type("WEBCAM").build());
        sink.heard(Heard.of(1, "a").build());
        sink.gone("a");
        sink.gone("first");

        soon().untilAsserted(() ->
                assertThat(told).containsExactly("APPEARED first", "APPEARED a", "UPDATED a", "GONE a", "GONE first"));
    }

    @Test
    void tellsWhatGoesWithItsFinder() {
        sink.heard(Heard.of(1, "a").build());
        watch(Query.all());
        soon().until(() -> told.contains("APPEARED a"));

        directory.close(source);

        soon().until(() -> told.contains("GONE a"));
    }

    @Test
    void tellsNothingAfterItsEnd() {
        ServiceDirectory.Watch ended = watch(Query.all());
        ended.close();
        ended.close();
        var seen = new CountDownLatch(1);
        directory.watch(Query.all(), changes -> seen.countDown());

        sink.heard(Heard.of(1, "a").build());

        soon().until(() -> seen.getCount() == 0);
        assertThat(told).isEmpty();
    }

    @Test
    void canBeEndedByTheWatcherItself() {
        var watch = new AtomicReference<ServiceDirectory.Watch>();
        var begun = new CountDownLatch(1);
        watch.set(directory.watch(Query.all(), changes -> {
            changes.forEach(change -> told.add(change.kind().name()));
            awaitQuietly(begun);
            watch.get().close();
        }));
        begun.countDown();

        sink.heard(Heard.of(1, "a").build());
        soon().until(() -> told.size() == 1);
        soon().until(() -> !watchThreadLives());
        sink.heard(Heard.of(1, "b").build());

        assertThat(told).containsExactly("APPEARED");
    }

    @Test
    void oneThatThrowsHarmsNobodyAndIsToldOn() {
        List<Change> stubborn = new CopyOnWriteArrayList<>();
        directory.watch(Query.all(), changes -> {
            stubborn.addAll(changes);
            Thread.currentThread().interrupt();
            throw new StackOverflowError("not yours");
        });
        watch(Query.all());

        sink.heard(Heard.of(1, "a").build());
        soon().until(() -> told.contains("APPEARED a"));
        sink.gone("a");

        soon().until(() -> told.contains("GONE a") && stubborn.size() == 2);
    }

    @Test
    void mayCallTheDirectory() {
        directory.watch(Query.all(), changes -> {
            told.add("found " + directory.search(Query.all()).size());
            sink.heard(Heard.of(2, "by the watcher").build());
        });
        sink.heard(Heard.of(1, "a").build());

        soon().until(() -> told.contains("found 2"));
    }

    @Test
    void startsAnewWhenTooMuchWaits() {
        var go = new CountDownLatch(1);
        var state = new Mirror(go);
        sink.heard(Heard.of(1, "stays").build());
        sink.heard(Heard.of(2, "goes").build());
        directory.watch(Query.all(), state);
        soon().until(() -> state.known.contains("stays"));

        sink.heard(Heard.of(3, "blocks").build());
        sink.gone("goes");
        for (int i = 0; i < 6_000; i++) {
            sink.heard(Heard.of(4, "flicker").port(1 + i % 2).build());
            sink.heard(Heard.of(5 + i % 4_000, "n" + i % 4_000).port(1 + i).build());
        }
        go.countDown();

        soon().untilAsserted(() -> {
            assertThat(state.resets).hasValue(1);
            assertThat(state.known).hasSize(4_003).contains("stays", "n3999").doesNotContain("goes");
        });
        sink.gone("stays");
        soon().until(() -> !state.known.contains("stays"));
    }

    @Test
    void isToldInBatchesOfBoundedSize() {
        for (int i = 0; i < 3_500; i++) {
            sink.heard(Heard.of(i, "n" + i).build());
        }
        List<Integer> sizes = new CopyOnWriteArrayList<>();

        directory.watch(Query.all().limit(1), changes -> sizes.add(changes.size()));

        soon().untilAsserted(() -> assertThat(sizes).containsExactly(1_000, 1_000, 1_000, 500));
    }

    @Test
    void hasAThreadOnlyWhileSomebodyWatches() {
        assertThat(watchThreadLives()).isFalse();

        for (int i = 0; i < 3; i++) {
            ServiceDirectory.Watch one = watch(Query.all());
            ServiceDirectory.Watch two = watch(Query.all());
            assertThat(watchThreadLives()).isTrue();
            one.close();
            assertThat(watchThreadLives()).isTrue();
            two.close();
            soon().until(() -> !watchThreadLives());
        }
    }

    @Test
    void aClosedDirectoryTellsNothing() {
        directory.close();

        watch(Query.all());

        assertThat(watchThreadLives()).isFalse();
    }

    private ServiceDirectory.Watch watch(Query query) {
        return directory.watch(
                query,
                changes -> changes.forEach(change -> told.add(change.kind()
                        + change.announcement().map(a -> " " + a.id()).orElse(""))));
    }

    private static boolean watchThreadLives() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().equals("cloudy-directory-watch"));
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Keeps what it was told, and holds up the thread once, after the first batch. */
    private static final class Mirror implements Consumer<List<Change>> {

        private final CountDownLatch go;
        private boolean first = true;
        private final AtomicInteger resets = new AtomicInteger();
        private volatile Set<String> known = Set.of();

        Mirror(CountDownLatch go) {
            this.go = go;
        }

        @Override
        public void accept(List<Change> changes) {
            if (!first) {
                awaitQuietly(go);
            }
            first = false;
            Set<String> now = new HashSet<>(known);
            for (Change change : new ArrayList<>(changes)) {
                String id = change.announcement().map(Announcement::id).orElse("");
                switch (change.kind()) {
                    case APPEARED -> assertThat(now.add(id)).isTrue();
                    case UPDATED -> assertThat(now).contains(id);
                    case GONE -> assertThat(now.remove(id)).isTrue();
                    case RESET -> {
                        resets.incrementAndGet();
                        now.clear();
                    }
                }
            }
            known = now;
        }
    }

    /** Generous, for a machine that is busy with other things; nobody waits so long when all is well. */
    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(30));
    }
}
