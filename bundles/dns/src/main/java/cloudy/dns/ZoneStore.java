// SPDX-License-Identifier: Apache-2.0
package cloudy.dns;

import cloudy.api.file.AtomicFile;
import cloudy.api.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The zone files in {@code data/dns/zones}. One takes the place of another as a whole, only when something in it has
 * changed, and only after BIND's own check; a zone that is refused stays as it was. For one thread.
 */
final class ZoneStore {

    private static final Json JSON = Json.within(16, 64 * 1024);

    /** No zone's: none has such a sign in its name. */
    private static final String STATE = "~state.json";

    private static final int MOST_STATE = 8 << 20;

    /** Zones that are gone keep their serials: one that comes back must not begin below them. */
    private static final int MOST_ENTRIES = 20_000;

    /** The configuration before may still name a file, and a name server that starts anew with it reads it. */
    private static final Duration UNUSED = Duration.ofDays(1);

    /** What is known of a file. */
    record Entry(long serial, String digest, long records) {}

    /** The serial number of a file, and how many records it has. */
    record Figure(long serial, long records) {

        /** Of a file that is not known. */
        static final Figure NONE = new Figure(0, 0);
    }

    /**
     * What became of a draft.
     *
     * @param served whether there is a file that can be served: this one or the one before
     * @param refusal what the check said against it; empty when it is content
     */
    record Stored(boolean served, boolean changed, long serial, long records, Optional<String> refusal) {}

    private final Path folder;
    private final ZoneCheck check;
    private final Clock clock;
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final Map<String, String> versions = new HashMap<>();
    private final Set<String> good = new HashSet<>();
    private boolean dirty;

    ZoneStore(Path folder, ZoneCheck check, Clock clock) throws IOException {
        this.folder = AtomicFile.privateFolder(folder);
        this.check = check;
        this.clock = clock;
        AtomicFile.sweep(folder, "*");
        read();
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    boolean has(String name) {
        return Files.isRegularFile(file(name));
    }

    /** What was said last of what the files are made of; empty when it has to be worked through. */
    String version(String of) {
        return versions.getOrDefault(of, "");
    }

    void version(String of, String version) {
        if (!version.equals(versions.put(of, version))) {
            dirty = true;
        }
    }

    /** Has a zone take the place of its file if it differs; nothing is written otherwise. */
    Stored store(String name, ZoneText zone) throws IOException, InterruptedException {
        Entry before = entries.get(name);
        if (before != null && has(name) && before.digest().equals(zone.digest())) {
            return new Stored(true, false, before.serial(), before.records(), Optional.empty());
        }
        return store(ZoneDraft.of(file(name), zone));
    }

    /** Takes a zone out of service. */
    void drop(String name) throws IOException {
        AtomicFile.delete(file(name));
    }

    /** Has a draft take the place of the file in force if it should. The draft is done with. */
    Stored store(ZoneDraft draft) throws IOException, InterruptedException {
        try (draft) {
            String name = draft.file().getFileName().toString();
            String digest = draft.end();
            Entry before = entries.get(name);
            boolean there = has(name);
            if (there && before != null && before.digest().equals(digest)) {
                return new Stored(true, false, before.serial(), before.records(), Optional.empty());
            }
            long last = Math.max(before == null ? -1 : before.serial(), there ? ZoneDraft.serialOf(draft.file()) : -1);
            Instant now = clock.instant();
            long serial = last < 0 ? Serials.first(now) : Serials.next(last, now);
            draft.number(serial);
            // Most domains are the same in both views: what was good a moment ago is so in another file.
            Optional<String> refusal =
                    good.contains(digest) ? Optional.empty() : check.refusal(draft.origin(), draft.draft());
            if (refusal.isPresent()) {
                return new Stored(there, false, last, before == null ? 0 : before.records(), refusal);
            }
            good.add(digest);
            Files.move(draft.draft(), draft.file(), StandardCopyOption.ATOMIC_MOVE);
            entries.remove(name);
            entries.put(name, new Entry(serial, digest, draft.records()));
            dirty = true;
            return new Stored(true, true, serial, draft.records(), Optional.empty());
        }
    }

    /** What is in each file, by name. */
    Map<String, Figure> figures() {
        var figures = new HashMap<String, Figure>();
        entries.forEach((name, entry) -> figures.put(name, new Figure(entry.serial(), entry.records())));
        return Map.copyOf(figures);
    }

    /** Has what is known reach the disk, and forgets files that nothing has named for a day. */
    void save(Set<String> used) throws IOException {
        good.clear();
        try (var files = Files.newDirectoryStream(folder)) {
            Instant old = clock.instant().minus(UNUSED);
            for (Path file : files) {
                String name = file.getFileName().toString();
                if (!used.contains(name)
                        && !name.equals(STATE)
                        && Files.getLastModifiedTime(file).toInstant().isBefore(old)) {
                    Files.delete(file);
                }
            }
        }
        if (!dirty) {
            return;
        }
        AtomicFile.syncFolder(folder);
        var names = entries.keySet().iterator();
        while (entries.size() > MOST_ENTRIES && names.hasNext()) {
            if (!used.contains(names.next())) {
                names.remove();
            }
        }
        var zones = new LinkedHashMap<String, Object>();
        entries.forEach((name, entry) -> zones.put(
                name, Map.of("serial", entry.serial(), "digest", entry.digest(), "records", entry.records())));
        AtomicFile.write(file(STATE), JSON.write(Map.of("versions", Map.copyOf(versions), "zones", zones)));
        dirty = false;
    }

    /** Where the serial numbers are in the folder of the service. */
    static Path state(Path folder) {
        return folder.resolve("zones").resolve(STATE);
    }

    /**
     * What a file of serial numbers says, by the name of the zone's file.
     *
     * @throws IOException when it is no such file
     */
    static Map<String, Entry> entries(Path state) throws IOException {
        return entries(facts(state));
    }

    private static Map<String, Entry> entries(Facts all) {
        var entries = new LinkedHashMap<String, Entry>();
        all.object("zones")
                .each((name, zone) -> entries.put(
                        name, new Entry(zone.number("serial"), zone.text("digest"), zone.number("records"))));
        return entries;
    }

    private static Facts facts(Path state) throws IOException {
        try (var in = Files.newInputStream(state)) {
            return Facts.of(JSON.readObject(in.readNBytes(MOST_STATE)));
        }
    }

    /** What cannot be read costs a new serial for each zone, which begins above those in the files. */
    private void read() throws IOException {
        Path state = file(STATE);
        if (!Files.exists(state)) {
            return;
        }
        try {
            Facts all = facts(state);
            entries.putAll(entries(all));
            Facts known = all.object("versions");
            known.names().forEach(name -> versions.put(name, known.text(name)));
        } catch (IOException e) {
            entries.clear();
            versions.clear();
        }
    }
}
