// SPDX-License-Identifier: Apache-2.0
package cloudy.backup;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import cloudy.api.file.AtomicFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Puts what a backup has into an empty folder, and holds it against its list of hashes. Whoever made it: no name leads out
 * of the folder, no link is followed or leads out of its part, nothing is there twice, and there is no more of it than was
 * allowed. What was put there until it was refused is the caller's to delete. One thread at a time.
 */
final class Unpacker {

    private static final int BUFFER = 64 * 1024;

    private final TarReader tar;
    private final Path folder;
    private final Counted counted;
    private final Sums sums = new Sums();
    private final Map<Path, String> links = new LinkedHashMap<>();
    private final byte[] buffer = new byte[BUFFER];
    private final boolean lasting;

    /** @param lasting whether each file has to reach the disk: it is to be used, not only looked at */
    Unpacker(InputStream archive, Path folder, Counted counted, boolean lasting) {
        this.lasting = lasting;
        tar = new TarReader(archive);
        this.folder = folder;
        this.counted = counted;
    }

    About unpack() throws IOException, InterruptedException {
        TarEntry first =
                tar.next().filter(entry -> entry.name().equals(Names.ABOUT)).orElseThrow(Unpacker::noAbout);
        if (first.kind() != TarEntry.Kind.FILE || first.size() > About.MAX_BYTES) {
            throw noAbout();
        }
        var json = new ByteArrayOutputStream();
        sums.line(first.name(), copy(first, (bytes, count) -> json.write(bytes, 0, count)));
        About about = About.read(json.toByteArray());
        Optional<TarEntry> entry = tar.next();
        while (entry.isPresent() && !entry.get().name().equals(Names.SUMS)) {
            put(entry.get());
            entry = tar.next();
        }
        check(entry.orElseThrow(Unpacker::otherFiles));
        for (Map.Entry<Path, String> link : links.entrySet()) {
            Files.createSymbolicLink(link.getKey(), Path.of(link.getValue()));
        }
        return about;
    }

    private void check(TarEntry list) throws IOException, InterruptedException {
        // Before it is read: a list of zeros without end would take days.
        if (list.size() != sums.bytes()) {
            throw otherFiles();
        }
        MessageDigest hash = Sums.sha256();
        for (int count = tar.read(buffer); count >= 0; count = tar.read(buffer)) {
            hash.update(buffer, 0, count);
        }
        if (!sums.isList(hash.digest()) || tar.next().isPresent() || list.kind() != TarEntry.Kind.FILE) {
            throw otherFiles();
        }
    }

    private void put(TarEntry entry) throws IOException, InterruptedException {
        counted.file();
        List<String> words = Names.words(entry);
        Path path = folder;
        for (String word : words.subList(0, words.size() - 1)) {
            path = path.resolve(word);
            makeFolder(path, entry);
        }
        path = path.resolve(words.get(words.size() - 1));
        switch (entry.kind()) {
            case FOLDER -> {
                makeFolder(path, entry);
                Files.setPosixFilePermissions(path, Rights.of(entry.mode() | 0700));
            }
            case LINK -> {
                if (!Names.staysInPart(words, entry.target())) {
                    throw Refusal.broken(
                            "l'enllaç %s porta fora d'ella",
                            "el enlace %s lleva fuera de ella",
                            "the link %s leads out of it",
                            Refusal.shown(entry.name()));
                }
                counted.link(entry);
                if (links.put(path, entry.target()) != null) {
                    throw twice(entry);
                }
            }
            case FILE -> file(entry, path);
            case PIPE -> throw TarReader.noKind(entry.name());
        }
    }

    private void file(TarEntry entry, Path path) throws IOException, InterruptedException {
        if (links.containsKey(path)) {
            throw twice(entry);
        }
        var open = PosixFilePermissions.asFileAttribute(Rights.of(0600));
        try (var channel = FileChannel.open(path, Set.of(CREATE_NEW, WRITE), open)) {
            sums.line(entry.name(), copy(entry, (bytes, count) -> {
                for (var rest = ByteBuffer.wrap(bytes, 0, count); rest.hasRemaining(); ) {
                    channel.write(rest);
                }
            }));
            if (lasting) {
                channel.force(true);
            }
        } catch (FileAlreadyExistsException e) {
            throw twice(entry);
        }
        Files.setPosixFilePermissions(path, Rights.of(entry.mode() | 0600));
        Files.setLastModifiedTime(path, FileTime.fromMillis(Math.multiplyExact(entry.modified(), 1000)));
    }

    private interface Target {

        void take(byte[] bytes, int count) throws IOException;
    }

    /** Gives what an entry has away, and answers with its hash. */
    private byte[] copy(TarEntry entry, Target target) throws IOException, InterruptedException {
        // Before anything of it is read: what says that it is too large need not be.
        counted.bytes(entry.size());
        MessageDigest hash = Sums.sha256();
        for (int count = tar.read(buffer); count >= 0; count = tar.read(buffer)) {
            hash.update(buffer, 0, count);
            target.take(buffer, count);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
        return hash.digest();
    }

    private void makeFolder(Path path, TarEntry entry) throws IOException {
        if (links.containsKey(path) || Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                throw twice(entry);
            }
            return;
        }
        counted.file();
        AtomicFile.privateFolder(path);
    }

    private static IOException twice(TarEntry entry) {
        return Refusal.broken(
                "%s hi és dues vegades", "%s está dos veces en ella", "%s is in it twice", Refusal.shown(entry.name()));
    }

    private static IOException noAbout() {
        return Refusal.broken("no és de Cloudy", "no es de Cloudy", "it is none of Cloudy's");
    }

    private static IOException otherFiles() {
        return Refusal.broken(
                "els fitxers no són els de la seva llista",
                "los archivos no son los de su lista",
                "the files are not those of its list");
    }
}
