// SPDX-License-Identifier: Apache-2.0
package cloudy.jobs;

import cloudy.api.access.Caller;
import cloudy.api.job.Job;
import cloudy.testing.Keeper;
import cloudy.testing.SetClock;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Jobs, of which the newest one's kind is the word; each has come to its end before the next one. */
public final class JobKeeper implements Keeper {

    private NodeJobs jobs;

    @Override
    public void open(Path folder) {
        jobs = new NodeJobs(folder, new SetClock());
    }

    @Override
    public String read() {
        List<Job> all = jobs.all();
        return all.isEmpty() ? "" : all.get(0).kind();
    }

    @Override
    public void write(String word) throws InterruptedException {
        Job job = jobs.start(word, "Keep it", Caller.shell(), progress -> {});
        var ended = new CountDownLatch(1);
        jobs.watch(job.id(), now -> {
            if (now.state().isFinal()) {
                ended.countDown();
            }
        });
        ended.await();
    }

    @Override
    public void close() {
        jobs.close();
    }
}
