// SPDX-License-Identifier: Apache-2.0
package cloudy.syncthing;

import cloudy.api.file.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What {@link ConnectAction} has done, so that it can be undone: {@code data/syncthing/connected.json}. Safe for threads. */
final class Connected {

    private static final Logger LOG = LoggerFactory.getLogger(Connected.class);
    private static final int MAX_BYTES = 1024 * 1024;

    private final Path file;
    private final Map<DeviceId, Entry> entries = new LinkedHashMap<>();

    /**
     * One device.
     *
     * @param added whether it was added by the action; else the operator had it already, and keeps it
     * @param folders that the action offered to it
     */
    record Entry(DeviceId device, String name, String address, boolean added, List<String> folders, Instant since) {

        Entry {
            folders = List.copyOf(folders);
        }

        private Map<String, Object> view() {
            return Map.of(
                    "device", device,
                    "name", name,
                    "address", address,
                    "added", added,
                    "folders", folders,
                    "since", since);
        }

        private static Entry of(Facts facts) {
            List<String> folders = facts.get("folders") instanceof List<?> list
                    ? list.stream().map(Object::toString).toList()
                    : List.of();
            return new Entry(
                    new DeviceId(facts.raw("device")),
                    facts.text("name"),
                    facts.text("address"),
                    facts.flag("added"),
                    folders,
                    Instant.parse(facts.raw("since")));
        }
    }

    Connected(Path folder) {
        file = folder.resolve("connected.json");
        try (var in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new IOException("it is too long");
            }
            Facts.list(SyncthingClient.JSON.read(bytes)).stream()
                    .map(Entry::of)
                    .forEach(entry -> entries.put(entry.device(), entry));
        } catch (NoSuchFileException none) {
            // Nobody was connected yet.
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
            LOG.error("{} makes no sense and is set aside: {}", file, e.getMessage());
            setAside();
        }
    }

    synchronized List<Entry> all() {
        return List.copyOf(entries.values());
    }

    synchronized Optional<Entry> find(DeviceId device) {
        return Optional.ofNullable(entries.get(device));
    }

    synchronized void put(Entry entry) throws IOException {
        var changed = new LinkedHashMap<>(entries);
        changed.put(entry.device(), entry);
        write(changed);
    }

    synchronized void remove(DeviceId device) throws IOException {
        var changed = new LinkedHashMap<>(entries);
        changed.remove(device);
        write(changed);
    }

    private void write(Map<DeviceId, Entry> changed) throws IOException {
        AtomicFile.privateFolder(file.getParent());
        AtomicFile.write(
                file,
                SyncthingClient.JSON.write(
                        changed.values().stream().map(Entry::view).toList()));
        entries.clear();
        entries.putAll(changed);
    }

    private void setAside() {
        try {
            Files.move(file, file.resolveSibling("connected.json.bad"), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.error("{} cannot be set aside: {}", file, e.getMessage());
        }
    }
}
