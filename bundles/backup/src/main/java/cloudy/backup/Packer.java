// SPDX-License-Identifier: Apache-2.0
package cloudy.backup;

import cloudy.api.form.Explained;
import cloudy.api.form.Texts;
import cloudy.backup.Contents.Item;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Writes the archive of a backup: what it is, the files, and their hashes. One thread at a time. */
final class Packer {

    /** A file up to this is read as a whole before it is written, so that it may change while it is. */
    private static final int SMALL = 1 << 20;

    private static final int BUFFER = 64 * 1024;

    private final TarWriter tar;
    private final OutputStream list;
    private final Counted counted;
    private final Path vault;
    private final Keepers keepers;
    private final Consumer<String> log;
    private final Sums sums = new Sums();
    private final byte[] buffer = new byte[BUFFER];

    /** Who may read what the node itself may not. */
    interface Keepers {

        /** An archive of what is there; empty where it is for the node to read. */
        Optional<InputStream> archive(Path path) throws IOException;
    }

    /**
     * @param list takes the hashes until all of them are known
     * @param vault where backups are: none of them has the others in it
     */
    Packer(TarWriter tar, OutputStream list, Counted counted, Path vault, Keepers keepers, Consumer<String> log) {
        this.vault = vault;
        this.keepers = keepers;
        this.tar = tar;
        this.list = list;
        this.counted = counted;
        this.log = log;
    }

    /** Writes all of it but the list of hashes. */
    void pack(About about, List<Item> items) throws IOException, InterruptedException {
        byte[] json = about.toJson();
        write(
                TarEntry.file(Names.ABOUT, 0600, about.created().getEpochSecond(), json.length),
                new ByteArrayInputStream(json));
        for (Item item : items) {
            add(item, item.name(), item.path());
        }
    }

    /** Writes the list of hashes, which {@code list} has taken, and ends the archive. */
    void end(Path listed, long now) throws IOException {
        tar.begin(TarEntry.file(Names.SUMS, 0600, now, Files.size(listed)));
        try (InputStream in = Files.newInputStream(listed)) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                tar.write(buffer, count);
            }
        }
        tar.close();
    }

    private void add(Item item, String name, Path path) throws IOException, InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        try {
            var has = Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            long modified = has.lastModifiedTime().toInstant().getEpochSecond();
            int mode = Rights.mode(has.permissions());
            if (path.equals(vault) || (path.startsWith(vault) && name.endsWith(Vault.ENDING))) {
                return;
            }
            if (has.isDirectory() && isFetched(item, name, path)) {
                return;
            }
            if (has.isDirectory()) {
                counted.file();
                tar.begin(new TarEntry(name + '/', TarEntry.Kind.FOLDER, mode, modified, 0, ""));
                addAll(item, name, path);
            } else if (has.isSymbolicLink()) {
                link(name, Files.readSymbolicLink(path).toString(), modified);
            } else if (has.isRegularFile()) {
                file(item, name, path, mode, modified);
            }
        } catch (AccessDeniedException e) {
            throw Explained.failure(
                    Texts.of("El node no pot llegir %s.", "El nodo no puede leer %s.", "The node may not read %s.")
                            .with(Refusal.shown(name)),
                    e);
        } catch (NoSuchFileException e) {
            // It was there a moment ago; nobody waits for a copy of it.
            log.accept(Refusal.shown(name) + " has gone meanwhile");
        }
    }

    private void addAll(Item item, String name, Path folder) throws IOException, InterruptedException {
        List<Path> all = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder)) {
            found.forEach(all::add);
        }
        all.sort(null);
        for (Path each : all) {
            String word = each.getFileName().toString();
            Path below = item.path().relativize(each);
            if (!isWhole(word)) {
                log.accept(Refusal.shown(name + '/' + word) + " is left out: what a name");
            } else if (item.without().stream().noneMatch(pattern -> pattern.matches(below))) {
                add(item, name + '/' + word, each);
            }
        }
    }

    /** What a writer has not finished is no file yet; what cannot be named could not be restored. */
    private static boolean isWhole(String word) {
        return Names.isGood(word) && !word.startsWith(cloudy.api.file.AtomicFile.UNFINISHED);
    }

    private void link(String name, String target, long modified) throws IOException {
        if (Names.staysInPart(Arrays.asList(name.split("/", -1)), target)) {
            var entry = new TarEntry(name, TarEntry.Kind.LINK, 0777, modified, 0, target);
            counted.file();
            counted.link(entry);
            tar.begin(entry);
        } else {
            log.accept(Refusal.shown(name) + " is left out: it is a link that leads elsewhere");
        }
    }

    private void file(Item item, String name, Path path, int mode, long modified)
            throws IOException, InterruptedException {
        try {
            file(name, path, mode, modified);
        } catch (AccessDeniedException closed) {
            if (!isFetched(item, name, path)) {
                throw closed;
            }
        }
    }

    /** Has it read by whom it belongs to, if that is a program's user; false if it is for the node to read. */
    private boolean isFetched(Item item, String name, Path path) throws IOException, InterruptedException {
        Optional<InputStream> archive = keepers.archive(path);
        if (archive.isEmpty()) {
            return false;
        }
        String top = path.getFileName().toString();
        try (InputStream in = new BufferedInputStream(archive.get(), BUFFER)) {
            var reader = new TarReader(in);
            for (var next = reader.next(); next.isPresent(); next = reader.next()) {
                TarEntry entry = next.get();
                String bare = entry.name().endsWith("/")
                        ? entry.name().substring(0, entry.name().length() - 1)
                        : entry.name();
                if (!bare.equals(top) && !bare.startsWith(top + '/')) {
                    throw new IOException("an archive of something else than " + Refusal.shown(name));
                }
                String below = bare.substring(top.length());
                if (isWanted(item, path, path.resolveSibling(bare))) {
                    take(reader, entry, name + below);
                }
            }
        }
        return true;
    }

    /** Whether neither the thing nor a folder that it is in, up to the top, is left out. */
    private static boolean isWanted(Item item, Path top, Path path) {
        for (Path each = path; !each.equals(top); each = each.getParent()) {
            Path below = item.path().relativize(each);
            if (!isWhole(each.getFileName().toString())
                    || item.without().stream().anyMatch(pattern -> pattern.matches(below))) {
                return false;
            }
        }
        return true;
    }

    private void take(TarReader reader, TarEntry entry, String name) throws IOException, InterruptedException {
        switch (entry.kind()) {
            case FOLDER -> {
                counted.file();
                tar.begin(new TarEntry(name + '/', TarEntry.Kind.FOLDER, entry.mode(), entry.modified(), 0, ""));
            }
            case LINK -> link(name, entry.target(), entry.modified());
            case FILE -> write(TarEntry.file(name, entry.mode(), entry.modified(), entry.size()), reader.content());
            case PIPE -> log.accept(Refusal.shown(name) + " is left out: it is a pipe");
        }
    }

    private void file(String name, Path path, int mode, long modified) throws IOException, InterruptedException {
        try (InputStream in = Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS)) {
            long size = Files.size(path);
            if (size > SMALL) {
                write(TarEntry.file(name, mode, modified, size), in);
            } else {
                byte[] whole = in.readNBytes(SMALL);
                write(TarEntry.file(name, mode, modified, whole.length), new ByteArrayInputStream(whole));
            }
        }
    }

    private void write(TarEntry entry, InputStream in) throws IOException, InterruptedException {
        counted.file();
        counted.bytes(entry.size());
        tar.begin(entry);
        MessageDigest hash = Sums.sha256();
        for (long left = entry.size(); left > 0; ) {
            int count = in.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (count < 0) {
                throw Refusal.broken(
                        "%s s'ha escurçat mentre es copiava",
                        "%s se ha acortado mientras se copiaba",
                        "%s has become shorter while it was copied",
                        Refusal.shown(entry.name()));
            }
            tar.write(buffer, count);
            hash.update(buffer, 0, count);
            left -= count;
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
        list.write(sums.line(entry.name(), hash.digest()));
    }
}
