// SPDX-License-Identifier: Apache-2.0
package cloudy.jobs;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import cloudy.api.file.AtomicFile;
import cloudy.api.job.Job;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is remembered of jobs: {@code data/jobs/<id>.json} for each, and its log. */
final class JobFiles implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(JobFiles.class);

    static final Pattern ID = Pattern.compile("[0-9a-f]{12}-[0-9a-f]{4}");

    private static final Pattern NAME = Pattern.compile("(" + ID + ")(\\.json|\\.log|\\.old\\.log)");
    private static final long MAX_BYTES = 1 << 20;

    private final Path folder;
    private boolean closed;

    JobFiles(Path folder) {
        this.folder = folder;
    }

    /** Everything that is remembered; what was not done when the node ended is interrupted, and written down as such. */
    List<Job> load() {
        List<Job> jobs = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        List<Path> files = new ArrayList<>();
        try {
            AtomicFile.privateFolder(folder);
            AtomicFile.sweep(folder, "*.json");
            try (var all = Files.newDirectoryStream(folder)) {
                all.forEach(files::add);
            }
        } catch (IOException e) {
            log.error("{} cannot be used, so jobs are not remembered: {}", folder, e.getMessage());
        }
        for (Path file : files) {
            Matcher name = NAME.matcher(file.getFileName().toString());
            if (name.matches() && name.group(2).equals(".json")) {
                load(file, name.group(1)).ifPresent(job -> {
                    ids.add(job.id());
                    jobs.add(job);
                });
            }
        }
        for (Path file : files) {
            Matcher name = NAME.matcher(file.getFileName().toString());
            if (name.matches() && !name.group(2).equals(".json") && !ids.contains(name.group(1))) {
                delete(file);
            }
        }
        return jobs;
    }

    private Optional<Job> load(Path file, String id) {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new IOException("it is longer than " + MAX_BYTES + " bytes");
            }
            Job job = JobFormat.read(Files.readAllBytes(file));
            if (!job.id().equals(id)) {
                throw new IOException("it is about " + job.id());
            }
            if (!job.state().isFinal()) {
                // When it was last written is when it was last known to be alive.
                job = interrupted(job, Files.getLastModifiedTime(file).toInstant());
                write(job);
            }
            return Optional.of(job);
        } catch (IOException e) {
            log.warn("{} is no job and is set aside: {}", file, e.getMessage());
            setAside(file);
            return Optional.empty();
        }
    }

    private static Job interrupted(Job job, Instant at) {
        return new Job(
                job.id(),
                job.kind(),
                job.title(),
                job.by(),
                Job.State.INTERRUPTED,
                job.step(),
                job.percent(),
                Run.NODE_ENDED,
                job.result(),
                job.created(),
                job.started(),
                Optional.of(at));
    }

    private static void setAside(Path file) {
        try {
            Files.move(file, file.resolveSibling(file.getFileName() + ".bad"), REPLACE_EXISTING);
        } catch (IOException e) {
            log.warn("{} cannot be set aside either: {}", file, e.getMessage());
        }
    }

    /**
     * Writes down that there is a job.
     *
     * @throws IOException when the disk does not take it; nobody must be told then that there is one
     */
    synchronized void begin(Job job) throws IOException {
        try {
            store(job);
        } catch (IOException e) {
            // A disk that failed at the very end has it already.
            delete(job);
            throw e;
        }
    }

    /** Writes down how a job is now. On a full disk the work goes on: it may be what makes room. */
    synchronized void write(Job job) {
        if (closed) {
            return;
        }
        try {
            store(job);
        } catch (IOException e) {
            log.warn(
                    "Job {} ({}) cannot be written down: {}",
                    job.id(),
                    job.title().english(),
                    e.getMessage());
        }
    }

    private void store(Job job) throws IOException {
        AtomicFile.write(folder.resolve(job.id() + ".json"), JobFormat.write(job));
    }

    JobLog log(String id) {
        return new JobLog(folder, id);
    }

    void delete(Job job) {
        for (String end : List.of(".json", ".log", ".old.log")) {
            delete(folder.resolve(job.id() + end));
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            log.warn("{} cannot be deleted: {}", file, e.getMessage());
        }
    }

    /** Writes nothing from now on: whoever opens the folder next has it alone. */
    @Override
    public synchronized void close() {
        closed = true;
    }
}
