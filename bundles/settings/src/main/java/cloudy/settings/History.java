// SPDX-License-Identifier: Apache-2.0
package cloudy.settings;

import cloudy.api.file.AtomicFile;
import cloudy.api.settings.SettingsVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last versions of every settings file, in a folder for each. Not safe for threads.
 *
 * <p>Who changes a file stores the new version as a wish first, and it becomes a version when the file is seen with
 * that content. So a kill in between neither loses who it was nor makes a version of what never came into force.
 */
final class History {

    private static final Logger LOG = LoggerFactory.getLogger(History.class);

    /** Who edits a file by hand. */
    private static final String BY_HAND = "file";

    /** Of files that are gone, the history of as many is kept. */
    private static final int MAX_GONE = 200;

    /** What the versions of one file may take, as long as there are two. */
    private static final long MAX_BYTES = 512 * 1024;

    private static final int MAX_VERSION = EtcFolder.MAX_BYTES + 64 * 1024;
    private static final int LEAST = 2;
    private static final String ENDING = ".cfg";

    private final Path folder;
    private final InstantSource clock;

    /** The versions of a file, the oldest first, by its name; read when they are first asked for. */
    private final Map<String, List<Mark>> known = new HashMap<>();

    History(Path folder, InstantSource clock) {
        this.folder = folder;
        this.clock = clock;
    }

    /** Makes the folder, and takes note of files that went while nobody looked. */
    void open(Set<String> files) {
        try {
            AtomicFile.privateFolder(folder);
            for (String name : names()) {
                AtomicFile.sweep(place(name), "*");
                if (!files.contains(name)) {
                    seen(name, Optional.empty(), Set.of());
                }
            }
            boundGone();
        } catch (IOException | DirectoryIteratorException e) {
            failed("", e);
        }
    }

    /** Stores what is about to be written, or deleted. */
    void wish(String name, Optional<byte[]> content, Set<String> secrets, String by) throws IOException {
        dropWishes(name);
        store(name, content, secrets, by, true);
    }

    /** Forgets what was not written after all. */
    void dropWishes(String name) {
        for (Mark mark : List.copyOf(marks(name))) {
            if (mark.wish()) {
                drop(name, mark);
            }
        }
    }

    /**
     * Takes note of what has come into force.
     *
     * @return the settings before, when this is a new version
     */
    Optional<Map<String, String>> seen(String name, Optional<byte[]> content, Set<String> secrets) {
        String stamp = Mark.stamp(content);
        Optional<Mark> newest = newest(name);
        if (newest.map(Mark::stamp).orElse(Mark.GONE).equals(stamp)) {
            dropWishes(name);
            return Optional.empty();
        }
        Map<String, String> before =
                newest.flatMap(mark -> read(name, mark)).flatMap(Stored::values).orElse(Map.of());
        try {
            Optional<Mark> wished = marks(name).stream()
                    .filter(mark -> mark.wish() && mark.stamp().equals(stamp))
                    .findFirst();
            if (wished.isPresent()) {
                Path place = place(name);
                Mark mark = wished.get();
                Files.move(
                        place.resolve(mark.file()),
                        place.resolve(mark.inForce().file()),
                        StandardCopyOption.ATOMIC_MOVE);
                AtomicFile.syncFolder(place);
                marks(name).replaceAll(each -> each.equals(mark) ? mark.inForce() : each);
            } else {
                store(name, content, secrets, BY_HAND, false);
            }
            dropWishes(name);
            bound(name);
            if (content.isEmpty()) {
                boundGone();
            }
        } catch (IOException e) {
            failed(name, e);
        }
        return Optional.of(before);
    }

    /** The versions of a file by their numbers, the oldest first. */
    Map<Integer, Stored> of(String name) {
        var versions = new TreeMap<Integer, Stored>();
        for (Mark mark : marks(name)) {
            if (!mark.wish()) {
                read(name, mark).ifPresent(stored -> versions.put(mark.number(), stored));
            }
        }
        return versions;
    }

    /** The secrets in the last version. */
    Set<String> secrets(String name) {
        return newest(name)
                .flatMap(mark -> read(name, mark))
                .map(Stored::secrets)
                .orElse(Set.of());
    }

    private Optional<Mark> newest(String name) {
        return marks(name).stream().filter(mark -> !mark.wish()).max(Comparator.comparingInt(Mark::number));
    }

    private void store(String name, Optional<byte[]> content, Set<String> secrets, String by, boolean wish)
            throws IOException {
        List<Mark> marks = marks(name);
        int number = marks.isEmpty() ? 1 : marks.get(marks.size() - 1).number() + 1;
        var mark = new Mark(number, Mark.stamp(content), wish);
        AtomicFile.privateFolder(place(name));
        AtomicFile.write(place(name).resolve(mark.file()), new Stored(clock.instant(), by, secrets, content).bytes());
        marks.add(mark);
    }

    private void bound(String name) throws IOException {
        long bytes = 0;
        int kept = 0;
        List<Mark> marks = marks(name);
        for (int i = marks.size() - 1; i >= 0; i--) {
            Mark mark = marks.get(i);
            bytes += Files.size(place(name).resolve(mark.file()));
            kept++;
            if (kept > SettingsVersion.KEPT || (kept > LEAST && bytes > MAX_BYTES)) {
                drop(name, mark);
            }
        }
    }

    /** Forgets the files that went first when there are too many. */
    private void boundGone() throws IOException {
        var gone = new ArrayList<String>();
        for (String name : names()) {
            if (newest(name).map(Mark::stamp).orElse(Mark.GONE).equals(Mark.GONE)) {
                gone.add(name);
            }
        }
        if (gone.size() > MAX_GONE) {
            gone.sort(Comparator.comparing(name -> place(name).toFile().lastModified()));
            for (String name : gone.subList(0, gone.size() - MAX_GONE)) {
                List.copyOf(marks(name)).forEach(mark -> drop(name, mark));
                known.remove(name);
                Files.deleteIfExists(place(name));
            }
        }
    }

    private void drop(String name, Mark mark) {
        try {
            // Not AtomicFile: what comes back after a power cut is dropped again.
            Files.deleteIfExists(place(name).resolve(mark.file()));
            marks(name).remove(mark);
        } catch (IOException e) {
            failed(name, e);
        }
    }

    private Optional<Stored> read(String name, Mark mark) {
        try (InputStream in = Files.newInputStream(place(name).resolve(mark.file()))) {
            return Optional.of(Stored.parse(in.readNBytes(MAX_VERSION)));
        } catch (IOException e) {
            failed(name, e);
            return Optional.empty();
        }
    }

    private List<Mark> marks(String name) {
        return known.computeIfAbsent(name, this::list);
    }

    private List<Mark> list(String name) {
        var marks = new ArrayList<Mark>();
        if (Files.isDirectory(place(name))) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(place(name))) {
                files.forEach(file -> Mark.ofFile(file.getFileName().toString()).ifPresent(marks::add));
            } catch (IOException | DirectoryIteratorException e) {
                failed(name, e);
            }
        }
        marks.sort(Comparator.comparingInt(Mark::number));
        return marks;
    }

    /** The files that have a history. */
    private List<String> names() throws IOException {
        var names = new ArrayList<String>();
        try (DirectoryStream<Path> places = Files.newDirectoryStream(folder)) {
            for (Path place : places) {
                String name = place.getFileName() + ENDING;
                if (Pid.ofFile(name).isPresent()) {
                    names.add(name);
                }
            }
        }
        return names;
    }

    private Path place(String name) {
        return folder.resolve(name.substring(0, name.length() - ENDING.length()));
    }

    private static void failed(String name, Exception e) {
        LOG.error("data/settings/history: versions of {} cannot be kept or read: {}", name, e.toString());
    }
}
