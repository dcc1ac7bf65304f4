// SPDX-License-Identifier: Apache-2.0
package cloudy.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import cloudy.api.access.Caller;
import cloudy.api.job.Job;
import cloudy.api.job.Jobs;
import cloudy.testing.SetClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeJobsTest {

    @TempDir
    private Path folder;

    private final CountDownLatch release = new CountDownLatch(1);
    private NodeJobs jobs;

    @BeforeEach
    void open() {
        jobs = new NodeJobs(folder.resolve("jobs"), new SetClock());
    }

    @AfterEach
    void close() {
        release.countDown();
        jobs.close();
    }

    @Test
    void doNotBeginWhatTheDiskDoesNotTake() throws IOException {
        Files.delete(folder.resolve("jobs"));
        var begun = new CountDownLatch(1);

        assertThatThrownBy(() -> jobs.start("test", "Work", Caller.shell(), progress -> begun.countDown()))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageMatching("data/jobs/[0-9a-f-]+\\.json cannot be written");

        assertThat(jobs.all()).isEmpty();
        assertThat(jobs.alive(Job.State.WAITING)).isZero();
        Files.createDirectory(folder.resolve("jobs"));
        Job after = jobs.start("test", "Work", Caller.shell(), progress -> {});
        await().until(() -> jobs.find(after.id()).orElseThrow().state() == Job.State.SUCCEEDED);
        assertThat(begun.getCount()).isEqualTo(1);
    }

    @Test
    void tellsWhatWorkSaysOfItself() throws Exception {
        var said = new CountDownLatch(1);
        Job begun = jobs.start("test.one", "Do one thing", Caller.shell(), progress -> {
            progress.step("Half of it");
            progress.percent(50);
            progress.log("a line");
            progress.result("made", "one");
            progress.result("for", progress.by().name());
            said.countDown();
            release.await();
        });

        assertThat(begun.state()).isEqualTo(Job.State.WAITING);
        said.await();
        Job half = jobs.find(begun.id()).orElseThrow();
        assertThat(half.state()).isEqualTo(Job.State.RUNNING);
        assertThat(half.step().english()).isEqualTo("Half of it");
        assertThat(half.percent()).isEqualTo(50);
        assertThat(half.result()).containsEntry("made", "one").containsEntry("for", "shell");
        assertThat(half.by()).isEqualTo("shell");
        release.countDown();

        Job done = end(begun);
        assertThat(done.state()).isEqualTo(Job.State.SUCCEEDED);
        assertThat(done.percent()).isEqualTo(100);
        assertThat(done.reason().isEmpty()).isTrue();
        assertThat(done.ended()).isPresent();
        assertThat(jobs.log(begun.id())).containsExactly("Half of it", "a line");
    }

    @Test
    void saysInOneSentenceWhyWorkFailed() {
        Job job = jobs.start("test", "Fail", Caller.shell(), progress -> {
            throw new IOException("The disk is\nfull.");
        });

        assertThat(end(job).state()).isEqualTo(Job.State.FAILED);
        assertThat(end(job).reason().english()).isEqualTo("The disk is\uFFFDfull.");
        assertThat(jobs.log(job.id())).containsExactly("The disk is\uFFFDfull.");
    }

    @Test
    void survivesWorkThatThrowsAnError() {
        Job bad = jobs.start("test", "Throw", Caller.shell(), progress -> {
            throw new NoClassDefFoundError();
        });
        Job good = jobs.start("test", "Work", Caller.shell(), progress -> {});

        assertThat(end(bad).reason().english()).isEqualTo("It failed: NoClassDefFoundError.");
        assertThat(end(good).state()).isEqualTo(Job.State.SUCCEEDED);
    }

    @Test
    void runsFourAtATimeAndLets64Wait() throws Exception {
        var now = new AtomicInteger();
        var most = new AtomicInteger();
        List<Job> all = new ArrayList<>();
        for (int i = 0; i < 68; i++) {
            all.add(jobs.start("test", "Wait", Caller.shell(), progress -> {
                most.accumulateAndGet(now.incrementAndGet(), Math::max);
                release.await();
                now.decrementAndGet();
            }));
            if (i < 4) {
                int begun = i + 1;
                await().until(() -> now.get() == begun);
            }
        }

        assertThatThrownBy(() -> jobs.start("test", "Too much", Caller.shell(), progress -> {}))
                .isInstanceOf(RejectedExecutionException.class)
                .hasMessage("64 jobs wait already.");
        assertThat(jobs.all()).hasSize(68);

        release.countDown();
        all.forEach(job -> assertThat(end(job).state()).isEqualTo(Job.State.SUCCEEDED));
        assertThat(most).hasValue(4);
    }

    @Test
    void keepsNoThreadWithoutWork() {
        end(jobs.start("test", "Work", Caller.shell(), progress -> {}));

        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("cloudy-jobs-")));
    }

    @Test
    void aCancelledJobThatWaitsNeverBegins() throws Exception {
        for (int i = 0; i < 4; i++) {
            jobs.start("test", "Block", Caller.shell(), progress -> release.await());
        }
        var ran = new CountDownLatch(1);
        Job waiting = jobs.start("test", "Wait", Caller.shell(), progress -> ran.countDown());

        assertThat(jobs.cancel(waiting.id())).isTrue();

        assertThat(jobs.find(waiting.id()).orElseThrow().state()).isEqualTo(Job.State.CANCELLED);
        assertThat(jobs.cancel(waiting.id())).isFalse();
        release.countDown();
        jobs.all().forEach(this::end);
        assertThat(ran.getCount()).isEqualTo(1);
    }

    @Test
    void interruptsWorkThatIsCancelled() throws Exception {
        var begun = new CountDownLatch(1);
        Job job = jobs.start("test", "Wait", Caller.shell(), progress -> {
            begun.countDown();
            release.await();
        });
        begun.await();

        assertThat(jobs.cancel(job.id())).isTrue();

        assertThat(end(job).state()).isEqualTo(Job.State.CANCELLED);
        assertThat(jobs.cancel(job.id())).isFalse();
        assertThat(jobs.cancel("unknown")).isFalse();
    }

    @Test
    void isNotCancelledBeforeWorkHasReallyEnded() throws Exception {
        var begun = new CountDownLatch(1);
        var interrupted = new CountDownLatch(1);
        Job job = jobs.start("test", "Ignore", Caller.shell(), progress -> {
            begun.countDown();
            while (release.getCount() > 0) {
                try {
                    release.await();
                } catch (InterruptedException e) {
                    assertThat(progress.cancelled()).isTrue();
                    interrupted.countDown();
                }
            }
        });
        begun.await();
        jobs.cancel(job.id());
        interrupted.await();

        assertThat(jobs.find(job.id()).orElseThrow().state()).isEqualTo(Job.State.RUNNING);
        release.countDown();
        assertThat(end(job).state()).isEqualTo(Job.State.CANCELLED);
    }

    @Test
    void anInterruptNeverReachesTheNextJob() throws Exception {
        for (int i = 0; i < 200; i++) {
            var begun = new CountDownLatch(1);
            Job first = jobs.start("test", "Short", Caller.shell(), progress -> begun.countDown());
            begun.await();
            jobs.cancel(first.id());
            Job next = jobs.start("test", "Next", Caller.shell(), progress -> {
                if (Thread.currentThread().isInterrupted()) {
                    throw new IOException("interrupted");
                }
            });
            assertThat(end(next).reason().isEmpty()).isTrue();
        }
    }

    @Test
    void aWatcherSeesEachStateInOrderAndThenNothing() throws Exception {
        for (int i = 0; i < 4; i++) {
            jobs.start("test", "Block", Caller.shell(), progress -> release.await());
        }
        Job job = jobs.start("test", "Count", Caller.shell(), progress -> {
            for (int i = 0; i <= 100; i++) {
                progress.percent(i);
            }
        });
        List<Job> told = new CopyOnWriteArrayList<>();
        Jobs.Watch watch = jobs.watch(job.id(), told::add);
        await().until(() -> !told.isEmpty());
        release.countDown();
        await().until(() -> told.get(told.size() - 1).state().isFinal());
        watch.close();

        assertThat(told).extracting(Job::state).startsWith(Job.State.WAITING).endsWith(Job.State.SUCCEEDED);
        assertThat(told).extracting(Job::percent).isSorted();
        assertThat(told).extracting(Job::state).isSorted().contains(Job.State.RUNNING);
    }

    @Test
    void aWatcherOfAnEndedJobIsToldItsEnd() {
        Job job = jobs.start("test", "Work", Caller.shell(), progress -> {});
        end(job);
        List<Job> told = new CopyOnWriteArrayList<>();

        jobs.watch(job.id(), told::add);

        await().untilAsserted(() -> assertThat(told).extracting(Job::state).containsExactly(Job.State.SUCCEEDED));
    }

    @Test
    void aWatcherThatThrowsHurtsNobody() {
        Job job = jobs.start("test", "Wait", Caller.shell(), progress -> release.await());
        List<Job> told = new CopyOnWriteArrayList<>();
        jobs.watch(job.id(), any -> {
            throw new IllegalStateException("broken");
        });
        jobs.watch(job.id(), told::add);

        release.countDown();

        await().until(() -> !told.isEmpty() && told.get(told.size() - 1).state().isFinal());
    }

    @Test
    void idsSortByTime() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            ids.add(jobs.start("test", "Work", Caller.shell(), progress -> {}).id());
        }

        assertThat(ids).isSorted().doesNotHaveDuplicates().allMatch(id -> id.matches("[0-9a-f-]{1,40}"));
        assertThat(jobs.all().get(0).id()).isEqualTo(ids.get(49));
    }

    private Job end(Job job) {
        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(2))
                .until(() -> jobs.find(job.id()).orElseThrow().state().isFinal());
        return jobs.find(job.id()).orElseThrow();
    }
}
