// SPDX-License-Identifier: Apache-2.0
package cloudy.api.file;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Writes files so that a kill, a full disk or a power cut at any moment leaves the old content or the new one whole.
 *
 * <p>The new content goes to {@code .new-<name>} in the same folder, onto the disk, and then takes the place of the old.
 * What is done is on the disk when a call returns. Two writers of one file must not meet; different files do not matter
 * to each other.
 */
public final class AtomicFile {

    /** What the name of a file begins with while it is written; who lists a folder leaves such files out. */
    public static final String UNFINISHED = ".new-";

    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY_FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private AtomicFile() {}

    /**
     * Replaces or creates a file. The mode of a file that is there stays, a new one is the owner's alone; a link is
     * replaced, not followed.
     *
     * @throws IOException when the disk does not take it; the file is as it was, or, where the disk failed at the very end,
     *     the new one: whole in either case
     */
    public static void write(Path file, byte[] content) throws IOException {
        Path unfinished = file.resolveSibling(UNFINISHED + file.getFileName());
        // A writer that was killed may have left it.
        Files.deleteIfExists(unfinished);
        try {
            try (var channel = FileChannel.open(unfinished, Set.of(CREATE_NEW, WRITE), OWNER_ONLY)) {
                for (var rest = ByteBuffer.wrap(content); rest.hasRemaining(); ) {
                    channel.write(rest);
                }
                if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                    Files.setPosixFilePermissions(unfinished, Files.getPosixFilePermissions(file));
                }
                channel.force(true);
            }
            Files.move(unfinished, file, ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(unfinished);
        }
        syncFolder(file.toAbsolutePath().getParent());
    }

    /** Deletes a file, if it is there, for good. */
    public static void delete(Path file) throws IOException {
        if (Files.deleteIfExists(file)) {
            syncFolder(file.toAbsolutePath().getParent());
        }
    }

    /**
     * Deletes what writers that were killed left in a folder.
     *
     * @param names of the files that were written, as a glob pattern: {@code cloudy.*}
     */
    public static void sweep(Path folder, String names) throws IOException {
        try (var left = Files.newDirectoryStream(folder, UNFINISHED + names)) {
            for (Path unfinished : left) {
                Files.deleteIfExists(unfinished);
            }
        }
    }

    /** Has what was renamed, made and deleted in a folder reach the disk. */
    public static void syncFolder(Path folder) throws IOException {
        try (var channel = FileChannel.open(folder, READ)) {
            channel.force(true);
        }
    }

    /**
     * Makes a folder that only its owner can look into, and those above it, where they are missing. One that is there
     * is closed to others, but for a program of the owner's that it was given to: the group of such a one is called
     * {@code _cloudy-} and its name.
     */
    public static Path privateFolder(Path folder) throws IOException {
        Path there = folder.toAbsolutePath();
        while (there != null && !Files.exists(there)) {
            there = there.getParent();
        }
        Files.createDirectories(folder, OWNER_ONLY_FOLDER);
        // A file on the disk is nowhere if the folders above it are not there, too.
        for (Path made = folder.toAbsolutePath(); !made.equals(there); made = made.getParent()) {
            syncFolder(made.getParent());
        }
        PosixFileAttributes now = Files.readAttributes(folder, PosixFileAttributes.class);
        // Asked first: a start that changes nothing writes nothing.
        return now.permissions().equals(OWNER_ONLY_FOLDER.value()) || isGiven(now)
                ? folder
                : Files.setPosixFilePermissions(folder, OWNER_ONLY_FOLDER.value());
    }

    private static boolean isGiven(PosixFileAttributes folder) {
        return folder.group().getName().startsWith("_cloudy-")
                && folder.permissions().stream().noneMatch(right -> right.name().startsWith("OTHERS_"));
    }
}
