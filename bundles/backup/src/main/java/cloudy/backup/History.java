// SPDX-License-Identifier: Apache-2.0
package cloudy.backup;

import cloudy.api.file.AtomicFile;
import cloudy.api.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How backups of the whole node went, over restarts. Safe for use by many threads. */
final class History {

    private static final Logger LOG = LoggerFactory.getLogger(History.class);
    private static final Json JSON = Json.within(2, 100);
    private static final long MAX_BYTES = 4096;

    private final Path file;
    private Past past;

    /**
     * What has been so far.
     *
     * @param since when the node began to make backups by itself
     * @param tried when the last one that it made by itself was begun
     * @param succeeded when the last one was made, whoever wanted it
     * @param failed whether one has failed since then
     */
    record Past(Optional<Instant> since, Optional<Instant> tried, Optional<Instant> succeeded, boolean failed) {

        static final Past NONE = new Past(Optional.empty(), Optional.empty(), Optional.empty(), false);

        private Past withSince(Optional<Instant> at) {
            return new Past(at, tried, succeeded, failed);
        }
    }

    History(Path file) {
        this.file = file;
        past = read(file);
    }

    synchronized Past past() {
        return past;
    }

    /** The node makes backups by itself from now on, if it did not before; or it does not any more. */
    void scheduled(boolean now, Instant at) {
        if (past().since().isPresent() != now) {
            change(was -> was.withSince(now ? Optional.of(at) : Optional.empty()));
        }
    }

    void tries(Instant now) {
        change(was -> new Past(was.since, Optional.of(now), was.succeeded, was.failed));
    }

    void succeeded(Instant now) {
        change(was -> new Past(was.since, was.tried, Optional.of(now), false));
    }

    void failed() {
        change(was -> new Past(was.since, was.tried, was.succeeded, true));
    }

    /** What cannot be written is known as long as the node runs. */
    private synchronized void change(UnaryOperator<Past> other) {
        past = other.apply(past);
        var map = new LinkedHashMap<String, Object>();
        past.since.ifPresent(at -> map.put("since", at.toString()));
        past.tried.ifPresent(at -> map.put("tried", at.toString()));
        past.succeeded.ifPresent(at -> map.put("succeeded", at.toString()));
        map.put("failed", past.failed);
        try {
            AtomicFile.privateFolder(file.getParent());
            AtomicFile.write(file, JSON.write(map));
        } catch (IOException e) {
            LOG.warn("When backups were made could not be noted: {}", e.toString());
        }
    }

    private static Past read(Path file) {
        try {
            if (Files.notExists(file) || Files.size(file) > MAX_BYTES) {
                return Past.NONE;
            }
            Map<String, Object> map = JSON.readObject(Files.readAllBytes(file));
            return new Past(
                    moment(map, "since"),
                    moment(map, "tried"),
                    moment(map, "succeeded"),
                    Boolean.TRUE.equals(map.get("failed")));
        } catch (IOException | DateTimeException e) {
            LOG.warn("When backups were made is not known any more: {}", e.toString());
            return Past.NONE;
        }
    }

    private static Optional<Instant> moment(Map<String, Object> map, String key) {
        return map.get(key) instanceof String text ? Optional.of(Instant.parse(text)) : Optional.empty();
    }
}
