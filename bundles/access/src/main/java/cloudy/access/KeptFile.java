// SPDX-License-Identifier: Apache-2.0
package cloudy.access;

import cloudy.api.file.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A JSON document that is kept twice, so that one file can break.
 *
 * <p>The second file holds the same generation, not the one before: an old list of users would bring back who was
 * removed.
 */
final class KeptFile {

    private static final Logger LOG = LoggerFactory.getLogger(KeptFile.class);
    private static final int MAX_BYTES = 2 * 1024 * 1024;
    private static final int MAX_SET_ASIDE = 100;

    /** Makes sense of a document, or refuses it. */
    interface Reader<T> {
        T read(Entries document) throws IOException;
    }

    /**
     * What was found.
     *
     * @param lost whether there was a document once, and none that can be read now
     */
    record Found<T>(Optional<T> content, boolean lost) {}

    /** One of the two files. */
    private static final class Generation<T> {
        private final Optional<T> content;
        private final byte[] bytes;
        private final boolean isBroken;

        private Generation(Optional<T> content, byte[] bytes, boolean isBroken) {
            this.content = content;
            this.bytes = bytes;
            this.isBroken = isBroken;
        }
    }

    private final Path folder;
    private final String name;
    private final Path file;
    private final Path copy;
    /** What the disk has had last of what was acknowledged; nothing when it never had any. */
    private byte[] last = new byte[0];

    KeptFile(Path folder, String name) {
        this.folder = folder;
        this.name = name;
        file = folder.resolve(name + ".json");
        copy = folder.resolve(name + "-copy.json");
    }

    <T> Found<T> open(Reader<T> reader) {
        try {
            AtomicFile.privateFolder(folder);
            AtomicFile.sweep(folder, name + "*");
        } catch (IOException e) {
            LOG.error("data/access: {}", e.toString());
        }
        Generation<T> first = read(file, reader);
        Generation<T> second = read(copy, reader);
        if (first.content.isPresent()) {
            last = first.bytes;
            mend(copy, second.bytes, first.bytes);
            return new Found<>(first.content, false);
        }
        if (second.content.isPresent()) {
            LOG.warn("{} is missing or broken; {} is used", file, copy.getFileName());
            last = second.bytes;
            mend(file, first.bytes, second.bytes);
            return new Found<>(second.content, false);
        }
        return new Found<>(Optional.empty(), first.isBroken || second.isBroken || wasSetAside());
    }

    /**
     * Keeps another document. It is kept when the first file is on the disk; a copy that the disk does not take then goes,
     * rather than to bring back one day what holds no more.
     *
     * @throws IOException when the disk does not take it; the one before is kept still
     */
    void write(Map<String, Object> document) throws IOException {
        byte[] bytes = Entries.write(document);
        try {
            AtomicFile.write(file, bytes);
        } catch (IOException e) {
            takeBack(e);
            throw e;
        }
        last = bytes;
        try {
            AtomicFile.write(copy, bytes);
        } catch (IOException e) {
            LOG.warn("{} could not be written, so there is no copy until the next change: {}", copy, e.toString());
            dropCopy();
        }
    }

    /** A disk that fails at the very end has the new file already, which nobody may find there after the next start. */
    private void takeBack(IOException why) {
        try {
            if (last.length == 0) {
                AtomicFile.delete(file);
            } else if (!Arrays.equals(Files.readAllBytes(file), last)) {
                AtomicFile.write(file, last);
            }
        } catch (IOException e) {
            why.addSuppressed(e);
            LOG.error("{} may hold what was refused: {}", file, e.toString());
        }
    }

    private void dropCopy() {
        try {
            AtomicFile.delete(copy);
        } catch (IOException e) {
            LOG.warn("{} is out of date: {}", copy, e.toString());
        }
    }

    private static void mend(Path broken, byte[] present, byte[] good) {
        if (!Arrays.equals(present, good)) {
            try {
                AtomicFile.write(broken, good);
            } catch (IOException e) {
                LOG.warn("{} could not be written: {}", broken, e.toString());
            }
        }
    }

    private static <T> Generation<T> read(Path path, Reader<T> reader) {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return new Generation<>(Optional.empty(), new byte[0], false);
        }
        try (var in = Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new IOException("it is larger than " + MAX_BYTES + " bytes");
            }
            return new Generation<>(Optional.of(reader.read(Entries.read(bytes))), bytes, false);
        } catch (IOException | IllegalArgumentException e) {
            setAside(path, e);
            return new Generation<>(Optional.empty(), new byte[0], true);
        }
    }

    private static void setAside(Path path, Exception why) {
        // Its message may quote the file, and that holds hashes of passwords.
        String reason = why.getClass().getSimpleName();
        try {
            for (int number = 1; number <= MAX_SET_ASIDE; number++) {
                Path aside = path.resolveSibling(path.getFileName() + ".bad-" + number);
                if (!Files.exists(aside, LinkOption.NOFOLLOW_LINKS)) {
                    Files.move(path, aside);
                    LOG.error("{} cannot be read ({}); it is now {}", path, reason, aside.getFileName());
                    return;
                }
            }
            LOG.error("{} cannot be read ({}), and stays where it is", path, reason);
        } catch (IOException e) {
            LOG.error("{} cannot be read ({}) nor set aside: {}", path, reason, e.toString());
        }
    }

    private boolean wasSetAside() {
        try (var aside = Files.newDirectoryStream(folder, name + "*.json.bad-*")) {
            return aside.iterator().hasNext();
        } catch (IOException e) {
            LOG.error("data/access: {}", e.toString());
            return true;
        }
    }
}
