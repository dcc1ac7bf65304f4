// SPDX-License-Identifier: Apache-2.0
package cloudy.guifi;

import cloudy.api.access.Caller;
import cloudy.api.form.Texts;
import cloudy.api.job.Job;
import cloudy.api.job.Jobs;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Does the work at once. */
final class FakeJobs implements Jobs {

    final Map<String, String> results = new TreeMap<>();
    String reason = "";

    @Override
    public Job start(String kind, Texts title, Caller by, Work work) {
        reason = "";
        results.clear();
        try {
            work.run(new Progress() {
                @Override
                public void step(String words) {}

                @Override
                public void percent(int done) {}

                @Override
                public void log(String line) {}

                @Override
                public void result(String key, String value) {
                    results.put(key, value);
                }

                @Override
                public boolean cancelled() {
                    return false;
                }
            });
        } catch (Exception e) {
            reason = e.getMessage();
        }
        return new Job(
                "0-1",
                kind,
                title,
                by.name(),
                reason.isEmpty() ? Job.State.SUCCEEDED : Job.State.FAILED,
                Texts.none(),
                100,
                Texts.of(reason),
                results,
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
