// SPDX-License-Identifier: Apache-2.0
package cloudy.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cloudy.api.access.Caller;
import cloudy.api.access.Role;
import cloudy.api.event.Event;
import cloudy.api.job.Job;
import cloudy.api.metric.MetricSource;
import cloudy.testing.SetClock;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobEventsTest {

    @TempDir
    private Path folder;

    private final List<Event> events = new CopyOnWriteArrayList<>();

    @Test
    void tellEachStateAndProgressForward() {
        var jobs = new NodeJobs(folder, new SetClock(), List.of(events::add));

        Job job = jobs.start("test", "Count to and fro", Caller.shell(), progress -> {
            for (int i = 0; i < 100_000; i++) {
                progress.percent(i % 2 == 0 ? 10 : 20);
            }
        });

        await().until(() -> !events.isEmpty()
                && "succeeded".equals(events.get(events.size() - 1).facts().get("state")));
        assertThat(events).hasSizeBetween(2, 5).allSatisfy(event -> {
            assertThat(event.type()).isEqualTo("job");
            assertThat(event.subject()).isEqualTo(job.id());
            assertThat(event.role()).isEqualTo(Role.VIEWER);
        });
        assertThat(events.get(events.size() - 1).facts()).containsEntry("percent", "100");
        jobs.close();
    }

    @Test
    void aSinkThatThrowsDoesNotStopTheWork() {
        var jobs = new NodeJobs(folder, new SetClock(), List.of(event -> {
            throw new IllegalStateException("broken");
        }));

        Job job = jobs.start("test", "Work", Caller.shell(), progress -> {});

        await().until(() -> jobs.find(job.id()).orElseThrow().state() == Job.State.SUCCEEDED);
        jobs.close();
    }

    @Test
    void figuresCountWhatEndedAndWhatHasNot() {
        var jobs = new NodeJobs(folder, new SetClock());
        var release = new CountDownLatch(1);
        Job done = jobs.start("test", "Work", Caller.shell(), progress -> {});
        Job running = jobs.start("test", "Wait", Caller.shell(), progress -> release.await());
        await().until(() -> jobs.find(done.id()).orElseThrow().state().isFinal()
                && jobs.find(running.id()).orElseThrow().state() == Job.State.RUNNING);
        Map<String, Double> figures = new HashMap<>();

        new JobMetrics(jobs).collect(new MetricSource.Metrics() {
            @Override
            public void gauge(String name, String help, Map<String, String> labels, double value) {
                figures.put(name + labels, value);
            }

            @Override
            public void counter(String name, String help, Map<String, String> labels, double value) {
                gauge(name, help, labels, value);
            }
        });

        assertThat(figures)
                .hasSize(6)
                .containsEntry("cloudy_jobs_total{result=succeeded}", 1.0)
                .containsEntry("cloudy_jobs_total{result=failed}", 0.0)
                .containsEntry("cloudy_jobs{state=running}", 1.0);
        release.countDown();
        jobs.close();
    }
}
