// SPDX-License-Identifier: Apache-2.0
package cloudy.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import cloudy.api.InvalidFieldException;
import cloudy.api.access.Caller;
import cloudy.api.form.Explained;
import cloudy.api.form.Texts;
import cloudy.api.job.Job;
import cloudy.api.rest.Answer;
import cloudy.api.rest.Call;
import cloudy.api.rest.Page;
import cloudy.api.rest.Problem;
import cloudy.testing.SetClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobOperationsTest {

    @TempDir
    private Path folder;

    private final CountDownLatch release = new CountDownLatch(1);
    private NodeJobs jobs;
    private JobOperations operations;

    @BeforeEach
    void open() {
        jobs = new NodeJobs(folder, new SetClock());
        operations = new JobOperations(jobs);
    }

    @AfterEach
    void close() {
        release.countDown();
        jobs.close();
    }

    @Test
    void listsTheNewestFirstPageByPage() throws Exception {
        for (int i = 0; i < 7; i++) {
            end(jobs.start("test", "Job " + i, Caller.shell(), progress -> {}));
        }

        List<String> titles = new ArrayList<>();
        Map<String, Object> parameters = new HashMap<>(Map.of("limit", 3L));
        Map<?, ?> page;
        do {
            page = page(parameters);
            ((List<?>) page.get("items")).forEach(job -> titles.add((String) ((Map<?, ?>) job).get("title")));
            // One that comes meanwhile is newer than all that are still to be shown.
            end(jobs.start("test", "Later", Caller.shell(), progress -> {}));
            if (page.containsKey("next")) {
                parameters.put("cursor", page.get("next"));
            }
        } while (page.containsKey("next"));

        assertThat(titles).containsExactly("Job 6", "Job 5", "Job 4", "Job 3", "Job 2", "Job 1", "Job 0");
    }

    @Test
    void filtersByStateAndKind() throws Exception {
        end(jobs.start("a", "Good", Caller.shell(), progress -> {}));
        end(jobs.start("b", "Bad", Caller.shell(), progress -> {
            throw new IOException("no");
        }));

        assertThat(titles(Map.of("limit", 100L, "state", "failed"))).containsExactly("Bad");
        assertThat(titles(Map.of("limit", 100L, "kind", "a"))).containsExactly("Good");
        assertThat(titles(Map.of("limit", 100L, "state", "failed", "kind", "a")))
                .isEmpty();
    }

    @Test
    void aForgedCursorHurtsNobody() throws Exception {
        end(jobs.start("test", "Job", Caller.shell(), progress -> {}));

        for (String text : List.of("", "\u0000", "../../etc/passwd", "zzzz", "\uD83D\uDE00")) {
            assertThat(titles(Map.of("limit", 10L, "cursor", Page.encode(text))))
                    .hasSizeLessThanOrEqualTo(1);
        }
        assertThatThrownBy(() -> page(Map.of("limit", 10L, "cursor", "%%%"))).isInstanceOf(InvalidFieldException.class);
    }

    @Test
    void showsOneJobAndItsLog() throws Exception {
        Job job = end(jobs.start("test", "Job", Caller.shell(), progress -> progress.log("línia")));

        assertThat((Map<?, ?>) json(call("getJob", Map.of("id", job.id())))).satisfies(shown -> {
            assertThat(shown.get("id")).isEqualTo(job.id());
            assertThat(shown.get("title")).isEqualTo("Job");
            assertThat(shown.get("state")).isEqualTo(Job.State.SUCCEEDED);
            assertThat(shown.get("ended")).isEqualTo(job.ended().orElseThrow());
        });
        var log = (Answer.Bytes) call("getJobLog", Map.of("id", job.id())).content();
        assertThat(log.type()).startsWith("text/plain");
        assertThat(new String(log.bytes(), StandardCharsets.UTF_8)).isEqualTo("línia\n");
    }

    @Test
    void speaksTheLanguageOfWhoAsks() throws Exception {
        Job job = end(jobs.start("test", Texts.of("Instal·lar", "Instalar", "Install"), Caller.shell(), progress -> {
            progress.step(Texts.of("Es baixa", "Se descarga", "Fetching"));
            throw Explained.failure(Texts.of("No hi cap.", "No cabe.", "It does not fit."));
        }));
        Call asked = Call.of(Caller.shell(), Map.of("id", job.id(), "limit", 9L));
        Call catalan = new Call(
                asked.caller(),
                asked.from(),
                asked.parameters(),
                Map.of(),
                Map.of(),
                List.of(Locale.forLanguageTag("ca-ES")));

        for (Object shown : List.of(
                json(operations.operations().get("getJob").answer(catalan)),
                ((List<?>) ((Map<?, ?>) json(
                                        operations.operations().get("listJobs").answer(catalan)))
                                .get("items"))
                        .get(0))) {
            assertThat((Map<?, ?>) shown)
                    .extracting("title", "step", "reason")
                    .containsExactly("Instal·lar", "Es baixa", "No hi cap.");
        }
    }

    @Test
    void anUnknownJobIsNotFound() {
        for (String operation : List.of("getJob", "getJobLog", "cancelJob")) {
            assertThatThrownBy(() -> call(operation, Map.of("id", "0-0")))
                    .isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.status())
                            .isEqualTo(404));
        }
    }

    @Test
    void followsALogToItsEnd() throws Exception {
        var said = new CountDownLatch(1);
        Job job = jobs.start("test", "Talk", Caller.shell(), progress -> {
            progress.log("one");
            said.countDown();
            release.await();
            progress.log("two\n\ndata: forged");
        });
        said.await();
        var sink = new TestSink();
        var stream = (Answer.Stream)
                call("getJobLog", Map.of("id", job.id(), "follow", true)).content();

        AutoCloseable open = stream.source().open(sink);
        assertThat(sink.pieces).containsExactly("data: one\n\n");
        release.countDown();
        sink.ended.await();
        open.close();

        assertThat(String.join("", sink.pieces))
                .isEqualTo("data: one\n\ndata: two\uFFFD\uFFFDdata: forged\n\nevent: end\ndata: succeeded\n\n");
    }

    @Test
    void followsALogThatHasEndedAlready() throws Exception {
        Job job = end(jobs.start("test", "Talk", Caller.shell(), progress -> {
            for (int i = 0; i < 4_000; i++) {
                progress.log(i + "x".repeat(100));
            }
        }));
        var sink = new TestSink();
        var stream = (Answer.Stream)
                call("getJobLog", Map.of("id", job.id(), "follow", true)).content();

        AutoCloseable open = stream.source().open(sink);
        sink.ended.await();
        open.close();

        assertThat(sink.pieces.get(0)).hasSizeLessThan(100_000).endsWith("3999" + "x".repeat(100) + "\n\n");
    }

    @Test
    void aReaderThatGoesWhileItIsToldSomethingStopsNobody() throws Exception {
        var said = new CountDownLatch(1);
        Job job = jobs.start("test", "Talk", Caller.shell(), progress -> {
            said.countDown();
            release.await();
            progress.step("one");
            progress.step("two");
        });
        said.await();
        var opened = new CopyOnWriteArrayList<AutoCloseable>();
        var stream = new LogStream(jobs, job.id());
        opened.add(stream.open(new TestSink() {
            @Override
            public boolean send(String piece) {
                opened.forEach(open -> assertThat(open).satisfies(AutoCloseable::close));
                return false;
            }
        }));

        release.countDown();

        assertThat(end(job).state()).isEqualTo(Job.State.SUCCEEDED);
    }

    @Test
    void cancelsWhatHasNotEnded() throws Exception {
        Job job = jobs.start("test", "Wait", Caller.shell(), progress -> release.await());

        assertThat(call("cancelJob", Map.of("id", job.id())).status()).isEqualTo(202);

        assertThat(end(job).state()).isEqualTo(Job.State.CANCELLED);
        assertThatThrownBy(() -> call("cancelJob", Map.of("id", job.id())))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.status()).isEqualTo(409));
    }

    private static class TestSink implements Answer.Sink {

        final List<String> pieces = new CopyOnWriteArrayList<>();
        final CountDownLatch ended = new CountDownLatch(1);

        @Override
        public boolean send(String piece) {
            pieces.add(piece);
            return true;
        }

        @Override
        public void end() {
            ended.countDown();
        }
    }

    private Answer call(String operation, Map<String, Object> parameters) throws Exception {
        return operations.operations().get(operation).answer(Call.of(Caller.shell(), parameters));
    }

    private static Object json(Answer answer) {
        return ((Answer.Json) answer.content()).value().get();
    }

    private Map<?, ?> page(Map<String, Object> parameters) throws Exception {
        return (Map<?, ?>) json(call("listJobs", parameters));
    }

    private List<String> titles(Map<String, Object> parameters) throws Exception {
        return ((List<?>) page(parameters).get("items"))
                .stream().map(job -> (String) ((Map<?, ?>) job).get("title")).toList();
    }

    private Job end(Job job) {
        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(2))
                .until(() -> jobs.find(job.id()).orElseThrow().state().isFinal());
        return jobs.find(job.id()).orElseThrow();
    }
}
