// SPDX-License-Identifier: Apache-2.0
package cloudy.catalogue;

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

/** Does each job at once, on the thread of who starts it. */
final class FakeJobs implements Jobs {

    final List<String> lines = new ArrayList<>();
    Optional<Exception> failure = Optional.empty();
    String kind = "";

    @Override
    public Job start(String what, Texts title, Caller by, Work work) {
        lines.clear();
        kind = what;
        failure = Optional.empty();
        try {
            work.run(new Reconciler.Quiet(lines::add));
        } catch (Exception e) {
            failure = Optional.of(e);
        }
        return new Job(
                "1",
                what,
                title,
                by.name(),
                failure.isPresent() ? Job.State.FAILED : Job.State.SUCCEEDED,
                Texts.none(),
                100,
                Texts.none(),
                Map.of(),
                Instant.EPOCH,
                Optional.empty(),
                Optional.empty());
    }

    String reason() {
        return failure.map(Throwable::getMessage).orElse("");
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
        return lines;
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
