// SPDX-License-Identifier: Apache-2.0
package cloudy.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cloudy.api.access.Caller;
import cloudy.api.file.Trees;
import cloudy.api.form.Explained;
import cloudy.api.form.Texts;
import cloudy.api.job.Job;
import cloudy.testing.SetClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RememberedJobsTest {

    @TempDir
    private Path data;

    private final SetClock clock = new SetClock();
    private final CountDownLatch release = new CountDownLatch(1);
    private NodeJobs jobs;

    @AfterEach
    void close() {
        release.countDown();
        if (jobs != null) {
            jobs.close();
        }
    }

    @Test
    void rememberWhatWasDoneAndItsLog() {
        open();
        Job done = end(jobs.start("test", "Work", Caller.shell(), progress -> {
            progress.step("Càmera <b>");
            progress.result("k", "v");
        }));

        reopen();

        assertThat(jobs.find(done.id())).contains(done);
        assertThat(jobs.log(done.id())).containsExactly("Càmera <b>");
    }

    @Test
    void rememberWhatIsSaidInEachLanguage() {
        open();
        Texts title = Texts.of("Instal·lar Mumble", "Instalar Mumble", "Install Mumble");
        Texts step = Texts.of("Es baixa", "Se descarga", "Fetching");
        Texts why = Texts.of("El disc és ple.", "El disco está lleno.", "The disk is full.");
        Job done = end(jobs.start("test", title, Caller.shell(), progress -> {
            progress.step(step);
            throw Explained.failure(why);
        }));

        reopen();

        assertThat(jobs.find(done.id())).get().satisfies(job -> {
            assertThat(job.title()).isEqualTo(title);
            assertThat(job.step()).isEqualTo(step);
            assertThat(job.reason()).isEqualTo(why);
        });
        assertThat(jobs.log(done.id())).containsExactly("Fetching", "The disk is full.");
    }

    @Test
    void areInterruptedWhenTheNodeEnds() throws Exception {
        open();
        Job running = block();
        for (int i = 0; i < 3; i++) {
            block();
        }
        Job waiting = jobs.start("test", "Wait", Caller.shell(), progress -> {});

        reopen();

        assertThat(List.of(running.id(), waiting.id()))
                .extracting(id -> jobs.find(id).orElseThrow())
                .allSatisfy(job -> {
                    assertThat(job.state()).isEqualTo(Job.State.INTERRUPTED);
                    assertThat(job.reason().english()).isEqualTo("The node ended before this was done.");
                    assertThat(job.ended()).isPresent();
                });
    }

    @Test
    void areInterruptedWhenTheNodeWasKilled() throws Exception {
        write(job(7, Job.State.RUNNING, Optional.empty()));

        open();
        Job job = jobs.all().get(0);
        assertThat(job.state()).isEqualTo(Job.State.INTERRUPTED);

        assertThat(JobFormat.read(Files.readAllBytes(file(job.id(), ".json")))).isEqualTo(job);
    }

    @Test
    void workThatOutlivesTheRoomWritesNothingAnyMore() throws Exception {
        open();
        var begun = new CountDownLatch(1);
        Job job = jobs.start("test", "Ignore", Caller.shell(), progress -> {
            begun.countDown();
            while (release.getCount() > 0) {
                try {
                    release.await();
                } catch (InterruptedException e) {
                    progress.log("not now");
                }
            }
        });
        begun.await();
        NodeJobs before = jobs;

        reopen();
        release.countDown();

        await().until(() -> before.find(job.id()).orElseThrow().state().isFinal());
        assertThat(jobs.find(job.id()).orElseThrow().state()).isEqualTo(Job.State.INTERRUPTED);
        assertThat(JobFormat.read(Files.readAllBytes(file(job.id(), ".json"))).state())
                .isEqualTo(Job.State.INTERRUPTED);
    }

    @Test
    void areForgottenAfter30Days() {
        open();
        Job old = end(jobs.start("test", "Old", Caller.shell(), progress -> progress.log("x")));
        clock.pass(Duration.ofDays(30).minusSeconds(1));
        assertThat(jobs.find(old.id())).isPresent();

        clock.pass(Duration.ofSeconds(2));
        assertThat(jobs.all()).isEmpty();
        assertThat(jobs.log(old.id())).isEmpty();
        end(jobs.start("test", "New", Caller.shell(), progress -> {}));

        assertThat(file(old.id(), ".json")).doesNotExist();
        assertThat(file(old.id(), ".log")).doesNotExist();
    }

    @Test
    void areAThousandAtMost() throws Exception {
        for (int i = 1; i <= 1_100; i++) {
            write(job(i, Job.State.SUCCEEDED, Optional.of(clock.instant())));
        }

        open();
        end(jobs.start("test", "New", Caller.shell(), progress -> {}));

        assertThat(jobs.all()).hasSize(1_000);
        try (var files = Files.list(data.resolve("jobs"))) {
            assertThat(files).hasSize(1_000);
        }
        assertThat(jobs.find(id(1))).isEmpty();
        assertThat(jobs.find(id(1_100))).isPresent();
    }

    @Test
    void sortAfterTheOldOnesEvenWhenTheClockWentBack() {
        open();
        Job first = end(jobs.start("test", "First", Caller.shell(), progress -> {}));
        clock.pass(Duration.ofDays(-400));

        reopen();
        Job second = jobs.start("test", "Second", Caller.shell(), progress -> {});

        assertThat(second.id()).isGreaterThan(first.id());
    }

    @Test
    void filesThatAreNoJobsAreSetAside() throws Exception {
        Files.createDirectories(data.resolve("jobs"));
        Files.writeString(file(id(1), ".json"), "{\"id\": \"" + id(1) + "\", \"state\"");
        Files.writeString(file(id(2), ".json"), "[".repeat(100_000));
        Files.write(file(id(3), ".json"), JobFormat.write(job(4, Job.State.FAILED, Optional.empty())));
        Files.writeString(file(id(5), ".log"), "of a job that is not there");
        Files.writeString(data.resolve("jobs/.new-" + id(6) + ".json"), "half");
        write(job(9, Job.State.FAILED, Optional.of(clock.instant())));

        open();

        assertThat(jobs.all()).extracting(Job::id).containsExactly(id(9));
        try (var files = Files.list(data.resolve("jobs"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            id(1) + ".json.bad", id(2) + ".json.bad", id(3) + ".json.bad", id(9) + ".json");
        }
    }

    @Test
    void unknownFieldsOfALaterVersionArePassedOver() throws Exception {
        String json = new String(JobFormat.write(job(1, Job.State.FAILED, Optional.empty())), StandardCharsets.UTF_8);

        Job read = JobFormat.read(
                json.replace("{\"id\"", "{\"new\":{\"a\":[1,2]},\"id\"").getBytes(StandardCharsets.UTF_8));

        assertThat(read).isEqualTo(job(1, Job.State.FAILED, Optional.empty()));
    }

    @Test
    void keepTheEndOfALongLog() {
        open();
        Job job = end(jobs.start("test", "Talk", Caller.shell(), progress -> IntStream.range(0, 12_345)
                .forEach(i -> progress.log("line " + i))));

        List<String> lines = jobs.log(job.id());
        assertThat(lines).hasSizeBetween(2_500, 5_000).endsWith("line 12344");
        assertThat(lines.get(0)).isEqualTo("line " + (12_345 - lines.size()));
    }

    @Test
    void aLineIsOneLineAndNotEndless() {
        open();
        Job job = end(jobs.start("test", "Talk", Caller.shell(), progress -> {
            progress.log("a\r\ndata: forged\tx");
            progress.log("x".repeat(1_000_000));
        }));

        assertThat(jobs.log(job.id())).containsExactly("a\uFFFD\uFFFDdata: forged x", "x".repeat(2_000));
    }

    @Test
    void progressIsNotWrittenEachTime() throws Exception {
        open();
        var counted = new CountDownLatch(1);
        Job job = jobs.start("test", "Count", Caller.shell(), progress -> {
            for (int i = 0; i < 100; i++) {
                progress.percent(i);
            }
            counted.countDown();
            release.await();
        });
        counted.await();

        assertThat(JobFormat.read(Files.readAllBytes(file(job.id(), ".json"))).percent())
                .isZero();
        release.countDown();
        assertThat(end(job).percent()).isEqualTo(100);
    }

    @Test
    void onlyTheOwnerReadsThem() throws Exception {
        open();
        end(jobs.start("test", "Work", Caller.shell(), progress -> {}));

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("jobs"))))
                .isEqualTo("rwx------");
    }

    @Test
    void workThatHasBegunIsDoneThoughTheDiskTakesNothingAnyMore() throws Exception {
        open();
        Job job = block();
        Trees.delete(data.resolve("jobs"));
        Files.writeString(data.resolve("jobs"), "not a folder");

        release.countDown();

        assertThat(end(job).state()).isEqualTo(Job.State.SUCCEEDED);
    }

    private void open() {
        jobs = new NodeJobs(data.resolve("jobs"), clock);
    }

    private void reopen() {
        jobs.close();
        open();
    }

    private Job block() throws InterruptedException {
        var begun = new CountDownLatch(1);
        Job job = jobs.start("test", "Block", Caller.shell(), progress -> {
            begun.countDown();
            release.await();
        });
        begun.await();
        return job;
    }

    private Job end(Job job) {
        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(2))
                .until(() -> jobs.find(job.id()).orElseThrow().state().isFinal());
        return jobs.find(job.id()).orElseThrow();
    }

    private Path file(String id, String end) {
        return data.resolve("jobs").resolve(id + end);
    }

    private void write(Job job) throws IOException {
        Files.createDirectories(data.resolve("jobs"));
        Files.write(file(job.id(), ".json"), JobFormat.write(job));
    }

    private static String id(int number) {
        return String.format("%012x-%04x", number, 0);
    }

    private static Job job(int number, Job.State state, Optional<Instant> ended) {
        return new Job(
                id(number),
                "test",
                Texts.of("Title"),
                "me",
                state,
                Texts.none(),
                0,
                Texts.none(),
                Map.of("k", "v"),
                Instant.EPOCH,
                Optional.empty(),
                ended);
    }
}
