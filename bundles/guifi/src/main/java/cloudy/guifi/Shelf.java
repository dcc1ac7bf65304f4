// SPDX-License-Identifier: Apache-2.0
package cloudy.guifi;

import cloudy.api.file.AtomicFile;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * The last good copies, each in one file below {@code data/guifi}, packed. What is known of a copy is in the file's name
 * and time, so that a copy and its version cannot part, and hearing that nothing changed writes nothing but a time.
 */
final class Shelf {

    private static final Pattern NAME = Pattern.compile("([a-z]+(?:-[0-9]+)?)_([0-9]{0,18})_([0-9a-f-]{1,64})\\.gz");
    private static final int BUFFER = 32 * 1024;

    private final Path folder;

    Shelf(Path folder) {
        this.folder = folder;
    }

    /**
     * A copy on the disk.
     *
     * @param stamp guifi.net's freshness stamp when it was fetched; empty for none
     */
    record Kept(Path file, String stamp, String version, Instant asOf) {

        InputStream open() throws IOException {
            return new GZIPInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER), BUFFER);
        }
    }

    /** The copy of a key. */
    Optional<Kept> find(String key) throws IOException {
        return all(key).stream().findFirst();
    }

    /** A file that becomes the copy of a key, or is thrown away. */
    Draft draft(String key) throws IOException {
        AtomicFile.privateFolder(folder);
        return new Draft(folder.resolve(AtomicFile.UNFINISHED + key));
    }

    /** Says that guifi.net still says so. */
    Kept confirm(String key, Kept kept, String stamp, Instant now) throws IOException {
        Path file = folder.resolve(name(key, stamp, kept.version()));
        Files.setLastModifiedTime(kept.file(), FileTime.from(now));
        if (!file.equals(kept.file())) {
            Files.move(kept.file(), file, StandardCopyOption.ATOMIC_MOVE);
            AtomicFile.syncFolder(folder);
        }
        return new Kept(file, stamp, kept.version(), now);
    }

    /** Puts a copy that cannot be read aside. */
    void setAside(Kept kept) throws IOException {
        Files.move(
                kept.file(),
                kept.file().resolveSibling(kept.file().getFileName() + ".unreadable"),
                StandardCopyOption.REPLACE_EXISTING);
    }

    private static String name(String key, String stamp, String version) {
        return key + '_' + stamp + '_' + version + ".gz";
    }

    /** Those of a key, the latest first: more than one only where the node was killed in between. */
    private List<Kept> all(String key) throws IOException {
        var found = new ArrayList<Kept>();
        if (!Files.isDirectory(folder)) {
            return found;
        }
        try (var files = Files.newDirectoryStream(folder, key + "_*.gz")) {
            for (Path file : files) {
                Matcher name = NAME.matcher(file.getFileName().toString());
                if (name.matches() && name.group(1).equals(key)) {
                    found.add(new Kept(
                            file,
                            name.group(2),
                            name.group(3),
                            Files.getLastModifiedTime(file).toInstant()));
                }
            }
        }
        found.sort(Comparator.comparing(Kept::asOf).reversed());
        return found;
    }

    /** What is being written. */
    final class Draft implements AutoCloseable {

        private final Path file;
        private final FileChannel channel;
        private final OutputStream packed;

        private Draft(Path file) throws IOException {
            this.file = file;
            Files.deleteIfExists(file);
            channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            packed = new GZIPOutputStream(Channels.newOutputStream(channel), BUFFER) {
                {
                    // The card's wear and the little processor's time count for more than the last tenth of the size.
                    def.setLevel(Deflater.BEST_SPEED);
                }
            };
        }

        OutputStream to() {
            return packed;
        }

        /** Opens what has been written, which is all there is. */
        InputStream reopen() throws IOException {
            packed.flush();
            if (channel.isOpen()) {
                ((GZIPOutputStream) packed).finish();
                channel.force(true);
                channel.close();
            }
            return new GZIPInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER), BUFFER);
        }

        /** Makes it the copy of the key. */
        Kept keep(String key, String stamp, String version, Instant now) throws IOException {
            List<Kept> before = all(key);
            Path target = folder.resolve(name(key, stamp, version));
            Files.setLastModifiedTime(file, FileTime.from(now));
            Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
            for (Kept old : before) {
                if (!old.file().equals(target)) {
                    Files.deleteIfExists(old.file());
                }
            }
            AtomicFile.syncFolder(folder);
            return new Kept(target, stamp, version, now);
        }

        @Override
        public void close() throws IOException {
            channel.close();
            Files.deleteIfExists(file);
        }
    }
}
