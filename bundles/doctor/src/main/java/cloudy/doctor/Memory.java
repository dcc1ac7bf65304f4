// SPDX-License-Identifier: Apache-2.0
package cloudy.doctor;

import cloudy.api.file.AtomicFile;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the doctor keeps over restarts, in {@code data/doctor/memory}: which findings the operator does not want to hear of,
 * and for which checks a notice stands. Safe for use by many threads.
 */
final class Memory {

    private static final Logger log = LoggerFactory.getLogger(Memory.class);
    private static final String IGNORED = "ignored.";
    private static final String RAISED = "raised.";
    private static final String FOR_EVER = "for-ever";
    private static final int MAX_BYTES = 256 * 1024;

    private final Path file;
    private final TreeMap<String, String> lines = new TreeMap<>();

    Memory(Path file) {
        this.file = file;
        if (Files.exists(file)) {
            try (var in = Files.newInputStream(file)) {
                var properties = new Properties();
                properties.load(new StringReader(new String(in.readNBytes(MAX_BYTES), StandardCharsets.UTF_8)));
                properties.stringPropertyNames().stream()
                        .filter(Memory::isSound)
                        .forEach(key -> lines.put(key, properties.getProperty(key)));
            } catch (IOException | IllegalArgumentException e) {
                log.error("{} cannot be read, so nothing is ignored any more: {}", file, e.toString());
            }
        }
    }

    private static boolean isSound(String key) {
        return Doctor.ID.matcher(key.replaceFirst("^(ignored|raised)\\.", "")).matches();
    }

    /** Ignores a check's findings until some moment, or for ever. */
    synchronized void ignore(String id, Optional<Instant> until) throws IOException {
        put(IGNORED + id, Optional.of(until.map(Instant::toString).orElse(FOR_EVER)));
    }

    /** Heeds them again; false when they were heeded. */
    synchronized boolean heed(String id) throws IOException {
        boolean was = lines.containsKey(IGNORED + id);
        put(IGNORED + id, Optional.empty());
        return was;
    }

    synchronized boolean isIgnored(String id, Instant now) {
        String until = lines.get(IGNORED + id);
        return until != null && ignoredUntil(id).map(now::isBefore).orElse(until.equals(FOR_EVER));
    }

    /** Until when; empty for ever, and when it is not ignored. */
    synchronized Optional<Instant> ignoredUntil(String id) {
        try {
            return Optional.ofNullable(lines.get(IGNORED + id))
                    .filter(text -> !text.equals(FOR_EVER))
                    .map(Instant::parse);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** The checks for which a notice stands. */
    synchronized Set<String> raised() {
        return lines.keySet().stream()
                .filter(key -> key.startsWith(RAISED))
                .map(key -> key.substring(RAISED.length()))
                .collect(Collectors.toCollection(HashSet::new));
    }

    /** Notes for which checks a notice stands. */
    synchronized void raised(Set<String> ids) {
        if (raised().equals(ids)) {
            return;
        }
        lines.keySet().removeIf(key -> key.startsWith(RAISED));
        ids.forEach(id -> lines.put(RAISED + id, ""));
        try {
            write();
        } catch (IOException e) {
            // The next run does it again; a disk that is full is a finding already.
            log.warn("{} could not be written: {}", file, e.toString());
        }
    }

    private void put(String key, Optional<String> value) throws IOException {
        Optional<String> old = Optional.ofNullable(lines.get(key));
        if (old.equals(value)) {
            return;
        }
        value.ifPresentOrElse(text -> lines.put(key, text), () -> lines.remove(key));
        try {
            write();
        } catch (IOException | UncheckedIOException e) {
            old.ifPresentOrElse(text -> lines.put(key, text), () -> lines.remove(key));
            throw e;
        }
    }

    private void write() throws IOException {
        var text = new StringBuilder();
        // An instant holds a colon, which is no trouble after the first "=".
        lines.forEach((key, value) -> text.append(key).append('=').append(value).append('\n'));
        AtomicFile.privateFolder(file.getParent());
        AtomicFile.write(file, text.toString().getBytes(StandardCharsets.UTF_8));
    }
}
