// SPDX-License-Identifier: Apache-2.0
package cloudy.serf;

import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which of the addresses in the settings a person joined from the list of services, over restarts. Safe for use by many
 * threads.
 *
 * <p>A file of lines, each with tabs between: address, since when, whether the agent was switched on for it, and what the
 * announcement was called.
 */
final class JoinRecord {

    private static final Logger LOG = LoggerFactory.getLogger(JoinRecord.class);

    static final int MAX = 64;

    private static final int PARTS = 4;

    /**
     * One address.
     *
     * @param switchedOn whether {@code cloudy.enabled} was set for it
     * @param name the host as the stranger announced it, cleaned
     */
    record Entry(String address, Instant since, boolean switchedOn, String name) {

        private String line() {
            return String.join("\t", address, since.toString(), Boolean.toString(switchedOn), name);
        }

        private static Entry parse(String line) throws IOException {
            String[] parts = line.split("\t", PARTS);
            if (parts.length < PARTS) {
                throw new IOException("a line has no four parts");
            }
            try {
                return new Entry(
                        Endpoint.parse("joined", parts[0], SerfSettings.GOSSIP_PORT)
                                .toString(),
                        Instant.parse(parts[1]),
                        Boolean.parseBoolean(parts[2]),
                        parts[3]);
            } catch (DateTimeException | IllegalArgumentException e) {
                throw new IOException(e.getMessage(), e);
            }
        }
    }

    private final StateFile file;
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    JoinRecord(Path folder) {
        file = new StateFile(folder.resolve("joined"));
        try {
            for (String line :
                    file.read().map(text -> text.lines().limit(MAX).toList()).orElse(List.of())) {
                Entry entry = Entry.parse(line);
                entries.put(entry.address(), entry);
            }
        } catch (IOException e) {
            entries.clear();
            LOG.warn("{}: what was joined cannot be read and is set aside: {}", folder, e.getMessage());
            setAside();
        }
    }

    private void setAside() {
        try {
            file.setAside();
        } catch (IOException e) {
            LOG.warn("It cannot be set aside either: {}", e.getMessage());
        }
    }

    synchronized List<Entry> all() {
        return new ArrayList<>(entries.values());
    }

    synchronized Optional<Entry> find(String address) {
        return Optional.ofNullable(entries.get(address));
    }

    /** Adds or replaces an address; it is on the disk when the call returns, or not in the record at all. */
    synchronized void add(Entry entry) throws IOException {
        var next = new LinkedHashMap<>(entries);
        next.put(entry.address(), entry);
        if (next.size() > MAX) {
            throw new IOException("More than " + MAX + " addresses are joined already; undo some first.");
        }
        become(next);
    }

    synchronized void remove(String address) throws IOException {
        var next = new LinkedHashMap<>(entries);
        next.remove(address);
        become(next);
    }

    private void become(Map<String, Entry> next) throws IOException {
        var text = new StringBuilder();
        next.values().forEach(entry -> text.append(entry.line()).append('\n'));
        file.write(text.toString());
        entries.clear();
        entries.putAll(next);
    }
}
