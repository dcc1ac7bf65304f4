// SPDX-License-Identifier: Apache-2.0
package cloudy.actions;

import cloudy.api.access.Caller;
import cloudy.api.form.Texts;
import cloudy.api.job.Job;
import cloudy.api.job.Jobs;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/** Does the work at once. */
final class FakeJobs implements Jobs {

    final List<String> said = new ArrayList<>();
    boolean full;

    @Override
    public Job start(String kind, Texts title, Caller by, Work work) {
        if (full) {
            throw new RejectedExecutionException("64 jobs wait already.");
        }
        said.add(kind + " | " + title.english() + " | " + by.name());
        try {
            work.run(new Said());
        } catch (Exception e) {
            said.add("failed: " + e.getMessage());
        }
        return new Job(
                "7-7",
                kind,
                title,
                by.name(),
                Job.State.SUCCEEDED,
                Texts.none(),
                100,
                Texts.none(),
                Map.of(),
                Instant.EPOCH,
                Optional.empty(),
                Optional.empty());
    }

    @Override
    public List<Job> all() {
        return List.of();
    }

    @Override
    public Optional<Job> find(String id) {
        return Optional.empty();
    }

    @Override
    public List<String> log(String id) {
        return said;
    }

    @Override
    public boolean cancel(String id) {
        return false;
    }

    @Override
    public Watch watch(String id, Consumer<Job> watcher) {
        return () -> {};
    }

    private final class Said implements Progress {

        @Override
        public void step(String words) {
            said.add(words);
        }

        @Override
        public void percent(int done) {}

        @Override
        public void log(String line) {
            said.add(line);
        }

        @Override
        public void result(String key, String value) {
            said.add(key + "=" + value);
        }

        @Override
        public boolean cancelled() {
            return false;
        }
    }
}
