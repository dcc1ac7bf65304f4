// SPDX-License-Identifier: Apache-2.0
package cloudy.jobs;

import cloudy.api.job.Jobs;
import cloudy.api.rest.Answer;
import java.util.List;
import java.util.Locale;

/**
 * A log that is followed, as server-sent events: what is there, each line that comes, and {@code end} with the state when
 * the job has ended.
 */
final class LogStream implements Answer.Source {

    /** So much of what is there is sent at once; who lags further behind is cut off. */
    private static final int BACKLOG_CHARACTERS = 64_000;

    private final NodeJobs jobs;
    private final String id;

    LogStream(NodeJobs jobs, String id) {
        this.jobs = jobs;
        this.id = id;
    }

    @Override
    public AutoCloseable open(Answer.Sink sink) {
        AutoCloseable log = jobs.follow(id, lines -> sink.send(backlog(lines)), line -> sink.send(event(line)));
        // The job's last line is written before its end is told.
        Jobs.Watch end = jobs.watch(id, job -> {
            if (job.state().isFinal()) {
                sink.send("event: end\ndata: " + job.state().name().toLowerCase(Locale.ROOT) + "\n\n");
                sink.end();
            }
        });
        return () -> {
            end.close();
            log.close();
        };
    }

    private static String backlog(List<String> lines) {
        int from = lines.size();
        int characters = 0;
        while (from > 0 && characters + lines.get(from - 1).length() <= BACKLOG_CHARACTERS) {
            from--;
            characters += lines.get(from).length() + 8;
        }
        var events = new StringBuilder();
        lines.subList(from, lines.size()).forEach(line -> events.append(event(line)));
        return events.toString();
    }

    /** A line holds no line end, see {@link JobLog}. */
    private static String event(String line) {
        return "data: " + line + "\n\n";
    }
}
