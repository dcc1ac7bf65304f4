// SPDX-License-Identifier: Apache-2.0
package cloudy.doctor;

import cloudy.api.access.Caller;
import cloudy.api.form.Texts;
import cloudy.api.job.Job;
import cloudy.api.job.Jobs;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Does the work at once. */
final class FakeJobs implements Jobs {

    final List<String> lines = new ArrayList<>();

    @Override
    public Job start(String kind, Texts title, Caller by, Work work) {
        try {
            work.run(new Progress() {
                @Override
                public void step(String words) {}

                @Override
                public void percent(int done) {}

                @Override
                public void log(String line) {
                    lines.add(line);
                }

                @Override
                public void result(String key, String value) {}

                @Override
                public boolean cancelled() {
                    return false;
                }
            });
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        return new Job(
                "0-1",
                kind,
                title,
                by.name(),
                Job.State.SUCCEEDED,
                Texts.none(),
                100,
                Texts.none(),
                Map.of(),
                Instant.now(),
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
        return List.of();
    }

    @Override
    public boolean cancel(String id) {
        return false;
    }

    @Override
    public Watch watch(String id, Consumer<Job> watcher) {
        return () -> {};
    }
}
