// SPDX-License-Identifier: Apache-2.0
package cloudy.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cloudy.api.access.Caller;
import cloudy.api.event.Event;
import cloudy.api.network.Finder;
import cloudy.api.rest.Answer;
import cloudy.api.rest.Call;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Waiting for a change. */
class PulseTest {

    private final Directory directory = new Directory(Room.forEntries(5_000));
    private final Finder.Sink sink = directory.sink(directory.open());
    private final List<Event> events = new CopyOnWriteArrayList<>();
    private final Pulse pulse = new Pulse(directory, List.of(events::add));
    private final DirectoryOperations operations = new DirectoryOperations(directory, pulse);

    @AfterEach
    void close() {
        pulse.close();
    }

    @Test
    void aChangeEndsTheWait() throws Exception {
        sink.heard(Heard.of(1, "a").build());
        CompletableFuture<Answer> answer = waiting(60, directory.revision());
        assertThat(answer).isNotDone();

        sink.heard(Heard.of(2, "b").build());

        assertThat(page(answer.get()).get("total")).isEqualTo(2);
        assertThat(page(answer.get()).get("index")).isEqualTo(directory.revision());
    }

    @Test
    void theTimeEndsTheWait() throws Exception {
        assertThat(page(waiting(1, 0).get()).get("total")).isEqualTo(0);
    }

    @Test
    void whoMissedAChangeIsAnsweredAtOnce() throws Exception {
        sink.heard(Heard.of(1, "a").build());

        assertThat(search(60, 0).content()).isInstanceOf(Answer.Json.class);
        assertThat(search(60, 1_000_000).content())
                .as("an index of before the node's start")
                .isInstanceOf(Answer.Json.class);
    }

    @Test
    void havingHeardAgainEndsNoWait() throws Exception {
        sink.heard(Heard.of(1, "a").build());
        CompletableFuture<Answer> answer = waiting(1, directory.revision());

        sink.heard(Heard.of(1, "a").build());

        assertThat(page(answer.get()).get("index")).isEqualTo(directory.revision());
    }

    @Test
    void twoHundredWaitOnOneThreadAndOneMoreDoesNot() throws Exception {
        List<CompletableFuture<Answer>> all = new ArrayList<>();
        for (int i = 0; i < Pulse.MAX_WAITING; i++) {
            all.add(waiting(60, 0));
        }
        assertThat(search(60, 0).content()).isInstanceOf(Answer.Json.class);
        assertThat(Thread.getAllStackTraces().keySet().stream()
                        .filter(thread -> thread.getName().equals("cloudy-directory-pulse")))
                .hasSizeLessThanOrEqualTo(1);

        sink.heard(Heard.of(1, "a").build());

        for (CompletableFuture<Answer> one : all) {
            assertThat(page(one.get()).get("total")).isEqualTo(1);
        }
        assertThat(waiting(60, directory.revision())).isNotDone();
    }

    @Test
    void theEndOfTheNodeEndsTheWait() throws Exception {
        CompletableFuture<Answer> answer = waiting(60, 0);

        pulse.close();

        assertThat(page(answer.get()).get("total")).isEqualTo(0);
    }

    @Test
    void manyChangesAreOneEvent() {
        for (int i = 0; i < 1_000; i++) {
            sink.heard(Heard.of(i, "e" + i).build());
        }

        await().until(() -> !events.isEmpty());
        assertThat(events).hasSize(1);
        assertThat(events.get(0).type()).isEqualTo("directory");
        assertThat(events.get(0).facts()).containsEntry("size", "1000").containsEntry("index", "1000");
    }

    private Answer search(long wait, long index) throws Exception {
        var parameters =
                new HashMap<String, Object>(Map.of("limit", 100L, "order", "distance", "wait", wait, "index", index));
        return operations.operations().get("searchDirectory").answer(Call.of(Caller.shell(), parameters));
    }

    private CompletableFuture<Answer> waiting(long wait, long index) throws Exception {
        return ((Answer.Later) search(wait, index).content()).answer().toCompletableFuture();
    }

    private static Map<?, ?> page(Answer answer) {
        return (Map<?, ?>) ((Answer.Json) answer.content()).value().get();
    }
}
